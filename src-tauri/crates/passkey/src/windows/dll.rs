//! `webauthn.dll`, loaded when it is first needed: linking to it would keep the whole program from starting on a system
//! that lacks it, or one of the functions that came later.
#![expect(unsafe_code, reason = "Windows offers a C interface only")]

use std::{ffi::CStr, mem, sync::OnceLock};

use windows_sys::{
    Win32::{
        Foundation::{FARPROC, HMODULE, HWND},
        Networking::WindowsWebServices::{
            WEBAUTHN_ASSERTION, WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS,
            WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS, WEBAUTHN_CLIENT_DATA,
            WEBAUTHN_COSE_CREDENTIAL_PARAMETERS, WEBAUTHN_CREDENTIAL_ATTESTATION,
            WEBAUTHN_CREDENTIAL_DETAILS_LIST, WEBAUTHN_GET_CREDENTIALS_OPTIONS,
            WEBAUTHN_RP_ENTITY_INFORMATION, WEBAUTHN_USER_ENTITY_INFORMATION,
        },
        System::LibraryLoader::{GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW},
    },
    core::{GUID, HRESULT, PCWSTR, w},
};

pub(super) type MakeCredential = unsafe extern "system" fn(
    HWND,
    *const WEBAUTHN_RP_ENTITY_INFORMATION,
    *const WEBAUTHN_USER_ENTITY_INFORMATION,
    *const WEBAUTHN_COSE_CREDENTIAL_PARAMETERS,
    *const WEBAUTHN_CLIENT_DATA,
    *const WEBAUTHN_AUTHENTICATOR_MAKE_CREDENTIAL_OPTIONS,
    *mut *mut WEBAUTHN_CREDENTIAL_ATTESTATION,
) -> HRESULT;
pub(super) type GetAssertion = unsafe extern "system" fn(
    HWND,
    PCWSTR,
    *const WEBAUTHN_CLIENT_DATA,
    *const WEBAUTHN_AUTHENTICATOR_GET_ASSERTION_OPTIONS,
    *mut *mut WEBAUTHN_ASSERTION,
) -> HRESULT;
pub(super) type ListCredentials = unsafe extern "system" fn(
    *const WEBAUTHN_GET_CREDENTIALS_OPTIONS,
    *mut *mut WEBAUTHN_CREDENTIAL_DETAILS_LIST,
) -> HRESULT;

/// The functions of the library. Those that every version has are plain; the others may be missing.
pub(super) struct Dll {
    pub(super) api_version: u32,
    pub(super) make_credential: MakeCredential,
    pub(super) get_assertion: GetAssertion,
    pub(super) free_attestation: unsafe extern "system" fn(*const WEBAUTHN_CREDENTIAL_ATTESTATION),
    pub(super) free_assertion: unsafe extern "system" fn(*const WEBAUTHN_ASSERTION),
    pub(super) get_cancellation_id: unsafe extern "system" fn(*mut GUID) -> HRESULT,
    pub(super) cancel: unsafe extern "system" fn(*const GUID) -> HRESULT,
    pub(super) platform_credentials: Option<PlatformCredentials>,
}

/// Since version 4 of the interface (Windows 11 22H2): the passkeys of Windows Hello.
pub(super) struct PlatformCredentials {
    pub(super) list: ListCredentials,
    pub(super) free_list: unsafe extern "system" fn(*const WEBAUTHN_CREDENTIAL_DETAILS_LIST),
    pub(super) delete: unsafe extern "system" fn(u32, *const u8) -> HRESULT,
}

impl Dll {
    /// The library, or `None` before Windows 10 1903.
    pub(super) fn get() -> Option<&'static Self> {
        static LOADED: OnceLock<Option<Dll>> = OnceLock::new();

        LOADED.get_or_init(Self::load).as_ref()
    }

    fn load() -> Option<Self> {
        // SAFETY: the name ends in a zero and the folder is the system's own. The library is never unloaded.
        let module = unsafe {
            LoadLibraryExW(
                w!("webauthn.dll"),
                std::ptr::null_mut(),
                LOAD_LIBRARY_SEARCH_SYSTEM32,
            )
        };
        if module.is_null() {
            return None;
        }
        // SAFETY: each type is the function's own, from Microsoft's `webauthn.h`.
        unsafe {
            let version: unsafe extern "system" fn() -> u32 =
                symbol(module, c"WebAuthNGetApiVersionNumber")?;

            Some(Self {
                api_version: version(),
                make_credential: symbol(module, c"WebAuthNAuthenticatorMakeCredential")?,
                get_assertion: symbol(module, c"WebAuthNAuthenticatorGetAssertion")?,
                free_attestation: symbol(module, c"WebAuthNFreeCredentialAttestation")?,
                free_assertion: symbol(module, c"WebAuthNFreeAssertion")?,
                get_cancellation_id: symbol(module, c"WebAuthNGetCancellationId")?,
                cancel: symbol(module, c"WebAuthNCancelCurrentOperation")?,
                platform_credentials: platform_credentials(module),
            })
        }
    }
}

fn platform_credentials(module: HMODULE) -> Option<PlatformCredentials> {
    // SAFETY: as above.
    unsafe {
        Some(PlatformCredentials {
            list: symbol(module, c"WebAuthNGetPlatformCredentialList")?,
            free_list: symbol(module, c"WebAuthNFreePlatformCredentialList")?,
            delete: symbol(module, c"WebAuthNDeletePlatformCredential")?,
        })
    }
}

/// # Safety
///
/// `F` must be the type of the function with this name.
unsafe fn symbol<F: Copy>(module: HMODULE, name: &CStr) -> Option<F> {
    const { assert!(mem::size_of::<F>() == mem::size_of::<FARPROC>()) };
    // SAFETY: the module is loaded and the name ends in a zero.
    let found = unsafe { GetProcAddress(module, name.as_ptr().cast()) };

    // SAFETY: a function pointer of the size of another; the caller vouches for its type.
    found.map(|found| unsafe { mem::transmute_copy(&found) })
}
