//! A security key in memory, behind the virtual HID device of `libwebauthn`.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use ctaphid_app::{App, Command};
use firmware::{Finger, MAX_MESSAGE, Shape, boot};
use libwebauthn::transport::hid::{
    HidDevice, HidPipeBackend,
    framing::{HidCommand, HidMessage},
    virtual_device,
};
use tokio::task::block_in_place;

use super::{super::security_key::SecurityKey, person::Person, relying_party::PIN};
use crate::KeyManagement;

/// A key that is plugged in, and the finger above it.
pub(super) struct VirtualKey {
    device: HidDevice,
    finger: Finger,
}

impl VirtualKey {
    /// A new key that is touched whenever it asks.
    pub(super) fn touched() -> Self {
        Self::plug_in(Finger::touching())
    }

    /// A new key that nobody touches.
    pub(super) fn untouched() -> Self {
        Self::plug_in(Finger::away())
    }

    pub(super) fn touch_from_now_on(&self) {
        self.finger.touch_from_now_on();
    }

    pub(super) fn leave_alone(&self) {
        self.finger.leave_alone();
    }

    /// Gives it its first PIN.
    pub(super) async fn set_pin(&self) {
        let (interaction, _) = Person::typing(&[PIN]).sits_down();
        self.alone().change_pin(interaction).await.unwrap();
    }

    /// The back-end under test, with this key alone.
    pub(super) fn alone(&self) -> SecurityKey {
        SecurityKey::these(vec![self.device.clone()])
    }

    /// The back-end under test, with another key beside this one.
    pub(super) fn beside(&self, other: &Self) -> SecurityKey {
        SecurityKey::these(vec![self.device.clone(), other.device.clone()])
    }

    fn plug_in(finger: Finger) -> Self {
        let (to_key, questions) = channel();
        let (answers, from_key) = channel();
        let touched_by = finger.clone();
        thread::spawn(move || serve(touched_by, &questions, &answers));

        Self {
            device: virtual_device(Pipe { to_key, from_key }),
            finger,
        }
    }
}

fn serve(finger: Finger, questions: &Receiver<HidMessage>, answers: &Sender<HidMessage>) {
    boot(finger, Shape::Usb, |key| {
        while let Ok(question) = questions.recv() {
            if answers.send(answer(key, question)).is_err() {
                break;
            }
        }
    });
}

fn answer<A: App<'static>>(key: &mut A, question: HidMessage) -> HidMessage {
    let mut answer = question.clone();
    match question.cmd {
        HidCommand::Init => {
            // Channel, protocol version 2, device version 0.0.0; CBOR, and no U2F.
            answer.payload.extend([1, 2, 3, 4, 2, 0, 0, 0, 0x04 | 0x08]);
        }
        HidCommand::Cbor => {
            let mut reply = heapless_bytes::Bytes::<MAX_MESSAGE>::new();
            key.call(Command::Cbor, &question.payload, reply.as_mut_view())
                .unwrap();
            answer.payload = reply.to_vec();
        }
        HidCommand::Ping
        | HidCommand::Msg
        | HidCommand::Lock
        | HidCommand::Wink
        | HidCommand::Cancel
        | HidCommand::Sync
        | HidCommand::KeepAlive
        | HidCommand::Error => answer.payload.clear(),
    }

    answer
}

#[derive(Debug)]
struct Pipe {
    to_key: Sender<HidMessage>,
    from_key: Receiver<HidMessage>,
}

impl HidPipeBackend for Pipe {
    fn send(&mut self, message: &HidMessage) {
        drop(self.to_key.send(message.clone()));
    }

    fn recv(&mut self) -> HidMessage {
        // The virtual device is read within the runtime; without this nothing else would run until the key answers.
        block_in_place(|| self.from_key.recv().unwrap())
    }
}
