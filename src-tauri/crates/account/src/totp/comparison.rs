//! Whether two authenticator apps would show the same codes.

use subtle::ConstantTimeEq as _;

use crate::totp::Totp;

/// How a secret compares with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same codes at the same time.
    Same,
    /// The same key, but another algorithm, length or period: other codes.
    OtherSettings,
    /// Another key.
    OtherKey,
}

impl Totp {
    /// Compares the key and whatever else the codes depend on; names do not matter.
    pub fn compared_with(&self, other: &Self) -> Comparison {
        let (mine, theirs) = (self.key.bytes(), other.key.bytes());
        if !bool::from(mine.as_slice().ct_eq(theirs.as_slice())) {
            return Comparison::OtherKey;
        }
        let settings = |totp: &Self| (totp.algorithm, totp.digits, totp.period_secs);

        if settings(self) == settings(other) {
            Comparison::Same
        } else {
            Comparison::OtherSettings
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_matter_but_everything_that_makes_codes_does() {
        let of = |parameters: &str| {
            Totp::parse(&format!("otpauth://totp/A:a@b.c?secret={parameters}")).unwrap()
        };
        let one = of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        let same = Totp::parse(
            "otpauth://totp/Z:z@z.z?secret=jbswy3dpehpk3pxpjbswy3dpehpk3pxp&issuer=Z&digits=6",
        );
        assert_eq!(one.compared_with(&same.unwrap()), Comparison::Same);

        for settings in ["digits=8", "period=60", "algorithm=SHA256"] {
            let other = of(&format!("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&{settings}"));
            assert_eq!(one.compared_with(&other), Comparison::OtherSettings);
        }
        let other = of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ");
        assert_eq!(one.compared_with(&other), Comparison::OtherKey);
    }
}
