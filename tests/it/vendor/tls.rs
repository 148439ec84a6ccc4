use auth0::{AuthenticationClient, Tenant};
use emulator::Emulator;
use protocol::{
    base_url::BaseUrl,
    http::{CallError, Http, UnreachableKind},
    secret::RefreshToken,
};

/// There is no switch that would make it trust an authority the system does not.
#[tokio::test]
async fn our_client_does_not_speak_with_an_authority_nobody_installed() {
    let emulator = Emulator::start().await.unwrap();
    let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_tls_url()).unwrap());
    let http = Http::new("tests").unwrap();
    let client = AuthenticationClient::new(http, tenant, emulator.client_id());

    let refused = client
        .revoke_refresh_token(&RefreshToken::new("never-seen"))
        .await
        .unwrap_err();

    let CallError::Unreachable(unreachable) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(unreachable.kind, UnreachableKind::Tls);
    assert!(!unreachable.sent, "nothing went out before the refusal");
    assert_eq!(emulator.count("/oauth/revoke"), 0);
}
