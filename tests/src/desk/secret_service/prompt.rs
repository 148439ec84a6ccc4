//! `org.freedesktop.Secret.Prompt`, and who sits before it.

use std::sync::Arc;

use zbus::{
    interface,
    object_server::SignalEmitter,
    zvariant::{OwnedObjectPath, Value},
};

use super::{PATH, Refused, Shared, held};

/// What the person does who is asked for the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// They type it.
    Answers,
    /// They close the question.
    Dismisses,
    /// They do nothing.
    LooksAway,
}

pub(super) struct Prompt {
    kept: Shared,
    objects: Vec<OwnedObjectPath>,
}

pub(super) fn path_of(id: u32) -> String {
    format!("{PATH}/prompt/{id}")
}

impl Prompt {
    pub(super) fn new(kept: &Shared, objects: Vec<OwnedObjectPath>) -> Self {
        Self {
            kept: Arc::clone(kept),
            objects,
        }
    }
}

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(
        &self,
        _window: &str,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<(), Refused> {
        let person = {
            let mut kept = held(&self.kept);
            kept.asked += 1;
            kept.person
        };
        match person {
            Person::Answers => held(&self.kept).unlock_all(),
            Person::Dismisses => {}
            Person::LooksAway => return Ok(()),
        }
        let unlocked = Value::from(self.objects.clone());
        Self::completed(&emitter, person == Person::Dismisses, unlocked).await?;

        Ok(())
    }

    async fn dismiss(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<(), Refused> {
        held(&self.kept).taken_back += 1;
        let nothing = Value::from(Vec::<OwnedObjectPath>::new());
        Self::completed(&emitter, true, nothing).await?;

        Ok(())
    }

    #[zbus(signal)]
    async fn completed(
        emitter: &SignalEmitter<'_>,
        dismissed: bool,
        result: Value<'_>,
    ) -> zbus::Result<()>;
}
