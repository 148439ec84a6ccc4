//! Factors in Auth0's words: the authentication methods of the My Account API.

use std::time::SystemTime;

use auth0::{
    MyAccountClient, MyAccountError,
    my_account::RecoveryCode as Auth0RecoveryCode,
    my_account::{
        AuthSession, AuthenticationMethod, Challenge, FactorType, MethodDetails, MethodId,
        MethodUpdate, NewMethod, PreferredAuthenticationMethod, ProblemKind, Proof, Usage,
        Verification,
    },
};
use protocol::secret::{AccessToken, OneTimeCode, Secret};

use super::my_account::{may_have_happened, my_account_failure as failure};
use crate::{
    context::secs,
    error::{Error, Refusal},
    factor::{Factor, FactorDetail, FactorId, FactorKind, PasskeyDetail, PhoneWay},
    factors::{EnrolmentChallenge, EnrolmentProof, EnrolmentUri, NewFactor, Offered, RecoveryCode},
    provider::{FactorChange, FactorList, Failure, StartedEnrolment, Tie},
    totp::Totp,
};

pub(crate) async fn list(
    client: &MyAccountClient,
    token: &AccessToken,
) -> Result<FactorList, Failure> {
    let methods = client.authentication_methods().list(token, None).await;
    let mut methods = methods.map_err(failure)?;
    methods.sort_by_key(|method| method.created_at);

    Ok(FactorList {
        factors: methods.into_iter().map(factor).collect(),
        unseen: Vec::new(),
    })
}

pub(crate) async fn one(
    client: &MyAccountClient,
    token: &AccessToken,
    id: &FactorId,
) -> Result<Factor, Failure> {
    let id = method_id(id)?;
    let method = client.authentication_methods().get(token, &id).await;

    Ok(factor(method.map_err(failure)?))
}

pub(crate) async fn offered(
    client: &MyAccountClient,
    token: &AccessToken,
) -> Result<Offered, Failure> {
    let factors = client.factors().list(token).await.map_err(failure)?;

    Ok(Offered {
        kinds: factors.iter().map(|factor| kind(&factor.kind)).collect(),
        ..Offered::default()
    })
}

pub(crate) async fn change(
    client: &MyAccountClient,
    token: &AccessToken,
    id: &FactorId,
    change: &FactorChange<'_>,
) -> Result<Factor, Failure> {
    let id = &method_id(id)?;
    let way = match change {
        FactorChange::PhoneWay(way) => Some(spoken(*way)),
        FactorChange::Name(_) => None,
    };
    let name = match change {
        FactorChange::Name(name) => Some(*name),
        FactorChange::PhoneWay(_) => None,
    };
    let update = MethodUpdate {
        name,
        preferred_authentication_method: way.as_ref(),
    };
    let methods = client.authentication_methods();
    let error = match methods.update(token, id, &update).await {
        Ok(method) => return Ok(factor(method)),
        Err(error) => error,
    };

    // The answer may have been lost after the change: what is there now tells.
    if may_have_happened(&error)
        && let Ok(method) = methods.get(token, id).await
    {
        let now = factor(method);
        if is_as_asked(&now, change) {
            return Ok(now);
        }
    }

    Err(failure(error))
}

pub(crate) async fn remove(
    client: &MyAccountClient,
    token: &AccessToken,
    id: &FactorId,
) -> Result<(), Failure> {
    let id = &method_id(id)?;
    let methods = client.authentication_methods();
    let Err(error) = methods.delete(token, id).await else {
        return Ok(());
    };
    let is_gone = ProblemKind::of(&error) == Some(ProblemKind::NotFound)
        || (may_have_happened(&error)
            && methods
                .get(token, id)
                .await
                .is_err_and(|error| ProblemKind::of(&error) == Some(ProblemKind::NotFound)));
    if is_gone {
        return Ok(());
    }
    if ProblemKind::of(&error) == Some(ProblemKind::Conflict) {
        return Err(Failure::Other(Error::Refused(Refusal::NotRemovable)));
    }

    Err(failure(error))
}

