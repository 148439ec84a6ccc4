//! The handle that the window holds: every use case of the app is a method of it, here or, by subject, below.

mod access_tokens;
mod account;
mod connected;
mod factors;
mod linked;
mod passkeys;
mod sign_in;

use std::sync::Arc;

use protocol::http::Http;
use tokio::sync::watch;

use crate::{
    account::{self as records, AccountId, Keep, Reading},
    connection::{Connection, ConnectionId},
    connections::{self, Connections},
    context::Context,
    draft::ConnectionDraft,
    error::Error,
    orphans,
    picture::{self, Picture},
    ports::Ports,
    probe::{self, Probe},
    profile::ProfileReading,
    reading,
    session::{Session, SessionItem, Tokens},
    sign_out::{self, SignedOut},
    state::{NoticeContent, State},
    unlocking,
};

/// The app without its window. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    context: Arc<Context>,
}

/// What a file of the team gave: connections, and what could not be used.
#[derive(Clone, Debug, Default)]
pub struct Preset {
    /// Connections that cannot be removed on the page.
    pub connections: Vec<Connection>,
    /// What to tell the person about the file.
    pub notices: Vec<NoticeContent>,
}

impl Accounts {
    /// Reads what is remembered. Nothing is sent and the vault is not touched: call [`Self::look_around`] once the
    /// window stands.
    ///
    /// # Errors
    /// When the system has no certificate store to check providers against.
    pub fn open(ports: Ports, preset: Preset) -> Result<Self, Error> {
        let http =
            Http::new(concat!("Latchkey/", env!("CARGO_PKG_VERSION"))).map_err(Error::defect)?;
        let mut notices = preset.notices;

        let place = |name: &str| ports.records.place(name);
        let connections = match Connections::read(&*ports.records, preset.connections.clone()) {
            Ok((connections, connections::Reading::Fine)) => connections,
            Ok((connections, connections::Reading::Corrupt)) => {
                notices.push(NoticeContent::FilesCorrupt {
                    path: place("connections"),
                });
                connections
            }
            Err(error) => {
                notices.push(NoticeContent::of_files(error, place("connections")));
                Connections::preset_only(preset.connections)
            }
        };
        let records = match records::read_all(&*ports.records) {
            Ok(Reading::Fine(records)) => records,
            Ok(Reading::Corrupt) => {
                notices.push(NoticeContent::FilesCorrupt {
                    path: place("accounts"),
                });
                Vec::new()
            }
            Err(error) => {
                notices.push(NoticeContent::of_files(error, place("accounts")));
                Vec::new()
            }
        };

        let context = Arc::new(Context::new(ports, http, connections));
        for record in records {
            // An account whose connection is gone has nowhere to go; it comes back with the connection.
            if context.connection(&record.connection).is_ok() {
                context.add_session(Arc::new(Session::new(
                    record,
                    Keep::Vault,
                    Tokens::default(),
                )));
            } else {
                context.dormant().push(record);
            }
        }
        for notice in notices {
            context.notify(notice);
        }
        context.publish();

        Ok(Self { context })
    }

    /// How things stand, now and after every change.
    pub fn state(&self) -> watch::Receiver<State> {
        self.context.subscribe()
    }

    /// Looks whether the vault is open and still has what it should.
    pub async fn look_around(&self) {
        // What is wrong is part of the state; there is nobody to tell an error to.
        if self.check_vault().await.is_err() {
            for session in self.context.sessions() {
                session.look(&self.context).await;
            }
        }
    }

    /// Proves that the vault can be written without asking the person; answers its name. What could not be saved
    /// before is saved now, and accounts that the list has lost come back.
    ///
    /// # Errors
    /// Why it is closed.
    pub async fn check_vault(&self) -> Result<String, Error> {
        let name = self.context.check_vault().await?;
        orphans::bring_back(&self.context).await;
        for session in self.context.sessions() {
            session.save_again(&self.context).await;
            session.look(&self.context).await;
        }

        Ok(name)
    }

