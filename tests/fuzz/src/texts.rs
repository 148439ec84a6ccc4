//! Texts, codes and pictures, and what lies in the vault.

use account::{
    phone_number::PhoneNumber,
    qr,
    totp::{ProviderTime, Totp},
};
use protocol::{display_text::DisplayText, secret::Secret as _};

/// Nothing that moves the cursor or turns the direction is left, and the length is bounded.
pub(crate) fn display_text(data: &[u8]) {
    const CAP: usize = 64;
    let text = String::from_utf8_lossy(data);
    let clean = DisplayText::clean(&text, CAP);
    let is_harmless = |character: char| {
        !character.is_control()
            && !matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}')
    };
    assert!(clean.as_str().len() <= CAP);
    assert!(clean.as_str().chars().all(is_harmless));
    assert_eq!(DisplayText::clean(clean.as_str(), CAP), clean);
}

/// What is accepted can make codes, and says the same after a journey through an address.
pub(crate) fn otpauth(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(totp) = Totp::parse(text) else {
        return;
    };
    assert!((6..=8).contains(&totp.digits()));
    assert!((15..=300).contains(&totp.period_secs()));
    for seconds in [0, 1_111_111_109, u64::from(u32::MAX)] {
        let time = ProviderTime::uncorrected(seconds);
        assert!((1..=totp.period_secs()).contains(&totp.seconds_left(time)));
        assert!(
            totp.verdict("", time).is_err(),
            "no code is accepted as one"
        );
    }
    let Ok(again) = Totp::parse(totp.address().expose()) else {
        panic!("an address of ours cannot be read");
    };
    assert_eq!(again.key().text(), totp.key().text());
    assert_eq!(again.algorithm(), totp.algorithm());
    assert_eq!(again.account(), totp.account());
    // The format has no colon in an issuer: one that came with it goes out without.
    let issuer = totp.issuer().map(|issuer| issuer.replace(':', ""));
    let issuer = issuer.as_deref().map(str::trim);
    assert_eq!(again.issuer(), issuer.filter(|issuer| !issuer.is_empty()));
}

/// What is accepted is E.164: a plus sign and at most fifteen digits.
pub(crate) fn phone_number(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(number) = PhoneNumber::parse(text, None) {
        let digits = number.as_str().strip_prefix('+').unwrap_or_default();
        assert!((4..=15).contains(&digits.len()));
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

/// A picture is read or refused.
pub(crate) fn picture(data: &[u8]) {
    if let Ok(codes) = qr::read(data) {
        assert!(!codes.is_empty() && codes.len() <= 16);
    }
}

/// What lies in the vault is a session, or told apart from one.
pub(crate) fn vault_item(data: &[u8]) {
    account::fuzzing::vault_item(data);
}
