//! What nobody else may see.

use protocol::secret_type;

secret_type! {
    /// Stands for something that a person is in the middle of: a second step (`mfaTotp:…`), a new password
    /// (`passwordReset:…`), a new address (`emailConfirmChange:…`), or a link from a mail. A user has one at a time,
    /// and each is good for one use; the service forgets it when it is looked up.
    Ticket
}
secret_type! {
    /// Signs a program in as its owner until it expires, past every second factor. Reusable.
    PersonalAccessToken
}
secret_type! {
    /// The key of an authenticator app: base32 without padding, as a person types it.
    TotpSecret
}
secret_type! {
    /// The key of an authenticator app as a picture: a `data:image/png;base64,…` address of a QR code.
    TotpImage
}
secret_type! {
    /// What the API of a sign-in provider takes.
    ProviderAccessToken
}
secret_type! {
    /// What a sign-in provider exchanges for a new access token.
    ProviderRefreshToken
}
secret_type! {
    /// An address for the system browser that holds a ticket, a state or an access token: to be opened, and neither
    /// shown nor kept.
    BrowserAddress
}
