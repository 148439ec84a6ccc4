//! What a new user may say about themselves.

use serde_json::{Map, Value};

/// What a new user may say about themselves
/// ([`SignUpOptions`](https://docs.nhost.io/reference/javascript/nhost-js/auth#signupoptions)).
#[derive(Clone, Copy, Debug, Default)]
pub struct SignUpOptions<'a> {
    /// The roles that the user shall have; the project's own choice where there are none.
    pub allowed_roles: &'a [&'a str],
    /// One of these roles.
    pub default_role: Option<&'a str>,
    /// At most 32 characters: letters, numbers, symbols, space and `, . ' -`.
    pub display_name: Option<&'a str>,
    /// Two letters; newer servers take three.
    pub locale: Option<&'a str>,
    /// Anything that the project wants to know.
    pub metadata: Option<&'a Map<String, Value>>,
    /// Where the link of a mail ends; on the project's list of addresses. The project's own page where there is
    /// none.
    pub redirect_to: Option<&'a str>,
}

impl SignUpOptions<'_> {
    /// The members that are there; `None` where there is not one, for an empty object says nothing either.
    pub(crate) fn members(&self) -> Option<Value> {
        let texts = [
            ("defaultRole", self.default_role),
            ("displayName", self.display_name),
            ("locale", self.locale),
            ("redirectTo", self.redirect_to),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name, Value::from(text?))));
        let roles = (!self.allowed_roles.is_empty())
            .then(|| ("allowedRoles", Value::from(self.allowed_roles)));
        let metadata = self
            .metadata
            .map(|members| ("metadata", Value::Object(members.clone())));
        let members: Map<String, Value> = texts
            .chain(roles)
            .chain(metadata)
            .map(|(name, value)| (name.to_owned(), value))
            .collect();

        (!members.is_empty()).then_some(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_said_is_sent() {
        assert_eq!(SignUpOptions::default().members(), None);

        let metadata = Map::from_iter([("team".to_owned(), json!("x"))]);
        let options = SignUpOptions {
            allowed_roles: &["me", "user"],
            default_role: Some("user"),
            display_name: Some("Ada"),
            locale: Some("en"),
            metadata: Some(&metadata),
            redirect_to: Some("app://x"),
        };
        assert_eq!(
            options.members(),
            Some(json!({
                "allowedRoles": ["me", "user"],
                "defaultRole": "user",
                "displayName": "Ada",
                "locale": "en",
                "metadata": {"team": "x"},
                "redirectTo": "app://x",
            }))
        );
    }
}
