use super::*;

/// A page that shows nothing.
struct Unseen;

impl From<&Event> for Unseen {
    fn from(_: &Event) -> Self {
        Self
    }
}

fn none() -> Ceremonies {
    Ceremonies::with(Vec::new())
}

fn domain(domain: &str, origin: &str) -> PasskeyDomain {
    PasskeyDomain {
        domain: domain.to_owned(),
        origin: origin.to_owned(),
    }
}

#[tokio::test]
async fn there_is_one_ceremony_at_a_time() {
    let ceremonies = none();
    let first = ceremonies.begin(|_: Unseen| true).unwrap();
    assert!(ceremonies.begin(|_: Unseen| true).is_err());
    drop(first);

    assert!(ceremonies.begin(|_: Unseen| true).is_ok());
}

#[tokio::test]
async fn an_answer_without_a_question_goes_nowhere() {
    let ceremonies = none();
    let answer = || Answer::Pin(Pin::new("1234".to_owned()));
    assert!(ceremonies.answer(answer()).is_err());
    let _ceremony = ceremonies.begin(|_: Unseen| true).unwrap();

    assert!(ceremonies.answer(answer()).is_err());
    assert!(ceremonies.answer(Answer::Account(0)).is_err());
}

#[tokio::test]
async fn a_computer_without_authenticators_says_so() {
    let ceremonies = none();
    let ceremony = ceremonies.begin(|_: Unseen| true).unwrap();

    assert!(!ceremonies.manages_keys());
    assert_eq!(ceremony.change_pin().await, Err(Error::NotSupported));
}

#[tokio::test]
async fn nobody_is_asked_for_what_is_no_domain() {
    let ceremonies = none();
    for (id, origin) in [
        ("com", "https://com"),
        ("127.0.0.1", "https://127.0.0.1"),
        ("example.com", "https://example.org"),
    ] {
        let available = ceremonies.available(&domain(id, origin)).await;
        assert_eq!(available.err(), Some(Error::NotADomain), "{id}");
    }
}

#[tokio::test]
async fn what_a_key_holds_for_one_account_is_not_shown_for_another() {
    let ceremonies = none();
    let [ada, bob] = ["ada", "bob"].map(|id| AccountId::from_page(id.to_owned()));
    ceremonies.remember(&ada, Vec::new());

    assert!(ceremonies.remembered(&bob).is_empty());
}
