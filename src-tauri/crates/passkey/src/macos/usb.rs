//! Security keys on USB, through `authenticator`, which is what Firefox uses.

use authenticator::{
    GetAssertionResult, MakeCredentialsResult, PinError, RegisterResult, SignResult,
    authenticatorservice::{RegisterArgs, SignArgs},
    ctap2::server::{
        AuthenticationExtensionsClientInputs, PublicKeyCredentialDescriptor,
        PublicKeyCredentialParameters, PublicKeyCredentialUserEntity,
        RelyingParty as KeyRelyingParty, ResidentKeyRequirement, Transport,
        UserVerificationRequirement,
    },
    errors::AuthenticatorError,
};

use super::{
    failure::meaning,
    managing,
    service::{Done, Outcome, Status, Work, choose_pin, key_pin},
};
use crate::{
    Answer, Assertion, Attachment, Authenticator, AuthenticatorKind, Availability, CreationOptions,
    Error, Interaction, KeyManagement, NewPinReason, Registration, RelyingParty, RequestOptions,
    ResidentKey, StoredPasskey, UserVerification,
    client_data::{self, Ceremony},
    interaction::run,
    options::Descriptor,
    response::{NewCredential, Signature},
};

/// How often a new PIN may break the key's rules before it is given up.
const MAX_NEW_PINS: u32 = 5;

pub(super) struct UsbKeys;

impl Authenticator for UsbKeys {
    fn kind(&self) -> AuthenticatorKind {
        AuthenticatorKind::SecurityKey
    }

    fn availability<'a>(&'a self, _: &'a RelyingParty) -> Answer<'a, Availability> {
        Box::pin(async { Availability::Usable })
    }

    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>> {
        let wanted = options.clone();

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                if wanted.attachment == Some(Attachment::Platform) {
                    return Err(Error::NotSupported);
                }
                let time = milliseconds(wanted.timeout);
                let made: RegisterResult = with_pin(&person, time, |service, status, done| {
                    service.register(time, register_args(&wanted), status, done)
                })
                .await?;
                Registration::check(&wanted, new_credential(&made))
            },
        ))
    }

    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>> {
        let wanted = options.clone();

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let time = milliseconds(wanted.timeout);
                let signed: SignResult = with_pin(&person, time, |service, status, done| {
                    service.sign(time, sign_args(&wanted), status, done)
                })
                .await?;
                Assertion::check(&wanted, signature(signed))
            },
        ))
    }

    fn management(&self) -> Option<&dyn KeyManagement> {
        Some(self)
    }
}

impl KeyManagement for UsbKeys {
    fn change_pin(&self, interaction: Interaction) -> Answer<'_, Result<(), Error>> {
        Box::pin(managing::change_pin(interaction))
    }

    fn list<'a>(
        &'a self,
        relying_party: &'a RelyingParty,
        interaction: Interaction,
    ) -> Answer<'a, Result<Vec<StoredPasskey>, Error>> {
        Box::pin(managing::list(relying_party.clone(), interaction))
    }

    fn delete<'a>(
        &'a self,
        passkey: &'a StoredPasskey,
        interaction: Interaction,
    ) -> Answer<'a, Result<(), Error>> {
        Box::pin(managing::delete(passkey.clone(), interaction))
    }
}

/// Runs a ceremony; a key without a PIN gets one first, and the ceremony starts again.
async fn with_pin<T: Send + 'static>(
    person: &Interaction,
    time: u64,
    begin: impl Fn(
        &mut authenticator::authenticatorservice::AuthenticatorService,
        Status,
        Done<T>,
    ) -> authenticator::Result<()>,
) -> Result<T, Error> {
    let mut reason = NewPinReason::NotSet;
    for _ in 0..MAX_NEW_PINS {
        match finish(Work::start(&begin)?, person).await? {
            Ok(done) => return Ok(done),
            Err(AuthenticatorError::PinError(PinError::PinNotSet)) => {}
            Err(error) => return Err(meaning(&error)),
        }
        let new = choose_pin(person, reason, None).await?;
        let set = Work::start(|service, status, done| {
            service.set_pin(time, key_pin(&new), status, done)
        })?;
        match finish(set, person).await? {
            Ok(()) => {}
            Err(AuthenticatorError::PinError(PinError::PinIsTooShort)) => {
                reason = NewPinReason::TooShort;
            }
            Err(AuthenticatorError::PinError(PinError::PinIsTooLong(_))) => {
                reason = NewPinReason::TooLong;
            }
            Err(error) => return Err(meaning(&error)),
        }
    }

    Err(Error::PinRefused)
}

