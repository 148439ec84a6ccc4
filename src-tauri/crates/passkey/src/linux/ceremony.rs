//! The two ceremonies in the terms of `libwebauthn`.

use libwebauthn::{
    ops::webauthn::{
        Assertion as KeyAssertion, GetAssertionRequest, GetAssertionResponse,
        MakeCredentialRequest, MakeCredentialResponse, MakeCredentialsRequestExtensions,
        ResidentKeyRequirement, UserVerificationRequirement,
    },
    proto::ctap2::{
        Ctap2COSEAlgorithmIdentifier, Ctap2CredentialType, Ctap2PublicKeyCredentialDescriptor,
        Ctap2PublicKeyCredentialRpEntity, Ctap2PublicKeyCredentialType,
        Ctap2PublicKeyCredentialUserEntity, Ctap2Transport,
    },
    transport::Channel,
    webauthn::WebAuthn,
};

use super::{
    failure::{Failure, Transport},
    forward::Desk,
    operation::Operation,
};
use crate::{
    Account, Assertion, Attachment, CreationOptions, Error, Event, Interaction, Mismatch,
    Registration, RequestOptions, ResidentKey, UserVerification,
    options::Descriptor,
    response::{NewCredential, Signature},
};

/// `authenticatorMakeCredential` (CTAP 2.1 §6.1).
pub(super) struct Create(MakeCredentialRequest);

impl Create {
    /// # Errors
    ///
    /// When only an authenticator within this computer would do: neither a key nor a phone is one.
    pub(super) fn new(options: &CreationOptions) -> Result<Self, Error> {
        if options.attachment == Some(Attachment::Platform) {
            return Err(Error::NotSupported);
        }
        let exclude = descriptors(&options.exclude);
        let extensions = MakeCredentialsRequestExtensions {
            cred_props: Some(true),
            ..MakeCredentialsRequestExtensions::default()
        };

        Ok(Self(MakeCredentialRequest {
            challenge: options.challenge.clone(),
            origin: options.relying_party.origin().to_owned(),
            top_origin: None,
            relying_party: Ctap2PublicKeyCredentialRpEntity::new(
                options.relying_party.id(),
                &options.relying_party_name,
            ),
            user: Ctap2PublicKeyCredentialUserEntity::new(
                &options.user_id,
                &options.user_name,
                &options.user_display_name,
            ),
            resident_key: Some(resident_key(options.resident_key)),
            user_verification: user_verification(options.user_verification),
            algorithms: options.algorithms.iter().map(algorithm).collect(),
            exclude: (!exclude.is_empty()).then_some(exclude),
            hints: Vec::new(),
            authenticator_attachment: None,
            extensions: Some(extensions),
            // Neither "none" nor anything else: keys that are told "none" leave a member out without which
            // `libwebauthn` 0.11 does not read their answer. What they attest is dropped from ours all the same.
            attestation: None,
            attestation_formats: Vec::new(),
            timeout: options.timeout,
        }))
    }
}

impl Operation for Create {
    type Output = MakeCredentialResponse;

    async fn on<C>(&mut self, channel: &mut C, desk: &Desk) -> Result<Self::Output, Failure>
    where
        C: Channel,
        C::TransportError: Transport,
    {
        touch_for_u2f(channel, desk).await?;

        Ok(channel.webauthn_make_credential(&self.0).await?)
    }
}

/// `authenticatorGetAssertion` (CTAP 2.1 §6.2).
pub(super) struct Get(GetAssertionRequest);

impl Get {
    pub(super) fn new(options: &RequestOptions) -> Self {
        Self(GetAssertionRequest {
            relying_party_id: options.relying_party.id().to_owned(),
            challenge: options.challenge.clone(),
            origin: options.relying_party.origin().to_owned(),
            top_origin: None,
            allow: descriptors(&options.allow),
            hints: Vec::new(),
            extensions: None,
            user_verification: user_verification(options.user_verification),
            timeout: options.timeout,
        })
    }
}

impl Operation for Get {
    type Output = GetAssertionResponse;

