//! The provider's names for rows of its lists.

/// Defines the type of such a name.
macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes a name from the provider, or back from the page; whether there is such a row shows when it is
            /// used.
            pub fn new(text: String) -> Self {
                Self(text)
            }

            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

pub(crate) use row_id;

/// A point in time of a row, in seconds since 1970, where it is one.
pub(crate) fn secs_of(text: &str) -> Option<u32> {
    protocol::date_time::parse(text).map(crate::context::secs)
}
