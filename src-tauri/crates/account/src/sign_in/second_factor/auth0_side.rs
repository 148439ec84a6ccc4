//! The second step at Auth0
//! ([MFA API](https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa)).

use std::sync::Arc;

use auth0::{
    AuthenticationClient, AuthenticationError, AuthenticatorId, ErrorCode,
    authentication::{
        Authenticator, AuthenticatorType, ChallengeRequest, ChallengeType, MfaChallenge,
        MfaRequired, MfaToken, OobChannel, OobCode, OobOutcome, Polled,
    },
};
use protocol::{oauth::Tokens, secret::OneTimeCode};

use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    factor::FactorKind,
    factors::RecoveryCode,
    provider::{Provider, auth0_meaning, auth0_refusal, next_recovery_code, typed_recovery_code},
    sign_in::{
        arrive::{auth0_newcomer, finish},
        step::{Pending, SecondFactor, SecondFactorChallenge, Stage, Step, put},
    },
};

/// The vendor asks for five seconds between two questions whether somebody approved; sooner is answered with
/// `slow_down`, and each of those adds five more (RFC 8628 §3.5).
const POLL_SECS: u32 = 5;

/// A code that is no good, as the MFA grants say it.
const CONFIRMING: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::InvalidGrant, Refusal::WrongCode),
    (ErrorCode::TooManyAttempts, Refusal::TooManyAttempts),
];

/// A sign-in that was answered with `mfa_required`.
#[derive(Clone)]
pub(in crate::sign_in) struct Ticket {
    token: MfaToken,
    choices: Vec<Choice>,
    /// What the person was asked for last.
    asked: Option<Asked>,
}

/// A second factor and how to ask for it.
#[derive(Clone)]
struct Choice {
    shown: SecondFactor,
    id: AuthenticatorId,
    way: Way,
}

#[derive(Clone, Copy)]
enum Way {
    Otp,
    Oob,
    RecoveryCode,
}

/// What the person was asked for.
#[derive(Clone)]
enum Asked {
    Otp,
    /// A code that was sent.
    Sent(OobCode),
    /// To approve in the vendor's app.
    Approval {
        code: OobCode,
        poll_secs: u32,
    },
    RecoveryCode,
}

/// What comes with the answer "a second factor is required".
pub(in crate::sign_in) fn wanted(error: &AuthenticationError) -> Option<MfaRequired> {
    error.problem()?.details.mfa.clone()
}

/// Looks what the person has, and asks them to choose.
pub(in crate::sign_in) async fn begin(
    context: &Arc<Context>,
    client: &AuthenticationClient,
    pending: Pending,
    mfa: MfaRequired,
) -> Result<Step, Error> {
    let authenticators = client.mfa().authenticators(&mfa.mfa_token).await;
    let choices: Vec<Choice> = authenticators
        .map_err(auth0_meaning)?
        .into_iter()
        .filter_map(choice)
        .collect();
    // The first step is over; it may have been superseded meanwhile.
    if !context.steps().end(&pending) {
        return Err(Error::Cancelled);
    }
    let shown = choices.iter().map(|choice| choice.shown.clone()).collect();
    let ticket = Ticket {
        token: mfa.mfa_token,
        choices,
        asked: None,
    };
    let stage = Stage::SecondFactor(super::Ticket::Auth0(ticket));
    put(context, pending.request, pending.dpop, stage);

    Ok(Step::SecondFactor(shown))
}

pub(super) async fn challenge(
    context: &Context,
    client: &AuthenticationClient,
    pending: &Pending,
    ticket: Ticket,
    id: &str,
) -> Result<SecondFactorChallenge, Error> {
    let choice = ticket.choices.iter().find(|choice| choice.shown.id == id);
    let choice = choice.ok_or(Error::NotFound)?;
    let asked = match choice.way {
        Way::RecoveryCode => Asked::RecoveryCode,
        Way::Otp => Asked::Otp,
        Way::Oob => send(client, &ticket.token, &choice.id)
            .await
            .map_err(|error| refused(context, pending, error))?,
    };
    let challenge = match &asked {
        Asked::Otp => SecondFactorChallenge::TypeCode,
        Asked::Sent(_) => SecondFactorChallenge::TypeSentCode,
        Asked::Approval { poll_secs, .. } => SecondFactorChallenge::Approve {
            poll_secs: *poll_secs,
        },
        Asked::RecoveryCode => SecondFactorChallenge::TypeRecoveryCode,
    };
    note(context, pending, ticket, asked);

    Ok(challenge)
}

/// Lets the tenant reach the person another way.
async fn send(
    client: &AuthenticationClient,
    token: &MfaToken,
    id: &AuthenticatorId,
) -> Result<Asked, AuthenticationError> {
    let request = ChallengeRequest {
        challenge_types: &[ChallengeType::Oob],
        authenticator_id: Some(id),
        oob_channel: None,
    };

    Ok(match client.mfa().challenge(token, request).await? {
        MfaChallenge::Otp => Asked::Otp,
        MfaChallenge::Oob {
            oob_code,
            binding_method: Some(_),
        } => Asked::Sent(oob_code),
        MfaChallenge::Oob {
            oob_code,
            binding_method: None,
        } => Asked::Approval {
            code: oob_code,
            poll_secs: POLL_SECS,
        },
    })
}