pub(crate) async fn start(
    client: &MyAccountClient,
    token: &AccessToken,
    new: &NewFactor,
) -> Result<StartedEnrolment, Failure> {
    let way = match new {
        NewFactor::Phone { way, .. } => Some(spoken(*way)),
        NewFactor::Totp
        | NewFactor::Email { .. }
        | NewFactor::Push
        | NewFactor::RecoveryCode
        | NewFactor::Password => None,
    };
    let method = match new {
        NewFactor::Totp => NewMethod::Totp,
        NewFactor::Push => NewMethod::PushNotification,
        NewFactor::RecoveryCode => NewMethod::RecoveryCode,
        NewFactor::Email { address } => NewMethod::Email { email: address },
        NewFactor::Phone { number, .. } => NewMethod::Phone {
            phone_number: number,
            preferred_authentication_method: way.as_ref(),
        },
        NewFactor::Password => NewMethod::Password {
            connection: None,
            identity_user_id: None,
        },
    };
    let enrolment = client
        .authentication_methods()
        .create(token, &method)
        .with_raw_response()
        .await
        .map_err(|error| refused(error, not_accepted(new)))?;
    let (enrolment, date) = (enrolment.value, enrolment.date);
    let challenge = match enrolment.challenge {
        Challenge::Totp { barcode_uri, .. } => {
            let totp = Totp::parse(barcode_uri.expose()).map_err(|_| unreadable(".barcode_uri"))?;
            EnrolmentChallenge::Totp(Box::new(totp))
        }
        Challenge::PushNotification { barcode_uri, .. } => EnrolmentChallenge::Push {
            uri: EnrolmentUri::new(barcode_uri.expose()),
        },
        Challenge::RecoveryCode { recovery_code } => {
            EnrolmentChallenge::RecoveryCode(RecoveryCode::new(recovery_code.expose()))
        }
        Challenge::Password { policy } => EnrolmentChallenge::Password(policy.into()),
        Challenge::Email | Challenge::Phone | Challenge::Passkey { .. } => {
            EnrolmentChallenge::CodeSent
        }
    };

    Ok(StartedEnrolment {
        id: FactorId::new(enrolment.id.as_str().to_owned()),
        tie: Tie::Auth0(enrolment.auth_session),
        challenge,
        date,
    })
}

/// Finishes an enrolment; `None` as long as a push notification is not approved.
pub(crate) async fn finish(
    client: &MyAccountClient,
    token: &AccessToken,
    kind: &FactorKind,
    id: &FactorId,
    session: &AuthSession,
    proof: &EnrolmentProof,
) -> Result<Option<Factor>, Failure> {
    let id = &method_id(id)?;
    let (proof, refusal) = match proof {
        EnrolmentProof::Code(code) => (Proof::OneTimeCode(code), Refusal::WrongCode),
        EnrolmentProof::NewPassword(password) => {
            (Proof::NewPassword(password), Refusal::PasswordRefused)
        }
        EnrolmentProof::Confirmed => (Proof::Confirmed, Refusal::Expired),
    };
    let verification = Verification {
        auth_session: session,
        proof,
    };
    let methods = client.authentication_methods();
    let error = match methods.verify(token, id, &verification).await {
        Ok(method) => return Ok(Some(factor(method))),
        Err(error) => error,
    };
    let problem = ProblemKind::of(&error);
    if problem == Some(ProblemKind::AuthorizationPending) {
        return Ok(None);
    }
    // What somebody is not allowed has kinds of its own: this is an enrolment whose time is over.
    if problem == Some(ProblemKind::Forbidden) {
        return Err(Failure::Other(Error::Refused(Refusal::Expired)));
    }
    // The answer may have been lost after the deed: the methods of this kind tell.
    if may_have_happened(&error)
        && let Ok(now) = methods.list(token, Some(&wire(kind))).await
        && let Some(method) = now.into_iter().find(|it| it.id == *id && it.is_confirmed())
    {
        return Ok(Some(factor(method)));
    }

    Err(refused(error, refusal))
}

/// Reads a documented 400 as what the person did wrong, and anything else as what it is.
fn refused(error: MyAccountError, refusal: Refusal) -> Failure {
    if ProblemKind::of(&error) == Some(ProblemKind::BadRequest) {
        return Failure::Other(Error::Refused(refusal));
    }

    failure(error)
}

/// What a 400 to the beginning of an enrolment means.
fn not_accepted(new: &NewFactor) -> Refusal {
    match new {
        NewFactor::Phone { .. } => Refusal::PhoneNumberRefused,
        NewFactor::Email { .. } => Refusal::EmailRefused,
        NewFactor::Totp | NewFactor::Push | NewFactor::RecoveryCode | NewFactor::Password => {
            Refusal::NotOffered
        }
    }
}

/// What an answer with a member that breaks its own rules means.
fn unreadable(member: &str) -> Failure {
    Failure::Other(Error::ProviderFailed {
        status: Some(202),
        what: member.to_owned(),
        request_id: None,
    })
}

fn method_id(id: &FactorId) -> Result<MethodId, Failure> {
    MethodId::parse(id.as_str()).map_err(|_| Failure::Other(Error::NotFound))
}

fn is_as_asked(factor: &Factor, change: &FactorChange<'_>) -> bool {
    match change {
        FactorChange::Name(name) => factor.name.as_deref() == Some(*name),
        FactorChange::PhoneWay(way) => matches!(
            &factor.detail,
            FactorDetail::Phone { way: Some(now), .. } if now == way
        ),
    }
}

