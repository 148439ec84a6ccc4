//! Pictures of QR codes, compared with what was begun.

use account::{
    EnrolmentChallenge, Error, FactorId, NewFactor, Secret as _,
    qr::{PICTURE_BYTES, ReadError},
    totp::{AddressError, Comparison, KeyError, Remark},
};
use emulator::BOB;

use crate::support::World;

#[tokio::test]
async fn a_picture_of_the_code_is_compared_with_what_was_begun() {
    let (world, bob) = World::bob().await;
    let begun = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Totp)
        .await
        .unwrap();
    let EnrolmentChallenge::Totp(totp) = &begun.challenge else {
        panic!("{:?}", begun.challenge);
    };
    let drawn = |text: &str| account::qr::QrCode::of(text).unwrap().png();
    let check =
        |id: Option<&FactorId>, picture: &[u8]| world.accounts.check_picture(&bob, id, picture);

    let same = check(Some(&begun.id), &drawn(totp.address().expose())).unwrap();
    assert_eq!(same.comparison, Some(Comparison::Same));
    assert_eq!(same.account.as_deref(), Some(BOB.email));
    assert_eq!(same.remarks, []);
    assert!(!format!("{same:?}").contains(totp.key().text()));

    let other = "otpauth://totp/Elsewhere:eve@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let other = drawn(other);
    let compared = check(Some(&begun.id), &other).unwrap();
    assert_eq!(compared.comparison, Some(Comparison::OtherKey));
    assert!(matches!(
        compared.remarks.as_slice(),
        [Remark::OtherIssuer(_), Remark::OtherAccount(_)]
    ));
    // Of a factor nobody keeps the key: only the names can be looked at.
    let alone = check(None, &other).unwrap();
    assert_eq!(alone.comparison, None);
    assert!(matches!(
        alone.remarks.as_slice(),
        [Remark::OtherAccount(_)]
    ));

    world
        .accounts
        .discard_enrolment(&bob, &begun.id)
        .await
        .unwrap();
    let late = check(Some(&begun.id), &other);
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    let shown = world.accounts.enrolment_challenge(&bob, &begun.id);
    assert!(matches!(shown, Err(Error::NotFound)), "{shown:?}");
}

#[tokio::test]
async fn a_picture_of_anything_else_is_said_to_be_that_and_none_of_it_is_told() {
    let (world, bob) = World::bob().await;
    let drawn = |text: &str| account::qr::QrCode::of(text).unwrap().png();
    let cases = [
        (b"GIF89a".to_vec(), ReadError::OtherFormat.into()),
        (b"text".to_vec(), ReadError::NotAPicture.into()),
        (Vec::new(), ReadError::NotAPicture.into()),
        (vec![0; PICTURE_BYTES + 1], ReadError::TooLarge.into()),
        (drawn("https://example.com/"), AddressError::Scheme.into()),
        (
            drawn("otpauth-migration://offline?data=abc"),
            AddressError::Migration.into(),
        ),
        (
            drawn("otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=1"),
            AddressError::Hotp.into(),
        ),
        (
            drawn("otpauth://totp/a?secret=JBSWY3DP0HPK3PXP"),
            AddressError::Key(KeyError::NotBase32).into(),
        ),
        (
            drawn("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=12"),
            AddressError::Digits.into(),
        ),
    ];
    for (picture, expected) in cases {
        let refused = world.accounts.check_picture(&bob, None, &picture);
        let Err(Error::Picture(problem)) = refused else {
            panic!("{expected:?}: {refused:?}");
        };
        assert_eq!(problem, expected);
        assert!(!problem.to_string().contains("JBSW"), "{problem}");
    }
}
