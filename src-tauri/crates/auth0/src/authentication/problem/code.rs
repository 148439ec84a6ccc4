//! The words of the Authentication API for what went wrong.

use protocol::open_words;

open_words! {
    /// What went wrong, in the vendor's word.
    ///
    /// The words are those of the [error messages](https://auth0.com/docs/libraries/common-auth0-library-authentication-errors)
    /// and of each endpoint's page.
    pub enum ErrorCode {
        /// A code, token, password or verifier is wrong, used or expired.
        InvalidGrant = "invalid_grant",
        /// The client is unknown or did not authenticate.
        InvalidClient = "invalid_client",
        /// This grant is not enabled for the client.
        UnauthorizedClient = "unauthorized_client",
        /// The grant type is not known.
        UnsupportedGrantType = "unsupported_grant_type",
        /// The kind of answer is not known; only on the way back from the browser.
        UnsupportedResponseType = "unsupported_response_type",
        /// A parameter is missing or malformed.
        InvalidRequest = "invalid_request",
        /// A scope cannot be granted.
        InvalidScope = "invalid_scope",
        /// The token does not allow it.
        InsufficientScope = "insufficient_scope",
        /// The person or a rule said no; or a service is not enabled.
        AccessDenied = "access_denied",
        /// The user is blocked.
        Unauthorized = "unauthorized",
        /// Nobody is signed in, and no page may be shown (`prompt=none`).
        LoginRequired = "login_required",
        /// The person has to agree first, and no page may be shown.
        ConsentRequired = "consent_required",
        /// The person has to do something first, and no page may be shown.
        InteractionRequired = "interaction_required",
        /// A second factor is needed; [`MfaRequired`](super::MfaRequired) says which.
        MfaRequired = "mfa_required",
        /// No second factor is enrolled; associate one first.
        AssociationRequired = "association_required",
        /// No authenticator of the person does this kind of challenge.
        UnsupportedChallengeType = "unsupported_challenge_type",
        /// The person has not answered yet; ask again later.
        AuthorizationPending = "authorization_pending",
        /// Asked too often; ask again five seconds later than so far.
        SlowDown = "slow_down",
        /// The token, or the code of a device, has expired.
        ExpiredToken = "expired_token",
        /// Interactive sign-in with a second factor is needed; refreshing cannot help.
        UnmetAuthenticationRequirements = "unmet_authentication_requirements",
        /// Too many wrong passwords or codes.
        TooManyAttempts = "too_many_attempts",
        /// Too many requests.
        TooManyRequests = "too_many_requests",
        /// The password was found in a breach; it has to be changed first.
        PasswordLeaked = "password_leaked",
        /// The e-mail address has to be verified first.
        RequiresVerification = "requires_verification",
        /// Unknown user or wrong password (`/oauth/ro`).
        InvalidUserPassword = "invalid_user_password",
        /// The new password breaks the policy; [`PasswordRefusal`](super::PasswordRefusal) says how.
        InvalidPassword = "invalid_password",
        /// Sign-up is off, or there is such a user; the vendor does not tell which.
        InvalidSignup = "invalid_signup",
        /// There is a user with this address.
        UserExists = "user_exists",
        /// There is a user of this name.
        UsernameExists = "username_exists",
        /// The passwordless connection does not exist or is off.
        BadConnection = "bad.connection",
        /// This is no e-mail address.
        BadEmail = "bad.email",
        /// This is no phone number.
        BadPhoneNumber = "bad.phone_number",
        /// The text message could not be handed over.
        SmsProviderError = "sms_provider_error",
        /// The provider wants its own nonce in the DPoP proof (RFC 9449 §8).
        UseDpopNonce = "use_dpop_nonce",
        /// The DPoP proof is wrong (RFC 9449 §5).
        InvalidDpopProof = "invalid_dpop_proof",
        /// The code of the second factor is wrong (`/oauth/ro`).
        MfaInvalidCode = "a0.mfa_invalid_code",
        /// A second factor has to be enrolled first (`/oauth/ro`).
        MfaRegistrationRequired = "a0.mfa_registration_required",
        /// The provider failed.
        ServerError = "server_error",
        /// The provider cannot answer at the moment.
        TemporarilyUnavailable = "temporarily_unavailable",
    }
}
