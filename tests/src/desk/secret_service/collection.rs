//! `org.freedesktop.Secret.Collection`.

use std::{collections::HashMap, sync::Arc};

use zbus::{
    ObjectServer, interface,
    zvariant::{OwnedObjectPath, OwnedValue},
};

use super::{
    Refused, Shared, held,
    item::{self, Item, Secret},
    item_path,
    service::{none, path},
};

const ATTRIBUTES: &str = "org.freedesktop.Secret.Item.Attributes";

pub(super) struct Collection {
    kept: Shared,
    name: &'static str,
}

impl Collection {
    pub(super) fn new(kept: &Shared, name: &'static str) -> Self {
        Self {
            kept: Arc::clone(kept),
            name,
        }
    }

    /// The number of the item, and whether it is a new one.
    fn keep(
        &self,
        attributes: HashMap<String, String>,
        secret: &Secret,
        replace: bool,
    ) -> Result<(u32, bool), Refused> {
        let mut kept = held(&self.kept);
        kept.open(self.name)?;
        let secret = item::decrypted(&kept, secret)?;
        let secret = kept.taken(secret);
        let known = kept.search(&attributes).into_iter().find(|(_, entry)| {
            replace && entry.collection == self.name && entry.attributes == attributes
        });
        if let Some((id, _)) = known {
            kept.open_entry(id)?.secret = secret;
            return Ok((id, false));
        }

        Ok((kept.add(self.name, attributes, secret), true))
    }
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    async fn create_item(
        &self,
        mut properties: HashMap<String, OwnedValue>,
        secret: Secret,
        replace: bool,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> Result<(OwnedObjectPath, OwnedObjectPath), Refused> {
        let attributes = properties.remove(ATTRIBUTES);
        let attributes = attributes.and_then(|it| HashMap::<String, String>::try_from(it).ok());
        let attributes = attributes.unwrap_or_default();
        let (id, is_new) = self.keep(attributes, &secret, replace)?;
        let place = item_path(id);
        if is_new {
            server.at(place.as_str(), Item::new(&self.kept, id)).await?;
        }

        Ok((path(&place), none()))
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        held(&self.kept).is_locked(self.name)
    }

    #[zbus(property)]
    fn label(&self) -> String {
        self.name.to_owned()
    }
}
