//! Factors in Nhost's words: a password, an authenticator app, and keys in a table.

use std::time::SystemTime;

use nhost::{AccessClaims, ErrorCode, MfaChange, PasswordProof, SecurityKey, TotpGenerated, User};
use protocol::secret::{AccessToken, OneTimeCode, Password};

use super::{
    calls::{
        all, auth_failure as failure, code, graphql_failure, may_have_happened, refused,
        unavailable,
    },
    totp_address, ways_in,
};
use crate::{
    error::{Error, Refusal, StepUpReason},
    factor::{Factor, FactorDetail, FactorId, FactorKind, PasskeyDetail},
    factors::{EnrolmentChallenge, EnrolmentProof, NewFactor, Offered, Unseen},
    invalid::{Invalid, InvalidReason},
    password_policy::PasswordPolicy,
    probe::NoneReason,
    profile,
    provider::{FactorChange, FactorList, Failure, NhostClients, StartedEnrolment, Tie},
    totp::Totp,
};

/// There is one of each, and the vendor has no name for it.
const PASSWORD: &str = "password";
const TOTP: &str = "totp";

pub(crate) async fn list(
    clients: &NhostClients,
    token: &AccessToken,
) -> Result<FactorList, Failure> {
    let (user, _) = clients.auth.get_user(token).await.map_err(failure)?;
    let (keys, unseen) = match keys(clients, token, &user.id).await {
        Ok(keys) => (keys, Vec::new()),
        Err(Failure::Other(Error::Unavailable(reason))) => {
            let kind = FactorKind::Passkey;
            (Vec::new(), vec![Unseen { kind, reason }])
        }
        Err(failure) => return Err(failure),
    };
    // Who has no address has nothing to type beside a password.
    let password = user.email.is_some().then(password);
    let totp = is_totp_active(&user).then(|| totp(true));
    let keys = keys.into_iter().map(|key| passkey(key.id, key.nickname));

    Ok(FactorList {
        factors: password.into_iter().chain(totp).chain(keys).collect(),
        unseen,
    })
}

pub(crate) async fn one(
    clients: &NhostClients,
    token: &AccessToken,
    id: &FactorId,
) -> Result<Factor, Failure> {
    let found = list(clients, token).await?;

    found
        .factors
        .into_iter()
        .find(|factor| factor.id == *id)
        .ok_or(Failure::Other(Error::NotFound))
}

/// Which of these a project has switched on shows only when it is tried.
pub(crate) fn offered() -> Offered {
    Offered {
        kinds: vec![FactorKind::Totp, FactorKind::Passkey, FactorKind::Password],
        single: vec![FactorKind::Totp],
        as_of_secs: 0,
    }
}

pub(crate) async fn change(
    clients: &NhostClients,
    token: &AccessToken,
    id: &FactorId,
    change: &FactorChange<'_>,
) -> Result<Factor, Failure> {
    let FactorChange::Name(name) = change else {
        return Err(unavailable(NoneReason::NotOffered));
    };
    if matches!(id.as_str(), PASSWORD | TOTP) {
        return Err(unavailable(NoneReason::NotOffered));
    }
    // Giving the same name twice does no harm, so that a lost answer can be told as it is.
    let renamed = clients
        .graphql()?
        .rename_security_key(token, id.as_str(), name)
        .await;
    match renamed.map_err(graphql_failure)? {
        true => Ok(passkey(id.as_str().to_owned(), Some((*name).to_owned()))),
        false => Err(Failure::Other(Error::NotFound)),
    }
}

pub(crate) async fn remove(
    clients: &NhostClients,
    token: &AccessToken,
    id: &FactorId,
    code: Option<&OneTimeCode>,
) -> Result<(), Failure> {
    match id.as_str() {
        PASSWORD => Err(refused(Refusal::NotRemovable)),
        TOTP => remove_totp(clients, token, code).await,
        key => remove_key(clients, token, key).await,
    }
}

