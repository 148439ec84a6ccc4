//! SIGKILL at random moments: in a sign-in, a refresh, an enrolment, a save, a sign-out, and while starting.
//!
//! `KILLS=1000` in the environment makes it a thousand, `SEED=7` another thousand.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use emulator::ADA;
use tests::{
    say,
    windowless::{Answer, Windowless},
};
use tokio::time::{Instant, sleep};

use crate::{
    bench::{AUTH0, Bench, NHOST, is_fine, state_at},
    numbers::{Random, number},
};

/// Enough to meet every deed several times, and short enough for every run of the tests.
const KILLS: u64 = 40;

/// What is done while the end comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Refresh,
    SignIn,
    Enrol,
    SignOut,
}

/// More refreshes than anything else: they are what an app does all day.
const DEEDS: [Deed; 10] = [
    Deed::Refresh,
    Deed::Refresh,
    Deed::Refresh,
    Deed::Refresh,
    Deed::Refresh,
    Deed::Refresh,
    Deed::SignIn,
    Deed::Enrol,
    Deed::Enrol,
    Deed::SignOut,
];

/// What came of it all.
#[derive(Debug, Default)]
struct Tally {
    survived: u64,
    /// Sessions at Auth0 that ended although nobody ended them.
    sign_outs: u64,
    /// Sessions at Nhost whose token was spent and whose successor never arrived: Nhost has no overlap.
    nhost_lost: u64,
    /// Somebody was about to sign out at Auth0, and has not signed in since.
    is_wanted_out: bool,
    is_nhost_lost: bool,
    /// Lost in any other way.
    odd: Vec<String>,
}

#[tokio::test]
async fn nobody_is_signed_out_by_an_app_that_is_killed() -> Result<()> {
    let (kills, seed) = (number("KILLS", KILLS)?, number("SEED", 1)?);
    let bench = Bench::set_up().await?;
    let mut random = Random(seed);
    let mut tally = Tally::default();
    // How long a deed takes here decides when its end may come; the first ones are only watched.
    let mut usual = Duration::from_millis(400);
    for _ in 0..kills {
        let deed = DEEDS[random.below(DEEDS.len() as u64) as usize];
        let moment = usual.mul_f64(random.share() * 1.25);
        let started = Instant::now();
        let mut app = Windowless::spawn(&bench.desk)?;
        let ended = tokio::time::timeout(moment, async {
            let told = look(&mut app).await?;
            tally.note(&told);
            tally.is_wanted_out |= deed == Deed::SignOut;
            perform(&bench, &mut app, deed, &told).await
        })
        .await;
        if let Ok(result) = ended {
            result?;
            usual = (usual * 7 + started.elapsed()) / 8;
        } else {
            usual += usual / 50;
        }
        app.kill().await?;
        bench.kept_sessions().await?;
        tally.survived += 1;
    }

    let told = bench.used_anew().await?;
    tally.note(&told);
    ensure!(bench.journals()?.is_empty(), "a journal was not cleared");
    ensure!(
        bench.emulator.reuse_detected() == 0,
        "a spent token was sent"
    );
    say::line(&format!("random_kills_seed: {seed}"));
    say::line(&format!(
        "random_kills_survived: {} of {kills}",
        tally.survived
    ));
    say::line(&format!(
        "random_kills_sign_outs_auth0: {} of 0",
        tally.sign_outs
    ));
    say::line(&format!(
        "random_kills_lost_answers_nhost: {} of {kills}",
        tally.nhost_lost
    ));
    ensure!(tally.sign_outs == 0 && tally.odd.is_empty(), "{tally:?}");

    Ok(())
}

/// How the accounts stand when the app starts, and when they are used.
async fn look(app: &mut Windowless) -> Result<String> {
    app.line("ready").await?;
    app.ask("look").await?.done()?;

    app.ask("read").await?.done()
}

async fn perform(bench: &Bench, app: &mut Windowless, deed: Deed, told: &str) -> Result<()> {
    if !is_fine(told, AUTH0) {
        return bench.sign_in(app).await;
    }
    if !is_fine(told, NHOST) {
        return bench.sign_in_nhost(app).await;
    }
    match deed {
        // What `read` did already; half a second later the tokens are too old once more.
        Deed::Refresh => {
            sleep(Duration::from_millis(50)).await;
            app.ask("read").await?.done()?;
        }
        Deed::SignIn => bench.sign_in(app).await?,
        Deed::Enrol => {
            if let Answer::Done(id) = app.ask(&format!("enrol {AUTH0}")).await? {
                let code = bench.emulator.totp_code(ADA.email);
                let code = code.context("an enrolment has a code")?;
                app.ask(&format!("confirm {AUTH0} {id} {code}")).await?;
                app.ask(&format!("discard {AUTH0} {id}")).await?;
            }
        }
        Deed::SignOut => {
            app.ask(&format!("sign-out {AUTH0}")).await?.done()?;
        }
    }

    Ok(())
}

impl Tally {
    fn note(&mut self, told: &str) {
        match state_at(told, AUTH0) {
            None => {}
            Some("SignedIn") => self.is_wanted_out = false,
            // Between the keychain and the list of accounts.
            Some("NeedsSignIn(ItemMissing)") if self.is_wanted_out => {}
            Some(_) => {
                self.sign_outs += 1;
                self.odd.push(told.to_owned());
            }
        }
        let nhost = state_at(told, NHOST);
        if let Some(state) = nhost.filter(|state| *state != "SignedIn") {
            self.nhost_lost += u64::from(!self.is_nhost_lost);
            // After another start the reason is forgotten, and the item gone.
            let is_said = ["NeedsSignIn(RotationLost)", "NeedsSignIn(ItemMissing)"];
            if !is_said.contains(&state) {
                self.odd.push(told.to_owned());
            }
        }
        self.is_nhost_lost = nhost.is_some_and(|state| state != "SignedIn");
    }
}
