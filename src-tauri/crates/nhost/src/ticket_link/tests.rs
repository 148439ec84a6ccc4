//! What people paste.

use protocol::secret::Secret as _;

use super::*;

#[test]
fn a_ticket_is_found_in_a_link_or_on_its_own() {
    let link = "https://p.example/v1/verify?redirectTo=app%3A%2F%2Fauth%3Fx%3D1&ticket=passwordReset%3Ae792-c8&type=passwordReset";
    let read = TicketLink::parse(&format!(" {link}\n")).unwrap();
    assert_eq!(read.ticket.expose(), "passwordReset:e792-c8");
    assert_eq!(read.link_type, Some(LinkType::PasswordReset));
    assert_eq!(read.redirect_to.as_deref(), Some("app://auth?x=1"));

    let bare = TicketLink::parse("verifyEmail:e792-c8").unwrap();
    assert_eq!(bare.ticket.expose(), "verifyEmail:e792-c8");
    assert_eq!((bare.link_type, bare.redirect_to), (None, None));
}

#[test]
fn what_holds_no_ticket_is_none() {
    for text in [
        "",
        "hello",
        "https://p.example/v1/verify",
        "https://p.example/v1/verify?type=passwordReset",
        "https://p.example/v1/verify?ticket=a%3Ab%20c&type=x",
        "https://p.example/v1/verify?ticket=a:123456&ticket=b:123456",
        "ticket: 123456",
        &format!("a:{}", "1".repeat(200)),
        &"x".repeat(9_000),
    ] {
        assert!(TicketLink::parse(text).is_none(), "{text}");
    }
}