    /// Lets the system ask the person to unlock the vault. When they take their time, the state says so.
    ///
    /// # Errors
    /// Why it is still closed: `Denied` when the person closed the question or took it back, `Waiting` when an
    /// earlier question still stands.
    pub async fn unlock_vault(&self) -> Result<String, Error> {
        unlocking::unlock(&self.context).await?;

        self.check_vault().await
    }

    /// Takes the question back that [`Self::unlock_vault`] has made the system ask, if it still stands.
    pub fn cancel_unlock(&self) {
        self.context.unlocking.cancel();
    }

    /// Asks a provider who it is, before the connection is kept.
    ///
    /// # Errors
    /// What is wrong with the draft, or that nobody, or somebody else, answers there.
    pub async fn probe_connection(&self, draft: &ConnectionDraft) -> Result<Probe, Error> {
        probe::probe(&self.context, draft).await
    }

    /// Keeps a connection.
    ///
    /// # Errors
    /// What is wrong with the draft, or with the app's files.
    pub fn add_connection(&self, draft: &ConnectionDraft) -> Result<Connection, Error> {
        let added = self
            .context
            .connections()
            .add(&*self.context.ports.records, draft)?;
        self.context.publish();

        Ok(added)
    }

    /// Removes a connection that the person added; accounts there are signed out first.
    ///
    /// # Errors
    /// When a file of the team put it there, or an account cannot be signed out.
    pub async fn remove_connection(&self, id: &ConnectionId) -> Result<(), Error> {
        if self.context.connection(id)?.preset {
            return Err(Error::Managed);
        }
        for session in self.context.sessions() {
            if session.record().connection == *id {
                self.sign_out(&session.id).await?;
            }
        }
        self.context.errands().remove(id);
        self.context.steps().remove(id);
        self.context
            .connections()
            .remove(&*self.context.ports.records, id)?;
        self.context.publish();

        Ok(())
    }

    /// Ends a session here in any case, and at the provider when it answers.
    ///
    /// # Errors
    /// When the vault does not let go of it; then nothing has changed.
    pub async fn sign_out(&self, account: &AccountId) -> Result<SignedOut, Error> {
        sign_out::sign_out(&self.context, account).await
    }

    /// The last known profile at once; one that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn profile(&self, account: &AccountId) -> Result<ProfileReading, Error> {
        reading::known(&self.context, account).await
    }

    /// The profile, read anew. When that fails and an older one is known, that one comes with the reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_profile(&self, account: &AccountId) -> Result<ProfileReading, Error> {
        reading::anew(&self.context, account).await
    }

    /// The picture of an account, or `None` where there is none to show.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn picture(&self, account: &AccountId) -> Result<Option<Picture>, Error> {
        picture::picture(&self.context, account).await
    }

    /// Waits until no refresh token is on its way: whatever a provider has handed out is saved then. For the end of
    /// the app.
    pub async fn at_rest(&self) {
        for session in self.context.sessions() {
            drop(session.lock().await);
        }
    }

    /// Puts a notice away.
    pub fn dismiss_notice(&self, id: u32) {
        self.context.dismiss(id);
    }

    /// Tells the person something that the window found.
    pub fn notify(&self, content: NoticeContent) {
        self.context.notify(content);
    }

    /// Signs everybody out and forgets everything that is not preset.
    ///
    /// # Errors
    /// When the vault or the files do not let go; what was reached so far stays so.
    pub async fn reset(&self) -> Result<(), Error> {
        for session in self.context.sessions() {
            self.sign_out(&session.id).await?;
        }
        let dormant = self.context.dormant().clone();
        for record in dormant {
            crate::factors::forget(&*self.context.ports.records, &record.id);
            self.context
                .ports
                .vault
                .delete(&SessionItem::name(&record.id))
                .await?;
        }
        self.context.dormant().clear();
        orphans::delete(&self.context).await?;
        let store = &*self.context.ports.records;
        records::forget_all(store)?;
        self.context.connections().clear(store)?;
        self.context.errands().clear();
        self.context.steps().clear();
        self.context.publish();

        Ok(())
    }
}
