//! Ceremonies with an authenticator: one at a time, with the person at the page and the authenticator at the other end.
//!
//! What is asked, and for which domain, comes from [`account`]; what is answered goes back there unchanged.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use account::{AccountId, KeyEntry, PasskeyDomain, PasskeyRequest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passkey::{
    Authenticator, AuthenticatorKind, Availability, CreationOptions, Error, Event, Interaction,
    KeyManagement, Pin, RelyingParty, Reply, RequestOptions, StoredPasskey, System,
};
use serde_json::Value;

/// The authenticators of this computer, and the ceremony that runs.
pub(crate) struct Ceremonies {
    authenticators: Vec<Arc<dyn Authenticator>>,
    slot: Arc<Mutex<Slot>>,
    /// What a key was found to hold for an account: only that is deleted from it.
    listed: Mutex<Option<(AccountId, Vec<StoredPasskey>)>>,
}

#[derive(Default)]
struct Slot {
    last_number: u64,
    running: Option<Running>,
}

struct Running {
    number: u64,
    line: Interaction,
    question: Option<Question>,
}

/// What the authenticator waits for.
enum Question {
    Pin(Reply<Pin>),
    Account(Reply<usize>),
}

/// What a person answered.
pub(crate) enum Answer {
    Pin(Pin),
    /// The place in the list, from 0.
    Account(usize),
}

/// There is one ceremony at a time.
#[derive(Debug)]
pub(crate) struct AlreadyRunning;

/// Nothing waits for this answer.
#[derive(Debug)]
pub(crate) struct NotAsked;

/// A ceremony that runs. Dropping it ends it.
pub(crate) struct Ceremony<'a> {
    authenticators: &'a [Arc<dyn Authenticator>],
    slot: Arc<Mutex<Slot>>,
    number: u64,
    line: Interaction,
}

impl Ceremonies {
    pub(crate) fn of(system: System) -> Self {
        Self::with(passkey::authenticators(&system))
    }

    fn with(authenticators: Vec<Arc<dyn Authenticator>>) -> Self {
        Self {
            authenticators,
            slot: Arc::default(),
            listed: Mutex::default(),
        }
    }

    /// Begins a ceremony, whose events are shown; when they cannot be shown any more it ends.
    pub(crate) fn begin<V>(
        &self,
        show: impl Fn(V) -> bool + Send + 'static,
    ) -> Result<Ceremony<'_>, AlreadyRunning>
    where
        V: for<'e> From<&'e Event> + Send,
    {
        let (line, mut events) = Interaction::new();
        let number = held(&self.slot).take(line.clone()).ok_or(AlreadyRunning)?;
        let slot = Arc::clone(&self.slot);
        tauri::async_runtime::spawn(async move {
            while let Some(event) = events.recv().await {
                let view = V::from(&event);
                // Before it is shown: the answer may be quick.
                held(&slot).ask(number, event);
                if !show(view) {
                    return;
                }
            }
        });

        Ok(Ceremony {
            authenticators: &self.authenticators,
            slot: Arc::clone(&self.slot),
            number,
            line,
        })
    }

    /// Hands an answer to the authenticator that asked.
    pub(crate) fn answer(&self, answer: Answer) -> Result<(), NotAsked> {
        let mut slot = held(&self.slot);
        let question = slot.running.as_mut().and_then(|it| it.question.take());
        match (question, answer) {
            (Some(Question::Pin(reply)), Answer::Pin(pin)) => reply.send(pin),
            (Some(Question::Account(reply)), Answer::Account(place)) => reply.send(place),
            (question, _) => {
                if let Some(running) = &mut slot.running {
                    running.question = question;
                }
                return Err(NotAsked);
            }
        }

        Ok(())
    }

    /// Stops the ceremony that runs, if there is one.
    pub(crate) fn cancel(&self) {
        if let Some(running) = &held(&self.slot).running {
            running.line.cancel();
        }
    }

    /// Every kind of authenticator with whether it can be used for this domain now.
    pub(crate) async fn available(
        &self,
        domain: &PasskeyDomain,
    ) -> Result<Vec<(AuthenticatorKind, Availability)>, Error> {
        let party = relying_party(domain)?;
        let mut available = Vec::new();
        for authenticator in &self.authenticators {
            let availability = authenticator.availability(&party).await;
            available.push((authenticator.kind(), availability));
        }

        Ok(available)
    }

    /// Whether keys can be looked after here.
    pub(crate) fn manages_keys(&self) -> bool {
        manager(&self.authenticators).is_some()
    }

    /// Remembers what a key holds for an account.
    pub(crate) fn remember(&self, account: &AccountId, stored: Vec<StoredPasskey>) {
        *held(&self.listed) = Some((account.clone(), stored));
    }

    /// What a key was found to hold for an account.
    pub(crate) fn remembered(&self, account: &AccountId) -> Vec<StoredPasskey> {
        match &*held(&self.listed) {
            Some((owner, stored)) if owner == account => stored.clone(),
            Some(_) | None => Vec::new(),
        }
    }
}