async fn remove_totp(
    clients: &NhostClients,
    token: &AccessToken,
    typed: Option<&OneTimeCode>,
) -> Result<(), Failure> {
    let Some(typed) = typed else {
        // A key that was never confirmed has no codes: nothing is asked for that.
        let (user, _) = clients.auth.get_user(token).await.map_err(failure)?;
        return match is_totp_active(&user) {
            false => Ok(()),
            true => Err(Failure::Other(Error::InvalidInput(Invalid {
                field: "code",
                reason: InvalidReason::Empty,
            }))),
        };
    };
    let changed = clients
        .auth
        .verify_change_user_mfa(token, typed, MfaChange::Deactivate)
        .await;
    let Err(error) = changed else { return Ok(()) };
    let is_gone = matches!(
        code(&error),
        Some(ErrorCode::DisabledMfaTotp | ErrorCode::NoTotpSecret)
    );
    if is_gone || (may_have_happened(&error) && is_active(clients, token).await == Some(false)) {
        return Ok(());
    }

    Err(code_failure(error))
}

async fn remove_key(clients: &NhostClients, token: &AccessToken, id: &str) -> Result<(), Failure> {
    let graphql = clients.graphql()?;
    ways_in::check_without(clients, token, id).await?;
    // One that is not there counts as removed.
    let Err(error) = graphql.delete_security_key(token, id).await else {
        return Ok(());
    };
    if may_have_happened(&error)
        && let Some(claims) = AccessClaims::read(token)
        && let Ok(keys) = keys(clients, token, &claims.user_id).await
        && keys.iter().all(|key| key.id != id)
    {
        return Ok(());
    }

    Err(graphql_failure(error))
}

pub(crate) async fn start(
    clients: &NhostClients,
    token: &AccessToken,
    new: &NewFactor,
) -> Result<StartedEnrolment, Failure> {
    let (id, challenge, date) = match new {
        NewFactor::Totp => {
            let (totp, date) = start_totp(clients, token).await?;
            (TOTP, EnrolmentChallenge::Totp(Box::new(totp)), date)
        }
        NewFactor::Password => (
            PASSWORD,
            EnrolmentChallenge::Password(PasswordPolicy::nhost(None)),
            None,
        ),
        NewFactor::Phone { .. }
        | NewFactor::Email { .. }
        | NewFactor::Push
        | NewFactor::RecoveryCode => return Err(unavailable(NoneReason::NotOffered)),
    };

    Ok(StartedEnrolment {
        id: FactorId::new(id.to_owned()),
        tie: Tie::Nhost,
        challenge,
        date,
    })
}

/// The service replaces the key at once, even of an app that is active: that is never asked for.
async fn start_totp(
    clients: &NhostClients,
    token: &AccessToken,
) -> Result<(Totp, Option<SystemTime>), Failure> {
    let (user, _) = clients.auth.get_user(token).await.map_err(failure)?;
    if is_totp_active(&user) {
        return Err(refused(Refusal::AuthenticatorActive));
    }
    let call = clients.auth.change_user_mfa(token).with_raw_response();
    let generated = call.await.map_err(failure)?;
    let TotpGenerated {
        image_url,
        totp_secret,
    } = generated.value;
    let names = (clients.auth.base().host(), user.email.as_deref());
    let totp = totp_address::totp(image_url, &totp_secret, names)
        .await
        .map_err(Failure::Other)?;

    Ok((totp, generated.date))
}

pub(crate) async fn finish(
    clients: &NhostClients,
    token: &AccessToken,
    kind: &FactorKind,
    proof: &EnrolmentProof,
) -> Result<Factor, Failure> {
    match (kind, proof) {
        (FactorKind::Totp, EnrolmentProof::Code(typed)) => {
            activate_totp(clients, token, typed).await
        }
        (FactorKind::Password, EnrolmentProof::NewPassword(new)) => {
            change_password(clients, token, new).await
        }
        _ => Err(Failure::Other(Error::NotFound)),
    }
}

