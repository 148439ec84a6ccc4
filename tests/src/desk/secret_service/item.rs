//! `org.freedesktop.Secret.Item`.

use std::{collections::HashMap, sync::Arc};

use zbus::{ObjectServer, interface, zvariant::OwnedObjectPath};

use super::{Refused, Shared, held, item_path, kept::Kept, service::none};

/// A secret on its way: session, parameters, value, kind of content.
pub(super) type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

pub(super) struct Item {
    kept: Shared,
    id: u32,
}

impl Item {
    pub(super) fn new(kept: &Shared, id: u32) -> Self {
        Self {
            kept: Arc::clone(kept),
            id,
        }
    }
}

/// What a secret holds, if it was sent in a session that was opened here.
pub(super) fn decrypted(kept: &Kept, secret: &Secret) -> Result<Vec<u8>, Refused> {
    let (session, parameters, value, _) = secret;
    let no_session = || Refused::NoSession(session.to_string());
    let session = kept.sessions.get(session.as_str());
    let session = session.ok_or_else(no_session)?;

    session
        .decrypted(parameters, value)
        .map_err(|_| no_session())
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl Item {
    fn get_secret(&self, session: OwnedObjectPath) -> Result<(Secret,), Refused> {
        let mut kept = held(&self.kept);
        let secret = kept.open_entry(self.id)?.secret.clone();
        let known = kept.sessions.get(session.as_str());
        let known = known.ok_or_else(|| Refused::NoSession(session.to_string()))?;
        let (parameters, value) = known.encrypted(&secret);
        let kind = "application/octet-stream".to_owned();

        Ok(((session, parameters, value, kind),))
    }

    fn set_secret(&self, secret: Secret) -> Result<(), Refused> {
        let mut kept = held(&self.kept);
        let secret = decrypted(&kept, &secret)?;
        let secret = kept.taken(secret);
        kept.open_entry(self.id)?.secret = secret;

        Ok(())
    }

    async fn delete(
        &self,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> Result<OwnedObjectPath, Refused> {
        {
            let mut kept = held(&self.kept);
            kept.open_entry(self.id)?;
            kept.remove(self.id);
        }
        server.remove::<Self, _>(item_path(self.id)).await?;

        Ok(none())
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        let kept = held(&self.kept);
        let entry = kept.entry(self.id);

        entry.map_or(true, |entry| kept.is_locked(entry.collection))
    }

    #[zbus(property)]
    fn attributes(&self) -> HashMap<String, String> {
        let kept = held(&self.kept);
        let entry = kept.entry(self.id);

        entry.map_or_else(|_| HashMap::new(), |entry| entry.attributes.clone())
    }
}
