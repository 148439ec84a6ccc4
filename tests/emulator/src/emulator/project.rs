//! What a person of the project knows, and what a test may arrange for them.

use super::Emulator;
use crate::nhost;
use crate::one_time;

impl Emulator {
    /// Returns what the authenticator app of a person at Nhost shows at the emulator's time, whether
    /// it is in use or only set up.
    pub fn nhost_totp_code(&self, email: &str) -> Option<String> {
        let mut store = self.world.lock();
        let now = store.now().seconds();
        let secret = store.nhost.user_by_email(email)?.totp_secret.clone()?;
        Some(one_time::code(&one_time::read_base32(&secret)?, now))
    }

    /// Returns an ID token for somebody at the stand-in for `google` or `apple`, with the hash of
    /// this nonce. Nothing for somebody who has no account there.
    pub fn nhost_id_token(
        &self,
        provider: &str,
        email: &str,
        nonce: Option<&str>,
    ) -> Option<String> {
        nhost::sign_id_token(&self.world.lock(), provider, email, nonce)
    }

    /// Returns how many security keys a person has at Nhost.
    pub fn nhost_security_keys(&self, email: &str) -> usize {
        let mut store = self.world.lock();
        let Some(id) = store.nhost.user_by_email(email).map(|user| user.id.clone()) else {
            return 0;
        };
        let keys = store.nhost.security_keys.iter();
        keys.filter(|key| key.user_id == id).count()
    }
}
