//! The passkeys of Windows Hello for one site. PINs and security keys are looked after in the system's own settings.
#![expect(unsafe_code, reason = "Windows offers a C interface only")]

use std::{ptr, time::Duration};

use tokio::task;
use windows_sys::Win32::Networking::WindowsWebServices::{
    WEBAUTHN_CREDENTIAL_DETAILS_LIST, WEBAUTHN_GET_CREDENTIALS_OPTIONS,
};

use super::{
    SystemDialog,
    dll::Dll,
    failure::check,
    memory::{Wide, copy, length, text},
};
use crate::{
    Answer, Error, Interaction, KeyManagement, RelyingParty, StoredPasskey, interaction::run,
};

/// Windows answers these from its own store.
const ANSWER: Duration = Duration::from_secs(30);

impl KeyManagement for SystemDialog {
    fn change_pin(&self, _: Interaction) -> Answer<'_, Result<(), Error>> {
        Box::pin(async { Err(Error::NotSupported) })
    }

    fn list<'a>(
        &'a self,
        relying_party: &'a RelyingParty,
        interaction: Interaction,
    ) -> Answer<'a, Result<Vec<StoredPasskey>, Error>> {
        let party = relying_party.clone();

        Box::pin(run(interaction, ANSWER, move |_| async move {
            blocking(move || list(&party)).await
        }))
    }

    fn delete<'a>(
        &'a self,
        passkey: &'a StoredPasskey,
        interaction: Interaction,
    ) -> Answer<'a, Result<(), Error>> {
        let doomed = passkey.clone();

        Box::pin(run(interaction, ANSWER, move |_| async move {
            blocking(move || delete(&doomed)).await
        }))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    task::spawn_blocking(work).await.unwrap_or(Err(Error::Gone))
}

fn list(party: &RelyingParty) -> Result<Vec<StoredPasskey>, Error> {
    let functions = Dll::get()
        .and_then(|dll| dll.platform_credentials.as_ref())
        .ok_or(Error::NotSupported)?;
    let id = Wide::new(party.id());
    let wanted = WEBAUTHN_GET_CREDENTIALS_OPTIONS {
        dwVersion: 1,
        pwszRpId: id.as_ptr(),
        bBrowserInPrivateMode: 0,
    };
    let mut list: *mut WEBAUTHN_CREDENTIAL_DETAILS_LIST = ptr::null_mut();
    // SAFETY: everything that is pointed at lives in this function.
    let answer = check(unsafe { (functions.list)(&raw const wanted, &raw mut list) });
    if answer == Err(Error::NoPasskey) || list.is_null() {
        return Ok(Vec::new());
    }
    answer?;

    let mut found = Vec::new();
    // SAFETY: a success leaves that many entries there; they are freed once, after the copies.
    unsafe {
        for place in 0..(*list).cCredentialDetails {
            let entry = *(*list)
                .ppCredentialDetails
                .add(usize::try_from(place).unwrap_or(0));
            let user = (*entry).pUserInformation;
            let (handle, name, display_name) = if user.is_null() {
                (Vec::new(), None, None)
            } else {
                (
                    copy((*user).pbId, (*user).cbId),
                    text((*user).pwszName),
                    text((*user).pwszDisplayName),
                )
            };
            found.push(StoredPasskey {
                relying_party: party.clone(),
                credential_id: copy((*entry).pbCredentialID, (*entry).cbCredentialID),
                user_handle: handle,
                user_name: name,
                user_display_name: display_name,
            });
        }
        (functions.free_list)(list);
    }

    Ok(found)
}

/// Looks first whether it is this site's: Windows would delete any.
fn delete(doomed: &StoredPasskey) -> Result<(), Error> {
    let functions = Dll::get()
        .and_then(|dll| dll.platform_credentials.as_ref())
        .ok_or(Error::NotSupported)?;
    let is_doomed = |it: &StoredPasskey| it.credential_id == doomed.credential_id;
    if !list(&doomed.relying_party)?.iter().any(is_doomed) {
        return Err(Error::NoPasskey);
    }
    let id = &doomed.credential_id;

    // SAFETY: reads as many bytes as it is told.
    check(unsafe { (functions.delete)(length(id), id.as_ptr()) })
}
