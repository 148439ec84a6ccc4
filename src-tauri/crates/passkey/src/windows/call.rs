//! The two ceremonies as calls of `webauthn.dll`. They block until the dialog closes.
#![expect(unsafe_code, reason = "Windows offers a C interface only")]

use std::ptr;

use windows_sys::{
    Win32::{
        Foundation::HWND,
        Networking::WindowsWebServices::{
            WEBAUTHN_ASSERTION, WEBAUTHN_ATTESTATION_CONVEYANCE_PREFERENCE_NONE,
            WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS,
            WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS, WEBAUTHN_CLIENT_DATA,
            WEBAUTHN_COSE_CREDENTIAL_PARAMETER, WEBAUTHN_COSE_CREDENTIAL_PARAMETERS,
            WEBAUTHN_CREDENTIAL_ATTESTATION, WEBAUTHN_CREDENTIAL_TYPE_PUBLIC_KEY,
            WEBAUTHN_HASH_ALGORITHM_SHA_256, WEBAUTHN_RP_ENTITY_INFORMATION,
            WEBAUTHN_USER_ENTITY_INFORMATION,
        },
    },
    core::GUID,
};

use super::{
    dll::Dll,
    failure::check,
    memory::{CredentialList, Wide, copy, length, transport},
    options::{attachment, used, user_verification, versions},
};
use crate::{
    CreationOptions, Error, RequestOptions, ResidentKey,
    client_data::{self, Ceremony},
    response::{NewCredential, Signature},
};

/// The structure version from which an attestation tells the transport.
const ATTESTATION_HAS_TRANSPORT: u32 = 3;
/// The structure version from which an attestation tells whether the passkey is discoverable.
const ATTESTATION_HAS_RESIDENT_KEY: u32 = 4;
/// The structure version from which an assertion tells the transport.
const ASSERTION_HAS_TRANSPORT: u32 = 4;

/// What closes one dialog.
#[derive(Clone, Copy)]
pub(super) struct Cancellation(GUID);

impl Cancellation {
    pub(super) fn new(dll: &Dll) -> Result<Self, Error> {
        let mut id = GUID::from_u128(0);
        // SAFETY: writes one identifier to the address it is given.
        check(unsafe { (dll.get_cancellation_id)(&raw mut id) })?;

        Ok(Self(id))
    }

    pub(super) fn cancel(&self, dll: &Dll) {
        // SAFETY: reads one identifier. It fails when the dialog is closed already, which is as well.
        let _closed = unsafe { (dll.cancel)(&raw const self.0) };
    }
}

pub(super) fn make_credential(
    dll: &Dll,
    window: usize,
    options: &CreationOptions,
    cancellation: &Cancellation,
) -> Result<NewCredential, Error> {
    let party_id = Wide::new(options.relying_party.id());
    let party_name = Wide::new(&options.relying_party_name);
    let party = WEBAUTHN_RP_ENTITY_INFORMATION {
        dwVersion: 1,
        pwszId: party_id.as_ptr(),
        pwszName: party_name.as_ptr(),
        pwszIcon: ptr::null(),
    };
    let mut user_id = options.user_id.clone();
    let user_name = Wide::new(&options.user_name);
    let user_display_name = Wide::new(&options.user_display_name);
    let user = WEBAUTHN_USER_ENTITY_INFORMATION {
        dwVersion: 1,
        cbId: length(&user_id),
        pbId: user_id.as_mut_ptr(),
        pwszName: user_name.as_ptr(),
        pwszIcon: ptr::null(),
        pwszDisplayName: user_display_name.as_ptr(),
    };
    let parameter = |algorithm: &i32| WEBAUTHN_COSE_CREDENTIAL_PARAMETER {
        dwVersion: 1,
        pwszCredentialType: WEBAUTHN_CREDENTIAL_TYPE_PUBLIC_KEY,
        lAlg: *algorithm,
    };
    let mut parameters: Vec<_> = options.algorithms.iter().map(parameter).collect();
    let parameters = WEBAUTHN_COSE_CREDENTIAL_PARAMETERS {
        cCredentialParameters: u32::try_from(parameters.len()).unwrap_or(0),
        pCredentialParameters: parameters.as_mut_ptr(),
    };
    let mut json = client_data::json(
        Ceremony::Create,
        &options.challenge,
        options.relying_party.origin(),
    );
    let client_data = client_data_of(&mut json);
    let mut exclude = CredentialList::new(&options.exclude);
    let mut cancellation = *cancellation;
    let wanted = WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS {
        dwVersion: versions(dll.api_version).0,
        dwTimeoutMilliseconds: u32::try_from(options.timeout.as_millis()).unwrap_or(0),
        dwAuthenticatorAttachment: attachment(options.attachment),
        bRequireResidentKey: (options.resident_key == ResidentKey::Required).into(),
        bPreferResidentKey: (options.resident_key == ResidentKey::Preferred).into(),
        dwUserVerificationRequirement: user_verification(options.user_verification),
        dwAttestationConveyancePreference: WEBAUTHN_ATTESTATION_CONVEYANCE_PREFERENCE_NONE,
        pCancellationId: &raw mut cancellation.0,
        pExcludeCredentialList: exclude
            .as_mut()
            .map_or(ptr::null_mut(), |list| list.as_mut_ptr()),
        ..Default::default()
    };

    let mut made: *mut WEBAUTHN_CREDENTIAL_ATTESTATION = ptr::null_mut();
    // SAFETY: everything that is pointed at lives in this function; the structures carry the versions this system knows.
    check(unsafe {
        (dll.make_credential)(
            window_handle(window),
            &raw const party,
            &raw const user,
            &raw const parameters,
            &raw const client_data,
            &raw const wanted,
            &raw mut made,
        )
    })?;
    if made.is_null() {
        return Err(Error::Gone);
    }

    // SAFETY: a success leaves a structure there, as long as its version says; it is freed once, after the copies.
    unsafe {
        let version = (*made).dwVersion;
        let transport = (version >= ATTESTATION_HAS_TRANSPORT)
            .then(|| transport((*made).dwUsedTransport))
            .flatten();
        let new = NewCredential {
            authenticator_data: copy((*made).pbAuthenticatorData, (*made).cbAuthenticatorData),
            client_data: None,
            transports: transport.into_iter().collect(),
            attachment: used(transport),
            resident_key: (version >= ATTESTATION_HAS_RESIDENT_KEY)
                .then(|| (*made).bResidentKey != 0),
        };
        (dll.free_attestation)(made);

        Ok(new)
    }
}

