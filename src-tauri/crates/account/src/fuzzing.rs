//! A door for the fuzz targets into what is nobody else's matter.

use crate::{
    account::{AccountId, AccountRecord},
    connection::ConnectionId,
    ports::VaultItem,
    session::SessionItem,
};

const ISSUER: &str = "https://login.example.com/";
const SUBJECT: &str = "auth0|1";

/// What lies in the vault is a session of the account that was asked for, which would be written as it was read, or it
/// is told apart from one.
///
/// # Panics
/// When that does not hold.
pub fn vault_item(bytes: &[u8]) {
    let Ok(connection) = ConnectionId::parse("acme") else {
        panic!("a plain name is a name");
    };
    let record = AccountRecord {
        id: AccountId::of(&connection, ISSUER, SUBJECT),
        connection,
        issuer: ISSUER.to_owned(),
        subject: SUBJECT.to_owned(),
        profile: None,
    };
    let Ok(item) = SessionItem::decode(&VaultItem::new(bytes.to_vec()), &record) else {
        return;
    };
    assert_eq!(
        (item.issuer.as_str(), item.subject.as_str()),
        (ISSUER, SUBJECT)
    );

    let written = item.encode();
    let Ok(again) = SessionItem::decode(&written, &record) else {
        panic!("what was written cannot be read");
    };
    assert_eq!(again.generation, item.generation);
    assert_eq!(again.fingerprint(), item.fingerprint());
    assert_eq!(again.encode(), written);
}
