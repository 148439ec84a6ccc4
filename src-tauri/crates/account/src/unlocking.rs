//! Waiting while the system asks the person for the password of their keychain.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::oneshot, time::timeout};

use crate::{context::Context, ports::VaultError};

/// Whoever has not answered by then may not have seen the question: it often opens behind the window.
const PATIENCE: Duration = Duration::from_secs(2);

/// The one question that may stand at a time.
#[derive(Default)]
pub(crate) struct Unlocking(Mutex<Question>);

#[derive(Default)]
enum Question {
    #[default]
    None,
    /// The system asks; sending takes the question back.
    Asked(oneshot::Sender<()>),
    /// It still does, and the person was told so.
    Waiting(oneshot::Sender<()>),
    /// It was taken back and is about to disappear.
    TakenBack,
}

impl Unlocking {
    /// Begins a question, unless one stands: a second one would lie behind the first.
    fn begin(&self) -> Option<(Standing<'_>, oneshot::Receiver<()>)> {
        let mut question = self.question();
        if !matches!(*question, Question::None) {
            return None;
        }
        let (take_back, taken_back) = oneshot::channel();
        *question = Question::Asked(take_back);

        Some((Standing(self), taken_back))
    }

    /// Whether the person was told that the system waits for them, and it still does.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(*self.question(), Question::Waiting(_))
    }

    /// Takes the question back, if there is one.
    pub(crate) fn cancel(&self) {
        let mut question = self.question();
        match std::mem::take(&mut *question) {
            Question::None => {}
            Question::Asked(take_back) | Question::Waiting(take_back) => {
                // Whoever does not listen any more has been answered.
                let _ = take_back.send(());
                *question = Question::TakenBack;
            }
            Question::TakenBack => *question = Question::TakenBack,
        }
    }

    fn note_waiting(&self) {
        let mut question = self.question();
        *question = match std::mem::take(&mut *question) {
            Question::Asked(take_back) => Question::Waiting(take_back),
            question @ (Question::None | Question::Waiting(_) | Question::TakenBack) => question,
        };
    }

    fn question(&self) -> MutexGuard<'_, Question> {
        // Replaced as a whole: whoever panicked while holding it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The question stands as long as this lives, however its caller ends.
struct Standing<'a>(&'a Unlocking);

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        *self.0.question() = Question::None;
    }
}

/// Lets the system ask once, and tells the page when the person takes their time, and when nothing came of it.
///
/// # Errors
/// Why the vault is still closed.
pub(crate) async fn unlock(context: &Context) -> Result<(), VaultError> {
    let Some((standing, taken_back)) = context.unlocking.begin() else {
        return Err(VaultError::Waiting);
    };
    let answer = tokio::select! {
        answer = answer(context) => answer,
        _ = taken_back => Err(VaultError::Denied),
    };
    drop(standing);
    if let Err(error) = answer {
        context.set_vault(Err(error));
    }

    answer
}

async fn answer(context: &Context) -> Result<(), VaultError> {
    let mut asked = context.ports.vault.unlock();
    if let Ok(answer) = timeout(PATIENCE, &mut asked).await {
        return answer;
    }
    context.unlocking.note_waiting();
    context.set_vault(Err(VaultError::Waiting));

    asked.await
}