pub(super) fn get_assertion(
    dll: &Dll,
    window: usize,
    options: &RequestOptions,
    cancellation: &Cancellation,
) -> Result<Signature, Error> {
    let party_id = Wide::new(options.relying_party.id());
    let mut json = client_data::json(
        Ceremony::Get,
        &options.challenge,
        options.relying_party.origin(),
    );
    let client_data = client_data_of(&mut json);
    let mut allow = CredentialList::new(&options.allow);
    let mut cancellation = *cancellation;
    let wanted = WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS {
        dwVersion: versions(dll.api_version).1,
        dwTimeoutMilliseconds: u32::try_from(options.timeout.as_millis()).unwrap_or(0),
        dwUserVerificationRequirement: user_verification(options.user_verification),
        pCancellationId: &raw mut cancellation.0,
        pAllowCredentialList: allow
            .as_mut()
            .map_or(ptr::null_mut(), |list| list.as_mut_ptr()),
        ..Default::default()
    };

    let mut made: *mut WEBAUTHN_ASSERTION = ptr::null_mut();
    // SAFETY: as for the other ceremony.
    check(unsafe {
        (dll.get_assertion)(
            window_handle(window),
            party_id.as_ptr(),
            &raw const client_data,
            &raw const wanted,
            &raw mut made,
        )
    })?;
    if made.is_null() {
        return Err(Error::Gone);
    }

    // SAFETY: as for the other ceremony.
    unsafe {
        let transport = ((*made).dwVersion >= ASSERTION_HAS_TRANSPORT)
            .then(|| transport((*made).dwUsedTransport))
            .flatten();
        let user_handle = copy((*made).pbUserId, (*made).cbUserId);
        let signed = Signature {
            credential_id: Some(copy((*made).Credential.pbId, (*made).Credential.cbId)),
            authenticator_data: copy((*made).pbAuthenticatorData, (*made).cbAuthenticatorData),
            signature: copy((*made).pbSignature, (*made).cbSignature),
            user_handle: (!user_handle.is_empty()).then_some(user_handle),
            client_data: None,
            attachment: used(transport),
        };
        (dll.free_assertion)(made);

        Ok(signed)
    }
}

fn client_data_of(json: &mut [u8]) -> WEBAUTHN_CLIENT_DATA {
    WEBAUTHN_CLIENT_DATA {
        dwVersion: 1,
        cbClientDataJSON: length(json),
        pbClientDataJSON: json.as_mut_ptr(),
        pwszHashAlgId: WEBAUTHN_HASH_ALGORITHM_SHA_256,
    }
}

/// A window handle is a number that Windows looks up; nothing is read at it.
fn window_handle(number: usize) -> HWND {
    ptr::without_provenance_mut(number)
}
