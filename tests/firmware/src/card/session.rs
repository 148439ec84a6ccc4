//! What ISO 7816-4 keeps between two commands.

use apdu_app::{App, Interface};
use heapless::Vec as FixedVec;
use iso7816::command::CommandView;

use super::Command;
use crate::boot::{Firmware, MAX_MESSAGE};

/// FIDO (CTAP 2.1 §11.3.3).
const APPLICATION: &[u8] = &[0xa0, 0x00, 0x00, 0x06, 0x47, 0x2f, 0x00, 0x01];
/// Chooses an application (ISO 7816-4 §11.2.2).
const SELECT: u8 = 0xa4;
/// Asks for the rest of an answer (ISO 7816-4 §11.6.1).
const GET_RESPONSE: u8 = 0xc0;
/// More of the same command follows (ISO 7816-4 §5.4.1).
const CHAINING: u8 = 0x10;
/// Carries a CTAP2 command (CTAP 2.1 §11.3.5.1).
const NFCCTAP_MSG: u8 = 0x10;

const DONE: u16 = 0x9000;
const MORE: u16 = 0x6100;
const WRONG_LENGTH: u16 = 0x6700;
const NOT_SELECTED: u16 = 0x6985;
const NOT_FOUND: u16 = 0x6a82;

#[derive(Default)]
pub(super) struct Session {
    is_selected: bool,
    chain: Vec<u8>,
    pending: Vec<u8>,
}

impl Session {
    /// The CTAP2 command that becomes whole with this message.
    pub(super) fn command(&self, message: &[u8]) -> Option<Command> {
        let command = CommandView::try_from(message).ok()?;
        let is_last = message[0] & CHAINING == 0;
        if !is_last || message[1] != NFCCTAP_MSG {
            return None;
        }
        let first = self.chain.first().or_else(|| command.data().first());

        Command::ALL
            .into_iter()
            .find(|known| Some(&known.code()) == first)
    }

    pub(super) fn answer(&mut self, firmware: &mut Firmware<'_>, message: &[u8]) -> Vec<u8> {
        let Ok(command) = CommandView::try_from(message) else {
            return status(WRONG_LENGTH);
        };
        let wanted = match command.expected() {
            0 => 256,
            some => some,
        };
        let is_extended = message.len() > 7 && message[4] == 0;
        let mut reply: FixedVec<u8, MAX_MESSAGE> = FixedVec::new();

        match message[1] {
            SELECT => {
                *self = Self::default();
                if command.data() != APPLICATION {
                    return status(NOT_FOUND);
                }
                match firmware.select(Interface::Contactless, command, &mut reply) {
                    Ok(()) => {
                        self.is_selected = true;
                        [&reply[..], &status(DONE)].concat()
                    }
                    Err(error) => status(error.into()),
                }
            }
            GET_RESPONSE => self.next(wanted, is_extended),
            _ if !self.is_selected => status(NOT_SELECTED),
            _ if message[0] & CHAINING != 0 => {
                self.chain.extend(command.data());
                status(DONE)
            }
            _ => {
                let Some(whole) = self.whole(message, command.data()) else {
                    return status(WRONG_LENGTH);
                };
                let Ok(command) = CommandView::try_from(&whole[..]) else {
                    return status(WRONG_LENGTH);
                };
                match firmware.call(Interface::Contactless, command, &mut reply) {
                    Ok(()) => {
                        self.pending = reply.to_vec();
                        self.next(wanted, is_extended)
                    }
                    Err(error) => status(error.into()),
                }
            }
        }
    }

    /// A command whose data came in several parts; nothing if it is longer than a command may be.
    fn whole(&mut self, last: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        if self.chain.is_empty() {
            return Some(last.to_vec());
        }
        self.chain.extend(data);
        let chain = std::mem::take(&mut self.chain);
        let length = u16::try_from(chain.len()).ok()?.to_be_bytes();

        Some([&last[..4], &[0], &length, &chain, &[0, 0]].concat())
    }

    fn next(&mut self, wanted: usize, is_extended: bool) -> Vec<u8> {
        let most = if is_extended { 65536 } else { wanted.min(256) };
        let part: Vec<u8> = self.pending.drain(..self.pending.len().min(most)).collect();
        let left = u16::try_from(self.pending.len())
            .unwrap_or(u16::MAX)
            .min(255);

        [part, status(if left == 0 { DONE } else { MORE | left })].concat()
    }
}

fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}
