//! Passkeys at Nhost, which calls them security keys.

use nhost::{
    AccessClaims, AuthClient, ErrorCode,
    webauthn::{CredentialCreationResponse, PublicKeyCredentialCreationOptions},
};
use protocol::secret::AccessToken;
use serde_json::Value;

use super::{
    calls::{all, auth_failure as failure, code, refused},
    factors::passkey,
};
use crate::{
    error::{Error, Refusal, StepUpReason},
    factor::{Factor, FactorId},
    passkeys::Credential,
    provider::{Failure, NhostClients, PasskeyTie, StartedPasskey},
};

pub(crate) async fn start(
    client: &AuthClient,
    token: &AccessToken,
) -> Result<StartedPasskey, Failure> {
    let options = match options(client, token).await {
        // Older servers want a passkey even for the first one: who has none is told, and not sent in a circle.
        Err(Failure::StepUp(StepUpReason::Elevation)) if has_none(client, token).await => {
            return Err(refused(Refusal::NoPasskey));
        }
        options => options?,
    };

    Ok(StartedPasskey {
        tie: PasskeyTie::Nhost,
        options: Value::Object(options.as_json().clone()),
    })
}

pub(crate) async fn finish(
    client: &AuthClient,
    token: &AccessToken,
    answer: &Value,
    name: Option<&str>,
) -> Result<Factor, Failure> {
    let credential = CredentialCreationResponse::from_json(answer.clone())
        .map_err(|_| refused(Refusal::PasskeyNotRegistered))?;
    let call = client.verify_add_security_key(token, &credential, name);
    let added = call.await.map_err(|error| match code(&error) {
        Some(ErrorCode::InvalidRequest) => refused(Refusal::PasskeyNotRegistered),
        Some(_) | None => failure(error),
    })?;

    Ok(passkey(added.id, added.nickname))
}

/// By the table where the project shows it, else by what must not be made a second time.
pub(crate) async fn credentials(
    clients: &NhostClients,
    token: &AccessToken,
) -> Result<Vec<Credential>, Failure> {
    let table = match AccessClaims::read(token) {
        Some(claims) => table(clients, token, &claims.user_id).await,
        None => Err(Failure::Rejected),
    };
    match table {
        Err(Failure::Other(Error::Unavailable(_))) => {}
        table => return table,
    }
    let options = options(&clients.auth, token).await?;
    let excluded = options.exclude_credentials().map(|id| Credential {
        id: unpadded(id),
        factor: None,
        user_handle: None,
    });

    Ok(excluded.collect())
}

async fn table(
    clients: &NhostClients,
    token: &AccessToken,
    user: &str,
) -> Result<Vec<Credential>, Failure> {
    let graphql = clients.graphql()?;
    let rows = all(|page| async move { graphql.security_key_credentials(token, user, page).await });
    let credential = |row: nhost::SecurityKeyCredential| Credential {
        id: unpadded(&row.credential_id),
        factor: Some(FactorId::new(row.id)),
        user_handle: None,
    };

    Ok(rows.await?.into_iter().map(credential).collect())
}

async fn options(
    client: &AuthClient,
    token: &AccessToken,
) -> Result<PublicKeyCredentialCreationOptions, Failure> {
    client.add_security_key(token).await.map_err(failure)
}

/// Whether the person has no passkey to prove anything with.
async fn has_none(client: &AuthClient, token: &AccessToken) -> bool {
    let elevation = client.elevate_webauthn(token).await;

    elevation.is_err_and(|error| code(&error) == Some(&ErrorCode::InvalidRequest))
}

fn unpadded(id: &str) -> String {
    id.trim_end_matches('=').to_owned()
}
