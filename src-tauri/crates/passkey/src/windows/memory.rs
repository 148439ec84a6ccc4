//! What goes to Windows by address, kept alive for as long as it is used there, and what comes back by address.
#![expect(unsafe_code, reason = "Windows offers a C interface only")]

use windows_sys::{
    Win32::Networking::WindowsWebServices::{
        WEBAUTHN_CREDENTIAL_EX, WEBAUTHN_CREDENTIAL_LIST, WEBAUTHN_CREDENTIAL_TYPE_PUBLIC_KEY,
        WEBAUTHN_CTAP_TRANSPORT_BLE, WEBAUTHN_CTAP_TRANSPORT_HYBRID,
        WEBAUTHN_CTAP_TRANSPORT_INTERNAL, WEBAUTHN_CTAP_TRANSPORT_NFC, WEBAUTHN_CTAP_TRANSPORT_USB,
    },
    core::PCWSTR,
};

use crate::options::Descriptor;

/// The names of transports (WebAuthn Level 3 §5.8.4) and their bits here.
const TRANSPORTS: [(&str, u32); 5] = [
    ("usb", WEBAUTHN_CTAP_TRANSPORT_USB),
    ("nfc", WEBAUTHN_CTAP_TRANSPORT_NFC),
    ("ble", WEBAUTHN_CTAP_TRANSPORT_BLE),
    ("hybrid", WEBAUTHN_CTAP_TRANSPORT_HYBRID),
    ("internal", WEBAUTHN_CTAP_TRANSPORT_INTERNAL),
];

/// A text in UTF-16 with a zero at its end.
pub(super) struct Wide(Vec<u16>);

impl Wide {
    pub(super) fn new(text: &str) -> Self {
        Self(text.encode_utf16().chain([0]).collect())
    }

    pub(super) fn as_ptr(&self) -> PCWSTR {
        self.0.as_ptr()
    }
}

/// A list of credentials with all that it points at.
pub(super) struct CredentialList {
    _ids: Vec<Vec<u8>>,
    _entries: Vec<WEBAUTHN_CREDENTIAL_EX>,
    _pointers: Vec<*mut WEBAUTHN_CREDENTIAL_EX>,
    list: WEBAUTHN_CREDENTIAL_LIST,
}

impl CredentialList {
    /// `None` for an empty list, which stands for "any".
    pub(super) fn new(descriptors: &[Descriptor]) -> Option<Box<Self>> {
        let mut ids: Vec<Vec<u8>> = descriptors.iter().map(|it| it.id.clone()).collect();
        let mut entries: Vec<WEBAUTHN_CREDENTIAL_EX> = ids
            .iter_mut()
            .zip(descriptors)
            .map(|(id, descriptor)| WEBAUTHN_CREDENTIAL_EX {
                dwVersion: 1,
                cbId: length(id),
                pbId: id.as_mut_ptr(),
                pwszCredentialType: WEBAUTHN_CREDENTIAL_TYPE_PUBLIC_KEY,
                dwTransports: bits(&descriptor.transports),
            })
            .collect();
        let mut pointers: Vec<*mut WEBAUTHN_CREDENTIAL_EX> =
            entries.iter_mut().map(std::ptr::from_mut).collect();
        let list = WEBAUTHN_CREDENTIAL_LIST {
            cCredentials: u32::try_from(pointers.len()).unwrap_or(0),
            ppCredentials: pointers.as_mut_ptr(),
        };

        (!descriptors.is_empty()).then(|| {
            Box::new(Self {
                _ids: ids,
                _entries: entries,
                _pointers: pointers,
                list,
            })
        })
    }

    pub(super) fn as_mut_ptr(&mut self) -> *mut WEBAUTHN_CREDENTIAL_LIST {
        &raw mut self.list
    }
}

/// Lengths here are bounded by the caps of the options.
pub(super) fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(0)
}

fn bits(transports: &[String]) -> u32 {
    TRANSPORTS
        .iter()
        .filter(|(name, _)| transports.iter().any(|it| it == name))
        .fold(0, |bits, (_, bit)| bits | bit)
}

/// The name of the transport that was used; unknown ones, and versions that do not tell, have none.
pub(super) fn transport(bit: u32) -> Option<&'static str> {
    TRANSPORTS
        .iter()
        .find(|(_, known)| *known == bit)
        .map(|(name, _)| *name)
}

/// Copies bytes out of memory that Windows owns.
///
/// # Safety
///
/// `pointer` is null, or `length` bytes can be read there.
pub(super) unsafe fn copy(pointer: *const u8, length: u32) -> Vec<u8> {
    let Ok(length) = usize::try_from(length) else {
        return Vec::new();
    };
    if pointer.is_null() {
        return Vec::new();
    }

    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(pointer, length) }.to_vec()
}

/// The longest text that is read from Windows; names are cut to 64 bytes when they are stored.
const MAX_TEXT: usize = 512;

/// Copies a text out of memory that Windows owns.
///
/// # Safety
///
/// `pointer` is null, or a text that ends in a zero stands there.
pub(super) unsafe fn text(pointer: PCWSTR) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: reading stops at the zero that the caller promises.
    let units: Vec<u16> = (0..MAX_TEXT)
        .map(|place| unsafe { *pointer.add(place) })
        .take_while(|unit| *unit != 0)
        .collect();

    Some(String::from_utf16_lossy(&units))
}