async fn finish<T: Send + 'static>(
    mut work: Work<T>,
    person: &Interaction,
) -> Result<Result<T, AuthenticatorError>, Error> {
    loop {
        match work.next(person).await? {
            Outcome::Done(done) => return Ok(Ok(done)),
            Outcome::Failed(error) => return Ok(Err(error)),
            Outcome::Update(_) => {}
        }
    }
}

fn register_args(options: &CreationOptions) -> RegisterArgs {
    let json = client_data::json(
        Ceremony::Create,
        &options.challenge,
        options.relying_party.origin(),
    );
    let parameters = options.algorithms.iter();

    RegisterArgs {
        client_data_hash: client_data::sha256(&json),
        relying_party: KeyRelyingParty {
            id: options.relying_party.id().to_owned(),
            name: Some(options.relying_party_name.clone()),
        },
        origin: options.relying_party.origin().to_owned(),
        user: PublicKeyCredentialUserEntity {
            id: options.user_id.clone(),
            name: Some(options.user_name.clone()),
            display_name: Some(options.user_display_name.clone()),
        },
        pub_cred_params: parameters
            .filter_map(|it| PublicKeyCredentialParameters::try_from(*it).ok())
            .collect(),
        exclude_list: options.exclude.iter().map(descriptor).collect(),
        user_verification_req: user_verification(options.user_verification),
        resident_key_req: match options.resident_key {
            ResidentKey::Required => ResidentKeyRequirement::Required,
            ResidentKey::Preferred => ResidentKeyRequirement::Preferred,
            ResidentKey::Discouraged => ResidentKeyRequirement::Discouraged,
        },
        extensions: AuthenticationExtensionsClientInputs {
            cred_props: Some(true),
            ..AuthenticationExtensionsClientInputs::default()
        },
        pin: None,
        use_ctap1_fallback: false,
    }
}

fn sign_args(options: &RequestOptions) -> SignArgs {
    let json = client_data::json(
        Ceremony::Get,
        &options.challenge,
        options.relying_party.origin(),
    );

    SignArgs {
        client_data_hash: client_data::sha256(&json),
        origin: options.relying_party.origin().to_owned(),
        relying_party_id: options.relying_party.id().to_owned(),
        allow_list: options.allow.iter().map(descriptor).collect(),
        user_verification_req: user_verification(options.user_verification),
        user_presence_req: true,
        extensions: AuthenticationExtensionsClientInputs::default(),
        pin: None,
        use_ctap1_fallback: false,
    }
}

fn new_credential(made: &MakeCredentialsResult) -> NewCredential {
    NewCredential {
        authenticator_data: made.att_obj.auth_data.to_vec(),
        client_data: None,
        transports: vec!["usb"],
        attachment: Attachment::CrossPlatform,
        resident_key: made.extensions.cred_props.as_ref().map(|it| it.rk),
    }
}

fn signature(result: GetAssertionResult) -> Signature {
    let signed = result.assertion;

    Signature {
        credential_id: signed.credentials.map(|it| it.id),
        authenticator_data: signed.auth_data.to_vec(),
        signature: signed.signature,
        user_handle: signed.user.map(|it| it.id),
        client_data: None,
        attachment: Attachment::CrossPlatform,
    }
}

fn descriptor(descriptor: &Descriptor) -> PublicKeyCredentialDescriptor {
    PublicKeyCredentialDescriptor {
        id: descriptor.id.clone(),
        transports: vec![Transport::USB],
    }
}

fn user_verification(wanted: UserVerification) -> UserVerificationRequirement {
    match wanted {
        UserVerification::Required => UserVerificationRequirement::Required,
        UserVerification::Preferred => UserVerificationRequirement::Preferred,
        UserVerification::Discouraged => UserVerificationRequirement::Discouraged,
    }
}

fn milliseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
