//! The PIN of a key on USB, and one site's passkeys on it.

use std::{sync::mpsc::Sender, time::Duration};

use authenticator::{
    AuthenticatorInfo, CredManagementCmd, CredentialManagementResult, InteractiveRequest,
    InteractiveUpdate, ManageResult, PinError,
    ctap2::{commands::PinUvAuthResult, server::PublicKeyCredentialDescriptor},
    errors::AuthenticatorError,
};

use super::{
    failure::meaning,
    service::{Outcome, Work, choose_pin, enter_pin, key_pin},
};
use crate::{
    Error, Interaction, NewPinReason, PinReason, RelyingParty, StoredPasskey, interaction::run,
};

/// How long the work on a key itself may take, typing included.
const TIME: Duration = Duration::from_secs(300);
const TIME_MS: u64 = 300_000;

/// A key that is ready to be worked on.
struct Session {
    work: Work<ManageResult>,
    ask: Sender<InteractiveRequest>,
    info: Option<AuthenticatorInfo>,
}

impl Session {
    async fn open(person: &Interaction) -> Result<Self, Error> {
        let mut work = Work::start(|service, status, done| service.manage(TIME_MS, status, done))?;
        loop {
            match work.next(person).await? {
                Outcome::Update(InteractiveUpdate::StartManagement((ask, info))) => {
                    return Ok(Self { work, ask, info });
                }
                Outcome::Update(_) => {}
                Outcome::Done(_) => return Err(Error::Gone),
                Outcome::Failed(error) => return Err(meaning(&error)),
            }
        }
    }

    fn ask(&self, request: InteractiveRequest) -> Result<(), Error> {
        self.ask.send(request).map_err(|_| Error::Gone)
    }

    async fn finish(&mut self, person: &Interaction) -> Result<(), AuthenticatorError> {
        loop {
            match self.work.next(person).await {
                Ok(Outcome::Done(_)) => return Ok(()),
                Ok(Outcome::Failed(error)) => return Err(error),
                Ok(Outcome::Update(_)) => {}
                Err(_) => return Err(AuthenticatorError::CancelledByUser),
            }
        }
    }

    async fn credentials(
        &mut self,
        request: CredManagementCmd,
        token: Option<PinUvAuthResult>,
        person: &Interaction,
    ) -> Result<(CredentialManagementResult, Option<PinUvAuthResult>), Error> {
        self.ask(InteractiveRequest::CredentialManagement(request, token))?;
        loop {
            match self.work.next(person).await? {
                Outcome::Update(InteractiveUpdate::CredentialManagementUpdate(answer)) => {
                    return Ok(answer);
                }
                Outcome::Update(_) => {}
                Outcome::Done(_) => return Err(Error::Gone),
                Outcome::Failed(error) => return Err(meaning(&error)),
            }
        }
    }
}

pub(super) async fn change_pin(interaction: Interaction) -> Result<(), Error> {
    run(interaction, TIME, |person| async move {
        let mut reason = None;
        let mut wrong: Option<Option<u8>> = None;
        // Bounded by the key, which blocks after eight wrong PINs, and by the time above.
        loop {
            let mut session = Session::open(&person).await?;
            let info = session.info.as_ref();
            let min_length = info.and_then(|it| it.min_pin_length);
            let has_pin = info.and_then(|it| it.options.client_pin);
            let first = match has_pin {
                Some(true) => NewPinReason::Change,
                Some(false) => NewPinReason::NotSet,
                None => return Err(Error::NotSupported),
            };
            let new = choose_pin(&person, reason.unwrap_or(first), min_length).await?;
            let request = if has_pin == Some(true) {
                let (why, left) =
                    wrong.map_or((PinReason::Current, None), |it| (PinReason::Wrong, it));
                let old = enter_pin(&person, why, left).await?;
                InteractiveRequest::ChangePIN(key_pin(&old), key_pin(&new))
            } else {
                InteractiveRequest::SetPIN(key_pin(&new))
            };
            session.ask(request)?;
            match session.finish(&person).await {
                Ok(()) => return Ok(()),
                Err(AuthenticatorError::PinError(PinError::InvalidPin(left))) => {
                    (reason, wrong) = (None, Some(left));
                }
                Err(AuthenticatorError::PinError(PinError::PinIsTooShort)) => {
                    reason = Some(NewPinReason::TooShort);
                }
                Err(AuthenticatorError::PinError(PinError::PinIsTooLong(_))) => {
                    reason = Some(NewPinReason::TooLong);
                }
                Err(error) => return Err(meaning(&error)),
            }
        }
    })
    .await
}

pub(super) async fn list(
    relying_party: RelyingParty,
    interaction: Interaction,
) -> Result<Vec<StoredPasskey>, Error> {
    run(interaction, TIME, |person| async move {
        let mut session = Session::open(&person).await?;
        let (found, _) = enumerate(&mut session, &relying_party, &person).await?;
        session.ask(InteractiveRequest::Quit)?;

        Ok(found)
    })
    .await
}

pub(super) async fn delete(doomed: StoredPasskey, interaction: Interaction) -> Result<(), Error> {
    run(interaction, TIME, |person| async move {
        let mut session = Session::open(&person).await?;
        let (found, token) = enumerate(&mut session, &doomed.relying_party, &person).await?;
        if !found
            .iter()
            .any(|it| it.credential_id == doomed.credential_id)
        {
            return Err(Error::NoPasskey);
        }
        let request = CredManagementCmd::DeleteCredential(PublicKeyCredentialDescriptor {
            id: doomed.credential_id,
            transports: Vec::new(),
        });
        session.credentials(request, token, &person).await?;

        session.ask(InteractiveRequest::Quit)
    })
    .await
}

/// The library lists a key as a whole; what is another site's goes no further than this function.
async fn enumerate(
    session: &mut Session,
    relying_party: &RelyingParty,
    person: &Interaction,
) -> Result<(Vec<StoredPasskey>, Option<PinUvAuthResult>), Error> {
    let request = CredManagementCmd::GetCredentials;
    let (answer, token) = session.credentials(request, None, person).await?;
    let CredentialManagementResult::CredentialList(list) = answer else {
        return Err(Error::Gone);
    };
    let ours = list
        .credential_list
        .into_iter()
        .filter(|site| site.rp_id_hash.0 == relying_party.id_hash())
        .flat_map(|site| site.credentials)
        .map(|it| StoredPasskey {
            relying_party: relying_party.clone(),
            credential_id: it.credential_id.id,
            user_handle: it.user.id,
            user_name: it.user.name,
            user_display_name: it.user.display_name,
        });

    Ok((ours.collect(), token))
}
