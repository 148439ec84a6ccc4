//! Passkeys at Auth0, through the My Account API.

use auth0::{
    MyAccountClient, MyAccountError,
    my_account::{
        AuthSession, Challenge, FactorType, MethodDetails, MethodId, NewMethod, ProblemKind, Proof,
        Verification,
    },
};
use protocol::secret::AccessToken;
use serde_json::Value;

use super::{
    factors::factor,
    my_account::{may_have_happened, my_account_failure as failure},
};
use crate::{
    error::{Error, Refusal},
    factor::{Factor, FactorId},
    passkeys::Credential,
    probe::NoneReason,
    provider::{Failure, PasskeyTie, StartedPasskey},
};

/// The vendor's limit per person.
const MOST: usize = 20;

pub(crate) async fn start(
    client: &MyAccountClient,
    token: &AccessToken,
) -> Result<StartedPasskey, Failure> {
    let method = NewMethod::Passkey {
        connection: None,
        identity_user_id: None,
    };
    let enrolment = client.authentication_methods().create(token, &method).await;
    let enrolment = match enrolment {
        Ok(enrolment) => enrolment,
        Err(error) => {
            let is_full = ProblemKind::of(&error) == Some(ProblemKind::BadRequest)
                && credentials(client, token)
                    .await
                    .is_ok_and(|known| known.len() >= MOST);
            return Err(match is_full {
                true => Failure::Other(Error::Refused(Refusal::NotOffered)),
                false => not_begun(error),
            });
        }
    };
    let Challenge::Passkey {
        authn_params_public_key,
    } = enrolment.challenge
    else {
        return Err(Failure::Other(Error::ProviderFailed {
            status: Some(202),
            what: ".authn_params_public_key".to_owned(),
            request_id: None,
        }));
    };

    Ok(StartedPasskey {
        tie: PasskeyTie::Auth0 {
            id: enrolment.id,
            session: enrolment.auth_session,
        },
        options: authn_params_public_key,
    })
}

pub(crate) async fn finish(
    client: &MyAccountClient,
    token: &AccessToken,
    id: &MethodId,
    session: &AuthSession,
    answer: &Value,
) -> Result<Factor, Failure> {
    let verification = Verification {
        auth_session: session,
        proof: Proof::Passkey(answer),
    };
    let methods = client.authentication_methods();
    let error = match methods.verify(token, id, &verification).await {
        Ok(method) => return Ok(factor(method)),
        Err(error) => error,
    };
    // The answer may have been lost after the deed: the credential tells.
    if may_have_happened(&error)
        && let Some(made) = answer["id"].as_str()
        && let Ok(now) = methods.list(token, Some(&FactorType::Passkey)).await
        && let Some(method) = now.into_iter().find(
            |method| matches!(&method.details, MethodDetails::Passkey(it) if it.key_id == made),
        )
    {
        return Ok(factor(method));
    }
    if ProblemKind::of(&error) == Some(ProblemKind::BadRequest) {
        return Err(Failure::Other(Error::Refused(
            Refusal::PasskeyNotRegistered,
        )));
    }

    Err(failure(error))
}

pub(crate) async fn credentials(
    client: &MyAccountClient,
    token: &AccessToken,
) -> Result<Vec<Credential>, Failure> {
    let methods = client.authentication_methods();
    let passkeys = methods.list(token, Some(&FactorType::Passkey)).await;
    let credential = |method: auth0::my_account::AuthenticationMethod| match method.details {
        MethodDetails::Passkey(passkey) => Some(Credential {
            id: passkey.key_id.trim_end_matches('=').to_owned(),
            factor: Some(FactorId::new(method.id.as_str().to_owned())),
            user_handle: Some(passkey.user_handle.trim_end_matches('=').to_owned()),
        }),
        MethodDetails::Password { .. }
        | MethodDetails::Totp { .. }
        | MethodDetails::PushNotification { .. }
        | MethodDetails::RecoveryCode { .. }
        | MethodDetails::Phone { .. }
        | MethodDetails::Email { .. }
        | MethodDetails::WebauthnPlatform(_)
        | MethodDetails::WebauthnRoaming(_)
        | MethodDetails::Other(_) => None,
    };

    Ok(passkeys
        .map_err(failure)?
        .into_iter()
        .filter_map(credential)
        .collect())
}

/// Nothing in the question is the person's: a tenant that calls it wrong is not set up for it.
fn not_begun(error: MyAccountError) -> Failure {
    let Some(problem) = error.problem() else {
        return failure(error);
    };
    let says = |words: &str| {
        let told = [&problem.details.title, &problem.details.detail];
        told.into_iter()
            .flatten()
            .any(|text| text.as_str().to_ascii_lowercase().contains(words))
    };
    let is_not_set_up = matches!(
        problem.kind,
        ProblemKind::BadRequest | ProblemKind::NotFound
    );
    if says("custom domain") {
        unavailable(NoneReason::CustomDomainMissing)
    } else if is_not_set_up {
        unavailable(NoneReason::NotOffered)
    } else {
        failure(error)
    }
}

fn unavailable(reason: NoneReason) -> Failure {
    Failure::Other(Error::Unavailable(reason))
}
