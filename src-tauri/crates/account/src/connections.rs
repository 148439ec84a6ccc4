//! All connections: those of the team's file and those that the person added.

use serde::{Deserialize, Serialize};

use crate::{
    connection::{Connection, ConnectionId, RedirectWay, Settings, SignInWay},
    draft::{ConnectionDraft, DraftSettings, PasskeyDraft},
    error::Error,
    invalid::{Invalid, InvalidReason},
    passkeys::PasskeyDomain,
    ports::{RecordError, Records},
};

/// All connections: those of the team's file first, then in the order in which they were added.
pub(crate) struct Connections {
    all: Vec<Connection>,
    /// A file of a newer version is read as far as it goes and never overwritten.
    is_read_only: bool,
}

const DOCUMENT: &str = "connections";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    connections: Vec<Added>,
}

#[derive(Serialize, Deserialize)]
struct Added {
    id: ConnectionId,
    name: String,
    #[serde(flatten)]
    provider: AddedProvider,
    redirect: RedirectWay,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    dpop: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<SignInWay>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    providers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passkeys: Option<PasskeyDomain>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "provider", rename_all = "snake_case")]
enum AddedProvider {
    Auth0 {
        base_url: String,
        client_id: String,
    },
    Nhost {
        base_url: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        graphql_url: Option<String>,
    },
}

/// What reading the person's own connections gave besides connections.
pub(crate) enum Reading {
    Fine,
    /// Damaged, and put aside.
    Corrupt,
}

impl Connections {
    /// Reads the person's own connections and puts them behind the preset ones.
    pub(crate) fn read(
        records: &dyn Records,
        preset: Vec<Connection>,
    ) -> Result<(Self, Reading), RecordError> {
        let mut connections = Self {
            all: preset,
            is_read_only: false,
        };
        let Some(bytes) = records.read(DOCUMENT)? else {
            return Ok((connections, Reading::Fine));
        };
        let Ok(document) = serde_json::from_slice::<Document>(&bytes) else {
            records.set_aside(DOCUMENT)?;
            return Ok((connections, Reading::Corrupt));
        };

        connections.is_read_only = document.version > VERSION;
        for added in document.connections {
            // A preset under the same id has the last word, and what no longer passes the checks is left out.
            let is_known = connections.find(&added.id).is_some();
            let checked = draft_of(&added).check(added.id, None, false);
            if let (false, Ok(connection)) = (is_known, checked) {
                connections.all.push(connection);
            }
        }

        Ok((connections, Reading::Fine))
    }

    /// Only the preset ones, where the person's own cannot be read; what cannot be read is not overwritten.
    pub(crate) fn preset_only(preset: Vec<Connection>) -> Self {
        Self {
            all: preset,
            is_read_only: true,
        }
    }

    pub(crate) fn all(&self) -> &[Connection] {
        &self.all
    }

    pub(crate) fn find(&self, id: &ConnectionId) -> Option<&Connection> {
        self.all.iter().find(|connection| connection.id == *id)
    }

    pub(crate) fn add(
        &mut self,
        records: &dyn Records,
        draft: &ConnectionDraft,
    ) -> Result<Connection, Error> {
        self.writable()?;
        let mut connection = draft.check(ConnectionId::parse("new")?, None, false)?;
        connection.id = ConnectionId::for_name(&connection.name, |id| self.find(id).is_some());
        if self
            .all
            .iter()
            .any(|known| known.settings.is_same_place(&connection.settings))
        {
            return Err(Invalid {
                field: address_field(&draft.settings),
                reason: InvalidReason::AlreadyExists,
            }
            .into());
        }

        let mut next = self.all.clone();
        next.push(connection.clone());
        save(records, &next)?;
        self.all = next;

        Ok(connection)
    }

    pub(crate) fn remove(&mut self, records: &dyn Records, id: &ConnectionId) -> Result<(), Error> {
        let connection = self.find(id).ok_or(Error::NotFound)?;
        if connection.preset {
            return Err(Error::Managed);
        }
        self.writable()?;

        let next: Vec<Connection> = self
            .all
            .iter()
            .filter(|known| known.id != *id)
            .cloned()
            .collect();
        save(records, &next)?;
        self.all = next;

        Ok(())
    }

    /// Forgets what the person added.
    pub(crate) fn clear(&mut self, records: &dyn Records) -> Result<(), Error> {
        records.delete(DOCUMENT)?;
        self.all.retain(|connection| connection.preset);
        self.is_read_only = false;

        Ok(())
    }

    fn writable(&self) -> Result<(), Error> {
        if self.is_read_only {
            Err(Error::Files(RecordError::Newer))
        } else {
            Ok(())
        }
    }
}

fn save(records: &dyn Records, connections: &[Connection]) -> Result<(), Error> {
    let added = connections
        .iter()
        .filter(|connection| !connection.preset)
        .map(added_of)
        .collect();
    let document = Document {
        version: VERSION,
        connections: added,
    };
    let bytes = serde_json::to_vec_pretty(&document).map_err(Error::defect)?;

    Ok(records.write(DOCUMENT, &bytes)?)
}

fn added_of(connection: &Connection) -> Added {
    let provider = match &connection.settings {
        Settings::Auth0 { base, client_id } => AddedProvider::Auth0 {
            base_url: base.to_string(),
            client_id: client_id.clone(),
        },
        Settings::Nhost { auth, graphql } => AddedProvider::Nhost {
            base_url: auth.to_string(),
            graphql_url: graphql.as_ref().map(ToString::to_string),
        },
    };

    Added {
        id: connection.id.clone(),
        name: connection.name.clone(),
        provider,
        redirect: connection.redirect,
        dpop: connection.dpop,
        also: connection.further_ways.clone(),
        providers: connection.providers.clone(),
        database: connection.database.clone(),
        passkeys: connection.passkeys.clone(),
    }
}

fn draft_of(added: &Added) -> ConnectionDraft {
    let settings = match &added.provider {
        AddedProvider::Auth0 {
            base_url,
            client_id,
        } => DraftSettings::Auth0At {
            base_url: base_url.clone(),
            client_id: client_id.clone(),
        },
        AddedProvider::Nhost {
            base_url,
            graphql_url,
        } => DraftSettings::NhostAt {
            base_url: base_url.clone(),
            graphql_url: graphql_url.clone(),
        },
    };

    ConnectionDraft {
        name: added.name.clone(),
        settings,
        redirect: added.redirect,
        dpop: added.dpop,
        also: added.also.clone(),
        providers: added.providers.clone(),
        database: added.database.clone(),
        passkeys: added
            .passkeys
            .clone()
            .map(PasskeyDraft::from)
            .unwrap_or_default(),
    }
}

fn address_field(settings: &DraftSettings) -> &'static str {
    match settings {
        DraftSettings::Auth0 { .. } => "domain",
        DraftSettings::Nhost { .. } => "subdomain",
        DraftSettings::Auth0At { .. } | DraftSettings::NhostAt { .. } => "base_url",
    }
}
