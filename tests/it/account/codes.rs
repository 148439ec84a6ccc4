use account::{
    CodeWay, Error, InvalidReason, OneTimeCode, Refusal, SignInHere, Step, ports::VaultError,
};
use emulator::{ADA, BOB, Fault};

use crate::support::{AUTH0, NHOST, World, here, id, signed_in};

const BOBS_NUMBER: &str = "+4915112345678";

#[tokio::test]
async fn a_code_from_an_email_signs_in() {
    let world = World::new().await;
    let step = world
        .accounts
        .send_code(here(), CodeWay::Email, &format!(" {} ", BOB.email))
        .await
        .unwrap();
    let Step::CodeSent { to, resend_after } = step else {
        panic!("{step:?}")
    };
    assert_eq!((to.as_str(), resend_after.as_secs()), (BOB.email, 30));
    let code = OneTimeCode::new(world.emulator.last_code(BOB.email).unwrap());
    let step = world
        .accounts
        .confirm_code(&id(AUTH0), &code)
        .await
        .unwrap();

    let account = signed_in(step);
    assert_eq!(world.state().accounts[0].id, account);
    assert_eq!(world.vault.items().len(), 1);
}
