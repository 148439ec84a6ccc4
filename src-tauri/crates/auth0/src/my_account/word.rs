//! Words of the API that the vendor may add to.

use protocol::open_words;

open_words! {
    /// What a person can prove themselves with: the `type` of factors and authentication methods.
    pub enum FactorType {
        /// A password.
        Password = "password",
        /// A passkey.
        Passkey = "passkey",
        /// A WebAuthn authenticator that is built into a device; read and delete only.
        WebauthnPlatform = "webauthn-platform",
        /// A security key; read and delete only.
        WebauthnRoaming = "webauthn-roaming",
        /// An authenticator app (RFC 6238).
        Totp = "totp",
        /// Codes by text message or call.
        Phone = "phone",
        /// Codes by e-mail.
        Email = "email",
        /// The vendor's Guardian app.
        PushNotification = "push-notification",
        /// A code to keep on paper.
        RecoveryCode = "recovery-code",
    }
}

open_words! {
    /// At which step of a sign-in something is used.
    pub enum Usage {
        /// The first step.
        Primary = "primary",
        /// The second step.
        Secondary = "secondary",
    }
}

open_words! {
    /// How a phone is told its code.
    pub enum PreferredAuthenticationMethod {
        /// By text message.
        Sms = "sms",
        /// By a call.
        Voice = "voice",
    }
}

open_words! {
    /// Whether a passkey is on one device or is kept in step over several.
    pub enum CredentialDeviceType {
        /// On one device.
        SingleDevice = "single_device",
        /// On several devices.
        MultiDevice = "multi_device",
    }
}

open_words! {
    /// How long the tenant may use a connected account.
    pub enum AccessType {
        /// Also when the person is away.
        Offline = "offline",
    }
}
