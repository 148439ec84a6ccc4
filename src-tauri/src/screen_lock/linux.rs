//! Screen savers tell it on the session bus, logind on the system bus.

use std::thread;

use tokio::sync::watch;
use zbus::{
    MatchRule, Message,
    blocking::{Connection, MessageIterator},
    message::Type,
};

/// Interface and member of a signal, and whether it only counts when it says yes.
type Signal = (&'static str, &'static str, bool);

/// Desktops implement one of these, some both.
const OF_SESSION: [Signal; 2] = [
    ("org.freedesktop.ScreenSaver", "ActiveChanged", true),
    ("org.gnome.ScreenSaver", "ActiveChanged", true),
];
/// `org.freedesktop.login1(5)`: the session is to be locked, the machine is about to sleep.
const OF_SYSTEM: [Signal; 2] = [
    ("org.freedesktop.login1.Session", "Lock", false),
    ("org.freedesktop.login1.Manager", "PrepareForSleep", true),
];
/// Signals that wait; of a flood the first is enough.
const QUEUE: usize = 8;

pub(super) fn listen(times: &watch::Sender<u32>) {
    listen_on(Connection::session, &OF_SESSION, times);
    listen_on(Connection::system, &OF_SYSTEM, times);
}

/// Listens on a bus for as long as it is there. On a thread of its own for each signal: a bus may take long to answer,
/// and they are silent for hours.
fn listen_on(
    bus: fn() -> zbus::Result<Connection>,
    signals: &'static [Signal],
    times: &watch::Sender<u32>,
) {
    let times = times.clone();
    thread::spawn(move || {
        let Ok(bus) = bus() else {
            tracing::info!("a bus is not there, so locks of the screen are not heard of on it");
            return;
        };
        for signal in signals {
            let (bus, times) = (bus.clone(), times.clone());
            thread::spawn(move || {
                if let Err(error) = hear(&bus, signal, &times) {
                    tracing::info!(%error, signal = signal.1, "locks of the screen are not heard of");
                }
            });
        }
    });
}

fn hear(
    bus: &Connection,
    (interface, member, must_say_yes): &Signal,
    times: &watch::Sender<u32>,
) -> zbus::Result<()> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(*interface)?
        .member(*member)?
        .build();
    for message in MessageIterator::for_match_rule(rule, bus, Some(QUEUE))? {
        if !must_say_yes || says_yes(&message?) {
            times.send_modify(|times| *times = times.wrapping_add(1));
        }
    }

    Ok(())
}

/// Whoever sends it, the worst that comes of it is a covered secret.
fn says_yes(message: &Message) -> bool {
    message.body().deserialize().unwrap_or(false)
}
