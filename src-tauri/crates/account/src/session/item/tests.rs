use super::*;
use crate::{connection::ConnectionId, ports::VAULT_ITEM_BYTES};

const ISSUER: &str = "https://a-tenant-with-a-long-name.eu.auth0.com/";

fn item(dpop_key: Option<DpopKey>) -> SessionItem {
    SessionItem {
        issuer: ISSUER.to_owned(),
        subject: "s".repeat(255),
        generation: u64::MAX,
        refresh: RefreshToken::new("r".repeat(1_024)),
        nonce: Some(Nonce::from_random([255; 32])),
        dpop_key,
    }
}

fn record() -> AccountRecord {
    let connection = ConnectionId::parse("acme").unwrap();
    let subject = "s".repeat(255);

    AccountRecord {
        id: AccountId::of(&connection, ISSUER, &subject),
        connection,
        issuer: ISSUER.to_owned(),
        subject,
        profile: None,
    }
}

fn text(item: &SessionItem) -> String {
    String::from_utf8(item.encode().to_vec()).unwrap()
}

fn decoded(text: &str) -> Result<SessionItem, ItemError> {
    SessionItem::decode(&VaultItem::new(text.as_bytes().to_vec()), &record())
}

#[test]
fn the_largest_item_fits_every_keychain() {
    let largest = item(Some(DpopKey::generate().unwrap()));
    let length = largest.encode().len();

    assert!(length <= VAULT_ITEM_BYTES, "{length}");
}

#[test]
fn an_item_comes_back_with_its_key() {
    let key = DpopKey::generate().unwrap();
    let back = decoded(&text(&item(Some(key.clone())))).unwrap();
    let back_key = back.dpop_key.as_ref().unwrap();

    assert_eq!(back_key.thumbprint(), key.thumbprint());
    assert_eq!(back.fingerprint(), item(None).fingerprint());
    assert_eq!(
        back.nonce.unwrap().expose(),
        item(None).nonce.unwrap().expose()
    );
}

#[test]
fn an_item_without_key_and_nonce_is_written_as_before() {
    let bare = SessionItem {
        nonce: None,
        ..item(None)
    };
    let written = text(&bare);

    assert!(written.starts_with(r#"{"v":1,"iss":"#) && !written.contains("dpop_key"));
    assert!(!written.contains("nonce"));
    let back = decoded(&written).unwrap();
    assert!(back.dpop_key.is_none() && back.nonce.is_none());
}

#[test]
fn what_is_no_item_of_this_account_is_told_by_its_kind() {
    let written = text(&item(Some(DpopKey::generate().unwrap())));
    let key = written.split("\"dpop_key\":\"").nth(1).unwrap();
    let key = key.trim_end_matches("\"}");
    for (spoilt, expected) in [
        ("{".to_owned(), ItemError::Corrupt),
        (written.replace("\"v\":2", "\"v\":3"), ItemError::Newer),
        (written.replace("a-tenant", "b-tenant"), ItemError::Foreign),
        (written.replace(key, "AAAA"), ItemError::KeyUnusable),
    ] {
        assert_eq!(decoded(&spoilt).err(), Some(expected));
    }
}

#[test]
fn of_several_items_the_newest_that_can_be_read_counts_in_any_order() {
    let of = |generation: u64, token: &str| {
        let item = SessionItem {
            generation,
            refresh: RefreshToken::new(token),
            ..item(None)
        };
        item.encode()
    };
    let broken = || VaultItem::new(b"not an item".to_vec());
    let newer = || VaultItem::new(br#"{"v":9}"#.to_vec());
    let newest = |items: &[VaultItem]| {
        let newest = SessionItem::newest(items, &record())?;
        Some(newest.map(|item| item.refresh.expose().to_owned()))
    };
    let read = |token: &str| Some(Ok(token.to_owned()));

    assert_eq!(newest(&[]), None);
    assert_eq!(newest(&[broken()]), Some(Err(ItemError::Corrupt)));
    for (one, other, expected) in [
        (of(1, "a"), of(2, "b"), read("b")),
        (broken(), of(1, "a"), read("a")),
        (broken(), newer(), Some(Err(ItemError::Newer))),
        (of(1, "a"), newer(), Some(Err(ItemError::Newer))),
    ] {
        assert_eq!(newest(&[one.clone(), other.clone()]), expected);
        assert_eq!(newest(&[other, one]), expected);
    }
    assert_eq!(
        newest(&[of(1, "a"), of(1, "b")]),
        read("a"),
        "the first of two alike"
    );
}