impl Ceremony<'_> {
    /// Lets an authenticator make a passkey; answers what the provider is to hear.
    pub(crate) async fn create(
        &self,
        kind: AuthenticatorKind,
        request: PasskeyRequest,
    ) -> Result<Value, Error> {
        let options = CreationOptions::parse(&request.options, &relying_party(&request.domain)?)?;
        let authenticator = self.authenticator(kind)?;
        let made = authenticator.create(&options, self.line.clone());

        Ok(unless_superseded(made, request).await?.to_json())
    }

    /// Lets an authenticator use a passkey; answers what the provider is to hear.
    pub(crate) async fn get(
        &self,
        kind: AuthenticatorKind,
        request: PasskeyRequest,
    ) -> Result<Value, Error> {
        let options = RequestOptions::parse(&request.options, &relying_party(&request.domain)?)?;

        self.assert(kind, options, request).await
    }

    /// The same, with proof of who is there and not of somebody only.
    pub(crate) async fn confirm(
        &self,
        kind: AuthenticatorKind,
        request: PasskeyRequest,
    ) -> Result<Value, Error> {
        let options = RequestOptions::parse(&request.options, &relying_party(&request.domain)?)?;

        self.assert(kind, options.requiring_verification(), request)
            .await
    }

    /// Sets the PIN of a key, or another one.
    pub(crate) async fn change_pin(&self) -> Result<(), Error> {
        self.manager()?.change_pin(self.line.clone()).await
    }

    /// What a key holds for this domain.
    pub(crate) async fn list(&self, domain: &PasskeyDomain) -> Result<Vec<StoredPasskey>, Error> {
        let party = relying_party(domain)?;

        self.manager()?.list(&party, self.line.clone()).await
    }

    /// Deletes a passkey from the key that holds it.
    pub(crate) async fn delete(&self, passkey: &StoredPasskey) -> Result<(), Error> {
        self.manager()?.delete(passkey, self.line.clone()).await
    }

    async fn assert(
        &self,
        kind: AuthenticatorKind,
        options: RequestOptions,
        request: PasskeyRequest,
    ) -> Result<Value, Error> {
        let authenticator = self.authenticator(kind)?;
        let used = authenticator.get(&options, self.line.clone());

        Ok(unless_superseded(used, request).await?.to_json())
    }

    fn authenticator(&self, kind: AuthenticatorKind) -> Result<&dyn Authenticator, Error> {
        let found = self.authenticators.iter().find(|it| it.kind() == kind);

        found.map(|it| &**it).ok_or(Error::NotSupported)
    }

    fn manager(&self) -> Result<&dyn KeyManagement, Error> {
        manager(self.authenticators).ok_or(Error::NotSupported)
    }
}

impl Drop for Ceremony<'_> {
    fn drop(&mut self) {
        self.line.cancel();
        let mut slot = held(&self.slot);
        if slot
            .running
            .as_ref()
            .is_some_and(|it| it.number == self.number)
        {
            slot.running = None;
        }
    }
}

impl Slot {
    /// Takes the place, where it is free.
    fn take(&mut self, line: Interaction) -> Option<u64> {
        if self.running.is_some() {
            return None;
        }
        self.last_number += 1;
        self.running = Some(Running {
            number: self.last_number,
            line,
            question: None,
        });

        Some(self.last_number)
    }

    /// Keeps the way back for the answer to a question; other events leave an open question open.
    fn ask(&mut self, number: u64, event: Event) {
        let question = match event {
            Event::EnterPin { reply, .. } | Event::ChoosePin { reply, .. } => Question::Pin(reply),
            Event::SelectAccount { reply, .. } => Question::Account(reply),
            Event::InsertKey
            | Event::SelectDevice { .. }
            | Event::Touch { .. }
            | Event::VerifyAgain { .. }
            | Event::ShowQr { .. }
            | Event::Phone(_)
            | Event::SystemDialog
            | _ => return,
        };
        if let Some(running) = &mut self.running
            && running.number == number
        {
            running.question = Some(question);
        }
    }
}

/// The identifier of a passkey, as providers and the page write it.
pub(crate) fn credential_id(passkey: &StoredPasskey) -> String {
    URL_SAFE_NO_PAD.encode(passkey.credential_id())
}

/// Whether no passkey can have been made by a ceremony that failed so. A key that went away, or whose answer cannot be
/// read, may have made one all the same.
pub(crate) fn made_nothing(error: &Error) -> bool {
    !matches!(error, Error::Gone | Error::Answer(_))
}

/// What a key says of a passkey, as the core wants to hear it.
pub(crate) fn entry(passkey: &StoredPasskey) -> KeyEntry {
    KeyEntry {
        credential_id: credential_id(passkey),
        user_handle: URL_SAFE_NO_PAD.encode(passkey.user_handle()),
        user_name: passkey.user_name().map(str::to_owned),
    }
}

fn relying_party(domain: &PasskeyDomain) -> Result<RelyingParty, Error> {
    RelyingParty::new(&domain.domain, &domain.origin)
}

fn manager(authenticators: &[Arc<dyn Authenticator>]) -> Option<&dyn KeyManagement> {
    authenticators.iter().find_map(|it| it.management())
}

/// An answer that nobody waits for any more is not asked for to the end.
async fn unless_superseded<T>(
    answer: passkey::Answer<'_, Result<T, Error>>,
    mut request: PasskeyRequest,
) -> Result<T, Error> {
    tokio::select! {
        biased;
        () = request.superseded() => Err(Error::Cancelled),
        answer = answer => answer,
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is in there is replaced as a whole: whoever panicked while holding it left it usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