/// One method in the words that both providers share.
pub(super) fn factor(method: AuthenticationMethod) -> Factor {
    let kind = kind(&method.kind());
    let time = |time: Option<SystemTime>| time.map(secs);
    let has_name = matches!(
        kind,
        FactorKind::Totp
            | FactorKind::Push
            | FactorKind::Phone
            | FactorKind::Email
            | FactorKind::SecurityKey
    );

    Factor {
        id: FactorId::new(method.id.as_str().to_owned()),
        name: method.name().map(|name| name.as_str().to_owned()),
        created_secs: time(method.created_at),
        last_used_secs: time(method.last_auth_at),
        is_primary: method.usage.contains(&Usage::Primary),
        is_secondary: method.usage.contains(&Usage::Secondary),
        is_confirmed: method.is_confirmed(),
        can_rename: has_name && method.is_confirmed(),
        can_remove: !matches!(kind, FactorKind::Password | FactorKind::Other(_)),
        removal_wants_code: false,
        detail: detail(method.details),
        kind,
    }
}

fn detail(details: MethodDetails) -> FactorDetail {
    match details {
        MethodDetails::Password {
            last_password_reset,
            ..
        } => FactorDetail::Password {
            changed_secs: last_password_reset.map(secs),
        },
        MethodDetails::Passkey(passkey) => FactorDetail::Passkey(PasskeyDetail {
            is_synced: Some(passkey.is_backed_up),
            aaguid: passkey.aaguid,
            transports: passkey.transports,
            added_by: passkey.user_agent.map(|text| text.as_str().to_owned()),
            relying_party_id: passkey.relying_party_id,
        }),
        MethodDetails::Phone {
            phone_number,
            preferred_authentication_method,
            ..
        } => FactorDetail::Phone {
            number: phone_number.as_str().to_owned(),
            way: preferred_authentication_method.as_ref().and_then(heard),
        },
        MethodDetails::Email { email, .. } => FactorDetail::Email(email.as_str().to_owned()),
        MethodDetails::WebauthnPlatform(_) | MethodDetails::WebauthnRoaming(_) => {
            FactorDetail::Passkey(PasskeyDetail::default())
        }
        MethodDetails::Totp { .. }
        | MethodDetails::PushNotification { .. }
        | MethodDetails::RecoveryCode { .. }
        | MethodDetails::Other(_) => FactorDetail::None,
    }
}

fn kind(kind: &FactorType) -> FactorKind {
    match kind {
        FactorType::Password => FactorKind::Password,
        FactorType::Passkey => FactorKind::Passkey,
        FactorType::WebauthnPlatform | FactorType::WebauthnRoaming => FactorKind::SecurityKey,
        FactorType::Totp => FactorKind::Totp,
        FactorType::Phone => FactorKind::Phone,
        FactorType::Email => FactorKind::Email,
        FactorType::PushNotification => FactorKind::Push,
        FactorType::RecoveryCode => FactorKind::RecoveryCode,
        FactorType::Other(word) => FactorKind::Other(word.clone()),
    }
}

fn wire(kind: &FactorKind) -> FactorType {
    match kind {
        FactorKind::Password => FactorType::Password,
        FactorKind::Passkey => FactorType::Passkey,
        FactorKind::SecurityKey => FactorType::WebauthnRoaming,
        FactorKind::Totp => FactorType::Totp,
        FactorKind::Phone => FactorType::Phone,
        FactorKind::Email => FactorType::Email,
        FactorKind::Push => FactorType::PushNotification,
        FactorKind::RecoveryCode => FactorType::RecoveryCode,
        FactorKind::Other(word) => FactorType::Other(word.clone()),
    }
}

fn spoken(way: PhoneWay) -> PreferredAuthenticationMethod {
    match way {
        PhoneWay::Sms => PreferredAuthenticationMethod::Sms,
        PhoneWay::Voice => PreferredAuthenticationMethod::Voice,
    }
}

fn heard(way: &PreferredAuthenticationMethod) -> Option<PhoneWay> {
    match way {
        PreferredAuthenticationMethod::Sms => Some(PhoneWay::Sms),
        PreferredAuthenticationMethod::Voice => Some(PhoneWay::Voice),
        PreferredAuthenticationMethod::Other(_) => None,
    }
}

/// What a person typed, as the recovery code that it is meant to be.
pub(crate) fn typed_recovery_code(typed: &OneTimeCode) -> Auth0RecoveryCode {
    Auth0RecoveryCode::new(typed.expose())
}

/// The code that takes the place of one that was used up.
pub(crate) fn next_recovery_code(code: &Auth0RecoveryCode) -> RecoveryCode {
    RecoveryCode::new(code.expose())
}
