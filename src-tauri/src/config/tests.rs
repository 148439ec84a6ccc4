use super::*;

fn preset_of(text: &str) -> Preset {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("connections.toml");
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    set_mode(&path, 0o600);

    preset(&path)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_write_is_told_and_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("connections.toml");
    let text = "[[connections]]\nid = \"acme\"\nprovider = \"auth0\"\nclient_id = \"abc\"\ndomain = \"acme.eu.auth0.com\"";
    std::fs::write(&path, text).unwrap();
    for (mode, counts) in [
        (0o600, true),
        (0o644, true),
        (0o664, false),
        (0o622, false),
        (0o602, false),
        (0o777, false),
    ] {
        set_mode(&path, mode);
        let preset = preset(&path);
        assert_eq!(preset.connections.len(), usize::from(counts), "{mode:o}");
        let is_told = matches!(
            preset.notices.as_slice(),
            [NoticeContent::PresetBroken { line: None, reason, .. }] if reason.contains("others")
        );
        assert_eq!(is_told, !counts, "{mode:o}");
    }
}

#[test]
fn both_providers_are_read_in_every_form() {
    let preset = preset_of(
        r#"
        [[connections]]
        id = "acme"
        name = "Acme"
        provider = "auth0"
        client_id = "abc"
        domain = "acme.eu.auth0.com"
        redirect = "loopback"
        scopes = ["openid", "profile"]
        dpop = true
        also = ["email_code", "device_code"]
        database = "Staff"

        [[connections]]
        id = "shop"
        provider = "nhost"
        subdomain = "abcdef"
        region = "eu-central-1"
        providers = ["github", "google"]
        also = ["passkey"]
        passkey_domain = "example.com"
        passkey_origin = "https://shop.example.com"

        [[connections]]
        id = "local"
        name = "Local"
        provider = "nhost"
        base_url = "http://127.0.0.1:4000/v1"
        graphql_url = "http://127.0.0.1:4000/v1/graphql"
        "#,
    );

    assert_eq!(preset.notices, []);
    let hosts: Vec<_> = preset.connections.iter().map(Connection::host).collect();
    assert_eq!(
        hosts,
        [
            "acme.eu.auth0.com",
            "abcdef.auth.eu-central-1.nhost.run",
            "127.0.0.1:4000"
        ]
    );
    assert_eq!(preset.connections[0].redirect, RedirectWay::Loopback);
    assert_eq!(
        preset
            .connections
            .iter()
            .map(|it| it.dpop)
            .collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(
        preset.connections[0].ways(),
        [
            SignInWay::Browser,
            SignInWay::EmailCode,
            SignInWay::DeviceCode
        ]
    );
    assert_eq!(preset.connections[0].database.as_deref(), Some("Staff"));
    assert_eq!(preset.connections[1].providers, ["github", "google"]);
    assert_eq!(preset.connections[0].passkeys, None);
    let passkeys = preset.connections[1].passkeys.as_ref().unwrap();
    assert_eq!(passkeys.domain, "example.com");
    assert_eq!(passkeys.origin, "https://shop.example.com");
    assert_eq!(
        preset.connections[1].name,
        "abcdef.auth.eu-central-1.nhost.run"
    );
    assert!(
        preset
            .connections
            .iter()
            .all(|connection| connection.preset)
    );
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    let preset = preset_of("[[connections]]\nid = \"a\"\nname = = 3\n");
    let [NoticeContent::PresetBroken { line, reason, .. }] = preset.notices.as_slice() else {
        panic!("{:?}", preset.notices)
    };
    assert_eq!(*line, Some(3));
    assert!(!reason.is_empty());
}

#[test]
fn one_bad_connection_does_not_take_the_others_along() {
    let preset = preset_of(
        r#"
        [[connections]]
        id = "Bad Id"
        provider = "nhost"
        base_url = "https://auth.example.com/v1"

        [[connections]]
        id = "plain"
        provider = "nhost"
        base_url = "http://auth.example.com/v1"

        [[connections]]
        id = "other"
        provider = "okta"

        [[connections]]
        id = "device"
        provider = "nhost"
        base_url = "https://auth.example.com/v1"
        also = ["device_code"]

        [[connections]]
        id = "phishing"
        provider = "nhost"
        base_url = "https://auth.example.com/v1"
        passkey_domain = "example.org"
        passkey_origin = "https://app.example.com"

        [[connections]]
        id = "good"
        provider = "nhost"
        base_url = "https://auth.example.com/v1"

        [[connections]]
        id = "good"
        provider = "nhost"
        base_url = "https://other.example.com/v1"
        "#,
    );

    assert_eq!(preset.connections.len(), 1);
    let reasons: Vec<_> = preset
        .notices
        .iter()
        .map(|notice| {
            let NoticeContent::PresetConnectionRefused { id, invalid, .. } = notice else {
                panic!("{notice:?}")
            };
            (id.as_str(), invalid.field, invalid.reason)
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("Bad Id", "id", InvalidReason::BadCharacters),
            ("plain", "base_url", InvalidReason::NotHttps),
            ("other", "provider", InvalidReason::UnknownProvider),
            ("device", "also", InvalidReason::NotOffered),
            ("phishing", "passkey_origin", InvalidReason::OtherDomain),
            ("good", "id", InvalidReason::AlreadyExists),
        ]
    );
}

#[test]
fn no_file_is_no_mistake() {
    let preset = preset(Path::new("/nowhere/at/all.toml"));
    assert!(preset.connections.is_empty() && preset.notices.is_empty());
}
