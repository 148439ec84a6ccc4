//! What a request wants back.

/// `response_type`, whose words come in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseType {
    pub(crate) code: bool,
    pub(crate) token: bool,
    pub(crate) id_token: bool,
}

impl ResponseType {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut asked = Self::default();
        for word in text.split_ascii_whitespace() {
            let wish = match word {
                "code" => &mut asked.code,
                "token" => &mut asked.token,
                "id_token" => &mut asked.id_token,
                _ => return None,
            };
            if std::mem::replace(wish, true) {
                return None;
            }
        }
        (asked != Self::default()).then_some(asked)
    }

    /// Whether tokens go through the browser, which takes the implicit grant.
    pub(crate) fn is_implicit(self) -> bool {
        self.token || self.id_token
    }
}
