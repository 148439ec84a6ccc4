use super::*;

fn auth0(domain: &str) -> DraftSettings {
    DraftSettings::Auth0 {
        domain: domain.to_owned(),
        client_id: "abc".to_owned(),
    }
}

fn reason(settings: &DraftSettings) -> (&'static str, InvalidReason) {
    let invalid = settings.check().unwrap_err();
    (invalid.field, invalid.reason)
}

#[test]
fn a_domain_is_taken_as_people_paste_it() {
    for text in [
        "acme.eu.auth0.com",
        " https://acme.eu.auth0.com/ ",
        "ACME.eu.auth0.com",
    ] {
        let Ok(Settings::Auth0 { base, .. }) = auth0(text).check() else {
            panic!("{text} was refused")
        };
        assert_eq!(base.host(), "acme.eu.auth0.com");
    }
}

#[test]
fn what_is_not_a_domain_is_refused_with_the_rule() {
    use InvalidReason::*;
    for (text, expected) in [
        ("", Empty),
        ("https://", Empty),
        ("acme", NotADomain),
        ("http://acme.auth0.com", HasPath),
        ("acme.auth0.com/login", HasPath),
        ("bob@acme.auth0.com", HasUserInfo),
        ("127.0.0.1", NotADomain),
        ("acme..com", NotADomain),
        ("acme.auth0.com.", NotADomain),
        ("аcme.auth0.com", NotADomain), // a Cyrillic а
        ("acme.auth0.com:8443", NotADomain),
        ("acme .auth0.com", NotADomain),
    ] {
        assert_eq!(reason(&auth0(text)), ("domain", expected), "{text}");
    }
}

#[test]
fn plain_http_leads_to_this_machine_only() {
    let at = |base_url: &str| DraftSettings::NhostAt {
        base_url: base_url.to_owned(),
        graphql_url: None,
    };
    assert!(at("http://127.0.0.1:4000/v1").check().is_ok());
    assert_eq!(
        reason(&at("http://auth.example.com/v1")),
        ("base_url", InvalidReason::NotHttps)
    );
    assert_eq!(
        reason(&at("nonsense")),
        ("base_url", InvalidReason::NotAUrl)
    );
}

#[test]
fn a_hosted_project_has_the_address_of_the_vendor() {
    let draft = DraftSettings::Nhost {
        subdomain: "AbcDef".to_owned(),
        region: "eu-central-1".to_owned(),
    };
    let Ok(Settings::Nhost { auth, graphql }) = draft.check() else {
        panic!("refused")
    };
    assert_eq!(
        auth.to_string(),
        "https://abcdef.auth.eu-central-1.nhost.run/v1"
    );
    assert_eq!(
        graphql.unwrap().to_string(),
        "https://abcdef.graphql.eu-central-1.nhost.run/v1"
    );

    let draft = DraftSettings::Nhost {
        subdomain: "a.b".to_owned(),
        region: "eu-central-1".to_owned(),
    };
    assert_eq!(reason(&draft), ("subdomain", InvalidReason::BadCharacters));
}

#[test]
fn graphql_is_where_it_is_said_or_where_the_vendor_hosts_it_and_nowhere_else() {
    let graphql = |base_url: &str, graphql_url: Option<&str>| {
        let draft = DraftSettings::NhostAt {
            base_url: base_url.to_owned(),
            graphql_url: graphql_url.map(str::to_owned),
        };
        let Ok(Settings::Nhost { graphql, .. }) = draft.check() else {
            panic!("refused")
        };
        graphql.map(|address| address.to_string())
    };
    let own = "https://auth.example.com/v1";
    let hosted = "https://abc.auth.eu-central-1.nhost.run/v1";
    let said = "https://graphql.example.com/v1/graphql";

    assert_eq!(graphql(own, None), None);
    assert_eq!(graphql(own, Some(" ")), None);
    assert_eq!(graphql(own, Some(said)).as_deref(), Some(said));
    assert_eq!(graphql(hosted, Some(said)).as_deref(), Some(said));
    assert_eq!(
        graphql(hosted, None).as_deref(),
        Some("https://abc.graphql.eu-central-1.nhost.run/v1")
    );
    for foreign in [
        "https://abc.auth.eu.nhost.run.example.com/v1",
        "https://abc.auth.eu.nhost.run/other",
        "https://a.b.auth.eu.nhost.run/v1",
    ] {
        assert_eq!(graphql(foreign, None), None, "{foreign}");
    }

    let draft = DraftSettings::NhostAt {
        base_url: own.to_owned(),
        graphql_url: Some("http://graphql.example.com".to_owned()),
    };
    assert_eq!(reason(&draft), ("graphql_url", InvalidReason::NotHttps));
}

#[test]
fn an_id_is_made_of_the_name_and_never_taken_twice() {
    let none = |_: &ConnectionId| false;
    assert_eq!(
        ConnectionId::for_name("Acme  Shop!", none).as_str(),
        "acme-shop"
    );
    assert_eq!(ConnectionId::for_name("李", none).as_str(), "connection");
    assert_eq!(
        ConnectionId::for_name(&"x".repeat(200), none)
            .as_str()
            .len(),
        40
    );
    let taken = |id: &ConnectionId| id.as_str() == "acme" || id.as_str() == "acme-2";
    assert_eq!(ConnectionId::for_name("Acme", taken).as_str(), "acme-3");
}

#[test]
fn only_auth0_binds_sessions_to_a_key() {
    let draft = |settings| ConnectionDraft {
        name: String::new(),
        settings,
        redirect: RedirectWay::Scheme,
        dpop: true,
        also: Vec::new(),
        providers: Vec::new(),
        database: None,
        passkeys: PasskeyDraft::default(),
    };
    let bound = draft(auth0("acme.eu.auth0.com")).preset("acme", None);
    assert!(bound.unwrap().dpop);

    let nhost = DraftSettings::NhostAt {
        base_url: "https://auth.example.com/v1".to_owned(),
        graphql_url: None,
    };
    let refused = draft(nhost).preset("shop", None).unwrap_err();
    assert_eq!(
        (refused.field, refused.reason),
        ("dpop", InvalidReason::NotOffered)
    );
}