    async fn on<C>(&mut self, channel: &mut C, desk: &Desk) -> Result<Self::Output, Failure>
    where
        C: Channel,
        C::TransportError: Transport,
    {
        touch_for_u2f(channel, desk).await?;

        Ok(channel.webauthn_get_assertion(&self.0).await?)
    }
}

/// `libwebauthn` announces the touch itself, but not for keys of the time before FIDO2.
async fn touch_for_u2f<C>(channel: &C, desk: &Desk) -> Result<(), Failure>
where
    C: Channel,
    C::TransportError: Transport,
{
    if !channel.supported_protocols().await?.fido2 {
        let device = desk.device.clone();
        desk.person.tell(Event::Touch { device }).await?;
    }

    Ok(())
}

/// The registration that a key's answer amounts to.
pub(super) fn registration(
    options: &CreationOptions,
    made: &MakeCredentialResponse,
    transports: Vec<&'static str>,
) -> Result<Registration, Error> {
    let authenticator_data = made
        .authenticator_data
        .to_response_bytes()
        .map_err(|_| Error::Answer(Mismatch::Encoding))?;
    let properties = made.unsigned_extensions_output.cred_props.as_ref();

    Registration::check(
        options,
        NewCredential {
            authenticator_data,
            client_data: None,
            transports,
            attachment: Attachment::CrossPlatform,
            resident_key: properties.and_then(|it| it.rk),
        },
    )
}

/// The assertion that a key's answer amounts to; the person chooses when it holds several accounts.
pub(super) async fn assertion(
    options: &RequestOptions,
    mut answer: GetAssertionResponse,
    person: &Interaction,
) -> Result<Assertion, Error> {
    let chosen = if answer.assertions.len() > 1 {
        let accounts = answer.assertions.iter().map(account).collect();
        person
            .ask(|reply| Event::SelectAccount { accounts, reply })
            .await?
    } else {
        0
    };
    if chosen >= answer.assertions.len() {
        return Err(Error::NoPasskey);
    }
    let signed = answer.assertions.swap_remove(chosen);
    let authenticator_data = signed
        .authenticator_data
        .to_response_bytes()
        .map_err(|_| Error::Answer(Mismatch::Encoding))?;

    Assertion::check(
        options,
        Signature {
            credential_id: signed.credential_id.map(|it| it.id.into_vec()),
            authenticator_data,
            signature: signed.signature,
            user_handle: signed.user.map(|it| it.id.into_vec()),
            client_data: None,
            attachment: Attachment::CrossPlatform,
        },
    )
}

fn account(assertion: &KeyAssertion) -> Account {
    let user = assertion.user.as_ref();

    Account {
        name: user.and_then(|it| it.name.clone()),
        display_name: user.and_then(|it| it.display_name.clone()),
    }
}

fn descriptors(list: &[Descriptor]) -> Vec<Ctap2PublicKeyCredentialDescriptor> {
    let transport = |name: &String| Ctap2Transport::from(name.clone());

    list.iter()
        .map(|it| Ctap2PublicKeyCredentialDescriptor {
            id: it.id.clone().into(),
            r#type: Ctap2PublicKeyCredentialType::PublicKey,
            transports: Some(it.transports.iter().map(transport).collect()),
        })
        .collect()
}

fn algorithm(number: &i32) -> Ctap2CredentialType {
    Ctap2CredentialType::new(
        Ctap2PublicKeyCredentialType::PublicKey,
        Ctap2COSEAlgorithmIdentifier(*number),
    )
}

fn resident_key(wanted: ResidentKey) -> ResidentKeyRequirement {
    match wanted {
        ResidentKey::Required => ResidentKeyRequirement::Required,
        ResidentKey::Preferred => ResidentKeyRequirement::Preferred,
        ResidentKey::Discouraged => ResidentKeyRequirement::Discouraged,
    }
}

fn user_verification(wanted: UserVerification) -> UserVerificationRequirement {
    match wanted {
        UserVerification::Required => UserVerificationRequirement::Required,
        UserVerification::Preferred => UserVerificationRequirement::Preferred,
        UserVerification::Discouraged => UserVerificationRequirement::Discouraged,
    }
}