pub(super) async fn confirm(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: &Pending,
    ticket: Ticket,
    typed: Option<&OneTimeCode>,
) -> Result<Step, Error> {
    let (Provider::Auth0(client), Some(asked)) = (provider, ticket.asked.clone()) else {
        return Err(Error::NotFound);
    };
    let proven = prove(client, &ticket.token, &asked, typed).await;
    let (tokens, recovery_code) = match proven.map_err(|error| refused(context, pending, error))? {
        Proven::Tokens(tokens, recovery_code) => (*tokens, recovery_code),
        Proven::NotYet { poll_secs } => {
            if let Asked::Approval { code, .. } = asked {
                note(
                    context,
                    pending,
                    ticket,
                    Asked::Approval { code, poll_secs },
                );
            }
            return Ok(Step::Waiting { poll_secs });
        }
        Proven::Nothing(refusal) => return Err(Error::Refused(refusal)),
    };
    let newcomer = auth0_newcomer(context, connection, client, &tokens).await;

    finish(
        context,
        pending,
        provider,
        newcomer,
        tokens.into(),
        recovery_code,
    )
    .await
}

/// What a proof brought.
enum Proven {
    Tokens(Box<Tokens>, Option<RecoveryCode>),
    NotYet { poll_secs: u32 },
    Nothing(Refusal),
}

async fn prove(
    client: &AuthenticationClient,
    token: &MfaToken,
    asked: &Asked,
    typed: Option<&OneTimeCode>,
) -> Result<Proven, AuthenticationError> {
    let mfa = client.mfa();
    let (oob, typed, poll_secs) = match (asked, typed) {
        (Asked::Otp, Some(code)) => {
            let tokens = mfa.otp(token, code).await?;
            return Ok(Proven::Tokens(Box::new(tokens), None));
        }
        (Asked::RecoveryCode, Some(code)) => {
            let answer = mfa.recovery_code(token, &typed_recovery_code(code)).await?;
            let next = answer.recovery_code.as_ref().map(next_recovery_code);
            return Ok(Proven::Tokens(Box::new(answer.tokens), next));
        }
        (Asked::Sent(oob), Some(code)) => (oob, Some(code), POLL_SECS),
        (Asked::Approval { code, poll_secs }, _) => (code, None, *poll_secs),
        (Asked::Otp | Asked::RecoveryCode | Asked::Sent(_), None) => {
            return Ok(Proven::Nothing(Refusal::WrongCode));
        }
    };

    Ok(match mfa.oob(token, oob, typed).await? {
        Polled::Over(OobOutcome::Tokens(tokens)) => Proven::Tokens(tokens, None),
        Polled::Over(OobOutcome::Rejected) => Proven::Nothing(Refusal::NotApproved),
        Polled::Pending => Proven::NotYet { poll_secs },
        Polled::SlowDown => Proven::NotYet {
            poll_secs: poll_secs.saturating_add(POLL_SECS),
        },
    })
}

/// Remembers what the person is asked for now.
fn note(context: &Context, pending: &Pending, ticket: Ticket, asked: Asked) {
    let ticket = Ticket {
        asked: Some(asked),
        ..ticket
    };
    let stage = Stage::SecondFactor(super::Ticket::Auth0(ticket));
    context.steps().replace(pending, stage);
}

/// A wrong code leaves the sign-in as it is; a token whose time is over ends it.
fn refused(context: &Context, pending: &Pending, error: AuthenticationError) -> Error {
    let code = error.problem().map(|problem| &problem.code);
    if code == Some(&ErrorCode::ExpiredToken) {
        context.steps().end(pending);
    }

    auth0_refusal(error, &CONFIRMING)
}

/// What can be chosen: active, and of a kind that this app can ask for.
fn choice(authenticator: Authenticator) -> Option<Choice> {
    if !authenticator.is_active {
        return None;
    }
    let (kind, way) = match (authenticator.authenticator_type, authenticator.oob_channel) {
        (AuthenticatorType::Otp, _) => (FactorKind::Totp, Way::Otp),
        (AuthenticatorType::RecoveryCode, _) => (FactorKind::RecoveryCode, Way::RecoveryCode),
        (AuthenticatorType::Oob, Some(OobChannel::Sms | OobChannel::Voice)) => {
            (FactorKind::Phone, Way::Oob)
        }
        (AuthenticatorType::Oob, Some(OobChannel::Email)) => (FactorKind::Email, Way::Oob),
        (AuthenticatorType::Oob, Some(OobChannel::Auth0)) => (FactorKind::Push, Way::Oob),
        (AuthenticatorType::Oob, None | Some(OobChannel::Other(_)))
        | (AuthenticatorType::Other(_), _) => return None,
    };

    Some(Choice {
        shown: SecondFactor {
            id: authenticator.id.as_str().to_owned(),
            kind,
            name: authenticator.name.map(|name| name.as_str().to_owned()),
        },
        id: authenticator.id,
        way,
    })
}
