//! Signing in with another provider's account, and linking one.

/// A row of `auth.user_providers`.
#[derive(Clone, Debug)]
pub(crate) struct UserProvider {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) provider_id: String,
    pub(crate) provider_user_id: String,
    /// RFC 3339.
    pub(crate) created_at: String,
}