async fn activate_totp(
    clients: &NhostClients,
    token: &AccessToken,
    typed: &OneTimeCode,
) -> Result<Factor, Failure> {
    let changed = clients
        .auth
        .verify_change_user_mfa(token, typed, MfaChange::Activate)
        .await;
    match changed {
        Ok(()) => Ok(totp(true)),
        // The answer may have been lost after the deed.
        Err(error)
            if may_have_happened(&error) && is_active(clients, token).await == Some(true) =>
        {
            Ok(totp(true))
        }
        Err(error) if code(&error) == Some(&ErrorCode::NoTotpSecret) => {
            Err(refused(Refusal::Expired))
        }
        Err(error) => Err(code_failure(error)),
    }
}

async fn change_password(
    clients: &NhostClients,
    token: &AccessToken,
    new: &Password,
) -> Result<Factor, Failure> {
    let changed = clients
        .auth
        .change_user_password(PasswordProof::Session(token), new)
        .await;
    let Err(error) = changed else {
        return Ok(password());
    };
    let is_elevated = AccessClaims::read(token).is_some_and(|claims| claims.is_elevated);

    Err(match code(&error) {
        // What a session that should be elevated hears: the service takes it for a request with a ticket.
        Some(ErrorCode::InvalidRequest) if !is_elevated => Failure::StepUp(StepUpReason::Elevation),
        Some(
            ErrorCode::InvalidRequest | ErrorCode::RequestValidation | ErrorCode::SchemaValidation,
        ) => refused(Refusal::PasswordRefused),
        Some(_) | None => failure(error),
    })
}

pub(super) async fn keys(
    clients: &NhostClients,
    token: &AccessToken,
    user: &str,
) -> Result<Vec<SecurityKey>, Failure> {
    let graphql = clients.graphql()?;

    all(|page| async move { graphql.security_keys(token, user, page).await }).await
}

/// Where the project conceals errors, a wrong code reads as an invalid request.
fn code_failure(error: nhost::AuthError) -> Failure {
    match code(&error) {
        Some(
            ErrorCode::InvalidRequest
            | ErrorCode::InvalidTotp
            | ErrorCode::RequestValidation
            | ErrorCode::SchemaValidation,
        ) => refused(Refusal::WrongCode),
        Some(_) | None => failure(error),
    }
}

async fn is_active(clients: &NhostClients, token: &AccessToken) -> Option<bool> {
    let (user, _) = clients.auth.get_user(token).await.ok()?;

    Some(is_totp_active(&user))
}

fn is_totp_active(user: &User) -> bool {
    user.active_mfa_type.as_deref() == Some("totp")
}

/// Whether there is a password is not told: it can be changed, and a first one set, in the same way.
fn password() -> Factor {
    Factor {
        is_primary: true,
        detail: FactorDetail::Password { changed_secs: None },
        ..factor(PASSWORD.to_owned(), FactorKind::Password)
    }
}

fn totp(is_confirmed: bool) -> Factor {
    Factor {
        is_secondary: true,
        is_confirmed,
        can_remove: true,
        removal_wants_code: true,
        ..factor(TOTP.to_owned(), FactorKind::Totp)
    }
}

pub(super) fn passkey(id: String, nickname: Option<String>) -> Factor {
    Factor {
        name: profile::text(nickname.as_deref()),
        detail: FactorDetail::Passkey(PasskeyDetail::default()),
        is_primary: true,
        can_rename: true,
        can_remove: true,
        ..factor(id, FactorKind::Passkey)
    }
}

fn factor(id: String, kind: FactorKind) -> Factor {
    Factor {
        id: FactorId::new(id),
        kind,
        name: None,
        detail: FactorDetail::None,
        created_secs: None,
        last_used_secs: None,
        is_primary: false,
        is_secondary: false,
        is_confirmed: true,
        can_rename: false,
        can_remove: false,
        removal_wants_code: false,
    }
}
