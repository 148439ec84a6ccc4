//! The app without its window, told line by line what to do. Tests start many of it, and end them at any moment.
//!
//! Every line on standard input is a deed, and every deed is answered with one line.

#![expect(
    clippy::print_stdout,
    reason = "whoever started it listens to standard output"
)]

use std::{io, process::ExitCode, sync::Arc, time::Duration};

use account::{
    AccountId, Accounts, ConnectionId, EnrolmentProof, Error, FactorId, Keep, NewFactor,
    OneTimeCode, Password, PasswordSignIn, Purpose, SignInPhase, StartSignIn, State, Url,
    ports::{Browser, BrowserError, Later},
};
use tokio::sync::mpsc;
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer,
    filter::LevelFilter,
    layer::{Context, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

/// Says where a browser would go.
struct Told;

impl Browser for Told {
    fn open<'a>(&'a self, url: &'a Url) -> Later<'a, Result<(), BrowserError>> {
        println!("opened {url}");

        Box::pin(async { Ok(()) })
    }
}

/// Says what took how long, where the app notes it: `took`, what, and microseconds.
struct Times;

#[derive(Default)]
struct Took {
    what: String,
    micros: Option<u64>,
}

impl<S: Subscriber> Layer<S> for Times {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut took = Took::default();
        event.record(&mut took);
        if let Some(micros) = took.micros {
            println!("took {} {micros}", took.what);
        }
    }
}

impl Visit for Took {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "took_us" {
            self.micros = Some(value);
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "what" {
            value.clone_into(&mut self.what);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

fn main() -> ExitCode {
    let times = Times.with_filter(LevelFilter::from_level(Level::DEBUG));
    tracing_subscriber::registry().with(times).init();
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    else {
        return ExitCode::FAILURE;
    };
    let ended = runtime.block_on(serve());
    // Whatever still waits for a keychain that says nothing is not waited for.
    runtime.shutdown_timeout(Duration::ZERO);

    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("failed {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Error> {
    let accounts = desktop::open_without_window(Arc::new(Told))?;
    println!("ready");
    let mut lines = lines();
    while let Some(line) = lines.recv().await {
        let words: Vec<&str> = line.split(' ').collect();
        match perform(&accounts, &words).await {
            Ok(told) => println!("done {told}"),
            Err(error) => println!("failed {error:?}"),
        }
    }

    Ok(())
}

/// Reading standard input blocks, so a thread does it.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });

    receiver
}

async fn perform(accounts: &Accounts, words: &[&str]) -> Result<String, Error> {
    match words {
        ["look"] => {
            accounts.look_around().await;
            Ok(states(&accounts.state().borrow()))
        }
        ["begin", connection] => {
            let request = StartSignIn {
                provider: None,
                connection: ConnectionId::parse(connection)?,
                account: None,
                keep: Keep::Vault,
                redirect: None,
                purpose: Purpose::SignIn,
            };
            accounts
                .start_sign_in(request)
                .await
                .map(|()| String::new())
        }
        ["home", address] => {
            let home = accounts.finish_sign_in((*address).to_owned().into());
            home.map_err(Error::Callback)?;
            come_home(accounts).await
        }
        ["password", connection, email, password] => {
            let request = PasswordSignIn {
                connection: ConnectionId::parse(connection)?,
                account: None,
                email: (*email).to_owned(),
                password: Password::new(*password),
                keep: Keep::Vault,
            };
            let step = accounts.sign_in_with_password(request).await;
            step.map(|step| format!("{step:?}"))
        }
        ["unlock"] => accounts.unlock_vault().await,
        ["read"] => read_all(accounts).await,
        ["factors", connection] => {
            let reading = accounts.refresh_factors(&at(accounts, connection)?).await?;
            let ids = reading.factors.iter().map(|factor| factor.id.as_str());
            Ok(ids.collect::<Vec<_>>().join(" "))
        }
        ["many", connection, count, factor] => {
            let count = count.parse().map_err(|_| Error::NotFound)?;
            many(accounts, at(accounts, connection)?, count, factor).await
        }
        ["enrol", connection] => {
            let account = at(accounts, connection)?;
            let started = accounts.start_enrolment(&account, &NewFactor::Totp);
            Ok(started.await?.id.as_str().to_owned())
        }
        ["confirm", connection, id, code] => {
            let proof = EnrolmentProof::Code(OneTimeCode::new(*code));
            let (account, id) = (at(accounts, connection)?, FactorId::new((*id).to_owned()));
            let confirmed = accounts.confirm_enrolment(&account, &id, &proof);
            confirmed.await.map(|_| String::new())
        }
        ["discard", connection, id] => {
            let (account, id) = (at(accounts, connection)?, FactorId::new((*id).to_owned()));
            let discarded = accounts.discard_enrolment(&account, &id);
            discarded.await.map(|_| String::new())
        }
        ["sign-out", connection] => {
            let signed_out = accounts.sign_out(&at(accounts, connection)?).await?;
            Ok(format!("{}", signed_out.revoked))
        }
        _ => Err(Error::NotFound),
    }
}

/// Connection, name and state of every account.
fn states(state: &State) -> String {
    let told = |account: &account::AccountStatus| {
        let (id, state) = (account.id.as_str(), account.state);
        format!("{}:{id}:{state:?}", account.connection.as_str())
    };
    let told: Vec<String> = state.accounts.iter().map(told).collect();

    told.join(" ").replace(": ", ":")
}

/// The account at a connection.
fn at(accounts: &Accounts, connection: &str) -> Result<AccountId, Error> {
    let state = accounts.state().borrow().clone();
    let mut all = state.accounts.into_iter();
    let found = all.find(|account| account.connection.as_str() == connection);

    found.map(|account| account.id).ok_or(Error::NotFound)
}

async fn come_home(accounts: &Accounts) -> Result<String, Error> {
    let mut state = accounts.state();
    let is_over = |state: &State| {
        let checks = |phase: &SignInPhase| matches!(phase, SignInPhase::Checking);
        !state.sign_ins.iter().any(|sign_in| checks(&sign_in.phase))
    };
    let state = state
        .wait_for(is_over)
        .await
        .map_err(|_| Error::Cancelled)?;

    match state.sign_ins.first() {
        None => Ok(states(&state)),
        Some(left) => Ok(format!("stopped {:?}", left.phase)),
    }
}

/// Reads the profile of everybody at once.
async fn read_all(accounts: &Accounts) -> Result<String, Error> {
    let ids: Vec<AccountId> = {
        let state = accounts.state();
        let state = state.borrow();
        state.accounts.iter().map(|it| it.id.clone()).collect()
    };
    let mut readings = Vec::new();
    for id in ids {
        let accounts = accounts.clone();
        readings.push(tokio::spawn(
            async move { accounts.refresh_profile(&id).await },
        ));
    }
    for reading in readings {
        // Why one failed shows in the states.
        let _ = reading.await;
    }
    let told = states(&accounts.state().borrow());

    Ok(told)
}

/// Asks for one factor as often as wanted, all at once; answers how often it came.
async fn many(
    accounts: &Accounts,
    account: AccountId,
    count: usize,
    factor: &str,
) -> Result<String, Error> {
    let id = FactorId::new(factor.to_owned());
    let mut asked = Vec::new();
    for _ in 0..count {
        let (accounts, account, id) = (accounts.clone(), account.clone(), id.clone());
        asked.push(tokio::spawn(
            async move { accounts.factor(&account, &id).await },
        ));
    }
    let mut answered = 0;
    for answer in asked {
        if matches!(answer.await, Ok(Ok(_))) {
            answered += 1;
        }
    }

    Ok(answered.to_string())
}
