//! Bodies that may hold secrets: written into one buffer, which is wiped when it is dropped.

use secrecy::zeroize::Zeroizing;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::wiped::Wiped;
use crate::secret::Secret;

/// A JSON object in the making; every copy is wiped as well.
#[derive(Clone)]
pub struct JsonBody(Wiped);

/// A form in the making (`application/x-www-form-urlencoded`).
pub struct FormBody(Wiped);

impl JsonBody {
    /// Starts an empty object.
    pub fn new() -> Self {
        let mut buffer = Wiped::default();
        buffer.push(b"{");

        Self(buffer)
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.member(name, |buffer| write_json(buffer, value));

        self
    }

    /// Adds a text when there is one.
    #[must_use]
    pub fn optional_text(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// Adds the value of a secret.
    #[must_use]
    pub fn secret(mut self, name: &str, value: &dyn Secret) -> Self {
        self.member(name, |buffer| write_json(buffer, value.expose()));

        self
    }

    /// Adds any JSON value.
    #[must_use]
    pub fn value(mut self, name: &str, value: Value) -> Self {
        self.member(name, |buffer| write_json(buffer, &value));

        self
    }

    /// Adds an object inside this one.
    #[must_use]
    pub fn object(mut self, name: &str, inner: JsonBody) -> Self {
        self.member(name, |buffer| {
            buffer.push(&inner.0);
            buffer.push(b"}");
        });

        self
    }

    pub(super) fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.0.push(b"}");

        self.0.into_bytes()
    }

    fn member(&mut self, name: &str, write: impl FnOnce(&mut Wiped)) {
        if self.0.len() > 1 {
            self.0.push(b",");
        }
        write_json(&mut self.0, name);
        self.0.push(b":");
        write(&mut self.0);
    }
}

impl Default for JsonBody {
    fn default() -> Self {
        Self::new()
    }
}

impl FormBody {
    /// Starts an empty form.
    pub fn new() -> Self {
        Self(Wiped::default())
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.field(name, value);

        self
    }

    /// Adds the value of a secret.
    #[must_use]
    pub fn secret(mut self, name: &str, value: &dyn Secret) -> Self {
        self.field(name, value.expose());

        self
    }

    pub(super) fn finish(self) -> Zeroizing<Vec<u8>> {
        self.0.into_bytes()
    }

    fn field(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push(b"&");
        }
        byte_serialize(name.as_bytes()).for_each(|part| self.0.push(part.as_bytes()));
        self.0.push(b"=");
        byte_serialize(value.as_bytes()).for_each(|part| self.0.push(part.as_bytes()));
    }
}

impl Default for FormBody {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes one value; neither a text nor a `Value` can fail, and the buffer takes everything.
fn write_json<T: serde::Serialize + ?Sized>(buffer: &mut Wiped, value: &T) {
    let written = serde_json::to_writer(buffer, value);
    debug_assert!(written.is_ok(), "a text or value is always written");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secret::{OneTimeCode, Password};

    #[test]
    fn a_json_body_escapes_names_and_values() {
        let body = JsonBody::new()
            .text("email", "a\"b@example.com")
            .optional_text("nickname", None)
            .secret("password", &Password::new("p\\\n\u{1}ä"))
            .value("options", json!({"locale": "en"}))
            .object(
                "response",
                JsonBody::new().secret("otp", &OneTimeCode::new("123456")),
            )
            .finish();

        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            value,
            json!({
                "email": "a\"b@example.com",
                "password": "p\\\n\u{1}ä",
                "options": {"locale": "en"},
                "response": {"otp": "123456"},
            })
        );
    }

    #[test]
    fn a_form_escapes_names_and_values() {
        let body = FormBody::new()
            .text("grant type", "a b+c&d=e")
            .secret("otp", &OneTimeCode::new("12/34"))
            .finish();

        assert_eq!(body.as_slice(), b"grant+type=a+b%2Bc%26d%3De&otp=12%2F34");
    }

    #[test]
    fn a_body_grows_past_its_first_buffer() {
        let long = "x".repeat(10_000);
        let body = JsonBody::new().text("a", &long).text("b", &long).finish();

        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(value["b"], long);
    }
}
