//! The one door of the page: every call comes in here, and every answer that leaves is a typed one.
//!
//! Tauri's own protocol runs whatever fits its arguments: of any size, in any number, and it answers a command that
//! panicked never. This one stands in its place, in front of all commands, and looks at a call before any of them runs:
//! who asks, how large and how deep it is, which arguments it names, and how many calls wait already.
//!
//! The isolation pattern of Tauri would look at calls from a second page. A script that takes over the first cannot get
//! round this door, because it stands in another process, and it costs no page and no encryption for every call.
//!
//! **Invariant:** no command runs for a call that did not come through here. What Tauri falls back to when a webview
//! refuses protocols, `postMessage`, is answered with a refusal.

mod answer;
mod call;

use std::{
    cell::Cell,
    collections::HashMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use tauri::{
    Manager as _, UriSchemeContext, UriSchemeResponder, Wry,
    http::{Method, Request},
    ipc::Invoke,
};
use tauri_specta::{Builder, BuilderConfiguration, LanguageExt};
use tokio::sync::Semaphore;

use self::{answer::Answer, call::Refused};
use super::error::{CallProblem, CommandError, camel_case};

/// The name under which Tauri's script in the page calls.
pub(crate) const SCHEME: &str = "ipc";
/// Calls that wait for their answer at once. A screen makes fewer than ten; more than this is a loop gone wrong, or
/// somebody who tries to keep the app from answering.
const ROOM: usize = 64;

thread_local! {
    /// Whether this thread is on its way from the door to a command.
    static IS_THROUGH: Cell<bool> = const { Cell::new(false) };
}

/// What has to be known about the commands to look at calls.
pub(crate) struct Door {
    /// The names of each command's arguments, as the page writes them.
    arguments: HashMap<String, Vec<String>>,
    room: Arc<Semaphore>,
}

impl Door {
    /// The door to these commands.
    pub(crate) fn to(contract: &Builder<Wry>) -> Self {
        let mut arguments = HashMap::new();
        // Reading the names cannot fail.
        let _ = contract.export(Names(&mut arguments), "");

        Self {
            arguments,
            room: Arc::new(Semaphore::new(ROOM)),
        }
    }

    /// Takes one call of the page and sees to it that it is answered, once.
    pub(crate) fn take(
        &self,
        context: &UriSchemeContext<'_, Wry>,
        request: Request<Vec<u8>>,
        responder: UriSchemeResponder,
    ) {
        let answer = Answer::through(move |response| responder.respond(response));
        match *request.method() {
            Method::POST => {}
            // A webview asks before it sends the headers of a call.
            Method::OPTIONS => return answer.allow_headers(),
            _ => return answer.refuse_method(),
        }
        let Some(window) = context
            .app_handle()
            .get_webview_window(context.webview_label())
        else {
            return answer.refuse(CallProblem::NotAllowed);
        };
        let (call, answer) = match self.look_at(request, answer) {
            Ok(it) => it,
            Err((Refused(problem), answer)) => return answer.refuse(problem),
        };

        run(move || {
            window.on_message(
                call,
                Box::new(move |_, _, response, _, _| answer.give(response)),
            );
        });
    }

    /// The call, and its answer with a place of its own.
    fn look_at(
        &self,
        request: Request<Vec<u8>>,
        mut answer: Answer,
    ) -> Result<(tauri::webview::InvokeRequest, Answer), (Refused, Answer)> {
        let call = match call::read(request, &self.arguments) {
            Ok(call) => call,
            Err(refused) => return Err((refused, answer)),
        };
        // What a channel sent is fetched in pieces by Tauri itself, which waits for nothing.
        if !call::is_of_tauri(&call.cmd) {
            let Ok(place) = Arc::clone(&self.room).try_acquire_owned() else {
                return Err((Refused(CallProblem::TooMany), answer));
            };
            answer.keep(place);
        }

        Ok((call, answer))
    }
}

/// Runs what leads to a command. A panic on this way ends the call and nothing else: the answer is dropped, which
/// answers it.
fn run(way: impl FnOnce()) {
    IS_THROUGH.set(true);
    // The call is given up as a whole, so nobody sees what it left half done.
    let _ = catch_unwind(AssertUnwindSafe(way));
    IS_THROUGH.set(false);
}

/// The commands, for calls that came through the door.
pub(crate) fn commands(
    contract: &Builder<Wry>,
) -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    let commands = contract.invoke_handler();

    move |invoke| {
        if !IS_THROUGH.get() {
            let problem = CallProblem::NotAllowed;
            invoke
                .resolver
                .reject(CommandError::CallRefused { problem });
            return true;
        }

        commands(invoke)
    }
}

/// Collects the names of the arguments, where others write a file for the page.
struct Names<'a>(&'a mut HashMap<String, Vec<String>>);

impl LanguageExt for Names<'_> {
    type Error = io::Error;

    fn export(self, contract: &BuilderConfiguration, _: &Path) -> io::Result<()> {
        self.0.extend(contract.commands.iter().map(|command| {
            let names = command.args.iter().map(|(name, _)| camel_case(name));

            (command.name.to_string(), names.collect())
        }));

        Ok(())
    }
}

#[cfg(test)]
mod tests;
