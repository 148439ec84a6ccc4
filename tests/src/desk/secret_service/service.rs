//! `org.freedesktop.Secret.Service`.

use std::{collections::HashMap, sync::Arc};

use zbus::{
    ObjectServer, interface,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::{
    LOGIN, PATH, Refused, SECOND, Shared, held, item_path, path_of,
    prompt::{self, Prompt},
    session::{ALGORITHM, PUBLIC_KEY, Session},
};

pub(super) struct Service(pub(super) Shared);

/// "No object" in this API.
pub(super) fn none() -> OwnedObjectPath {
    path("/")
}

pub(super) fn path(text: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(text).unwrap_or_default()
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn open_session(
        &self,
        algorithm: &str,
        input: OwnedValue,
    ) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        let refused = |why: &str| zbus::fdo::Error::NotSupported(why.to_owned());
        if algorithm != ALGORITHM {
            return Err(refused(algorithm));
        }
        let key = Vec::<u8>::try_from(input).map_err(|_| refused("no key"))?;
        let session = Session::with(&key).map_err(|_| refused("no key"))?;

        let mut kept = held(&self.0);
        let id = kept.next_id();
        let name = format!("{PATH}/session/{id}");
        kept.sessions.insert(name.clone(), session);
        let ours = Value::from(PUBLIC_KEY.to_vec());
        let ours = OwnedValue::try_from(ours).map_err(|_| refused("no key"))?;

        Ok((ours, path(&name)))
    }

    fn read_alias(&self, name: &str) -> OwnedObjectPath {
        if name == "default" {
            return path(&path_of(LOGIN));
        }

        none()
    }

    fn search_items(
        &self,
        attributes: HashMap<String, String>,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let kept = held(&self.0);
        let found = kept.search(&attributes);
        let (locked, open): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|(_, entry)| kept.is_locked(entry.collection));
        let paths = |found: Vec<(u32, _)>| {
            let paths = found.into_iter().map(|(id, _)| path(&item_path(id)));
            paths.collect()
        };

        (paths(open), paths(locked))
    }

    async fn unlock(
        &self,
        objects: Vec<OwnedObjectPath>,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> Result<(Vec<OwnedObjectPath>, OwnedObjectPath), Refused> {
        let (is_locked, id) = {
            let mut kept = held(&self.0);
            let is_locked = kept.is_locked(LOGIN) || kept.is_locked(SECOND);
            (is_locked, kept.next_id())
        };
        if !is_locked {
            return Ok((objects, none()));
        }
        let place = prompt::path_of(id);
        server
            .at(place.as_str(), Prompt::new(&self.0, objects))
            .await?;

        Ok((Vec::new(), path(&place)))
    }

    #[zbus(property)]
    fn collections(&self) -> Vec<OwnedObjectPath> {
        let _ = Arc::strong_count(&self.0);

        [LOGIN, SECOND].map(|it| path(&path_of(it))).to_vec()
    }
}
