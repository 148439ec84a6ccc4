//! The app without its window, as processes that can be ended at any moment.

use std::{process::Stdio, time::Duration};

use anyhow::{Context as _, Result, bail};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout},
    time::timeout,
};

use crate::{desk::Desk, programs, wait::PATIENCE};

/// The example of the package `desktop` that does what it is told line by line.
const PROGRAM: &str = "examples/windowless";

/// A running one; ends with this value.
#[derive(Debug)]
pub struct Windowless {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    took: Vec<(String, Duration)>,
}

impl Windowless {
    /// Starts one at a desk, and waits until it listens.
    ///
    /// # Errors
    /// It is not built or does not start.
    pub async fn start(desk: &Desk) -> Result<Self> {
        let mut windowless = Self::spawn(desk)?;
        windowless.line("ready").await?;

        Ok(windowless)
    }

    /// Starts one at a desk.
    ///
    /// # Errors
    /// It is not built.
    pub fn spawn(desk: &Desk) -> Result<Self> {
        let mut child = desk
            .environment()
            .command(programs::ours(PROGRAM)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the app without its window")?;
        let input = child.stdin.take().context("its input was asked for")?;
        let output = child.stdout.take().context("its output was asked for")?;

        Ok(Self {
            child,
            input,
            lines: BufReader::new(output).lines(),
            took: Vec::new(),
        })
    }

    /// Tells it what to do, and does not wait for it.
    ///
    /// # Errors
    /// It has ended.
    pub async fn tell(&mut self, deed: &str) -> Result<()> {
        let line = format!("{deed}\n");

        self.input
            .write_all(line.as_bytes())
            .await
            .with_context(|| format!("telling the app to {deed}"))
    }

    /// Tells it what to do; answers what came of it.
    ///
    /// # Errors
    /// It has ended, or does not answer.
    pub async fn ask(&mut self, deed: &str) -> Result<Answer> {
        self.tell(deed).await?;

        self.answer().await
    }

    /// What came of the deed before.
    ///
    /// # Errors
    /// It has ended, or does not answer.
    pub async fn answer(&mut self) -> Result<Answer> {
        loop {
            let line = self.next().await?;
            if let Some(told) = line.strip_prefix("done") {
                return Ok(Answer::Done(told.trim().to_owned()));
            }
            if let Some(why) = line.strip_prefix("failed") {
                return Ok(Answer::Failed(why.trim().to_owned()));
            }
        }
    }

    /// Waits for a line that begins like this; answers the rest.
    ///
    /// # Errors
    /// It has ended, or does not say it.
    pub async fn line(&mut self, beginning: &str) -> Result<String> {
        loop {
            let line = self.next().await?;
            if let Some(rest) = line.strip_prefix(beginning) {
                return Ok(rest.trim().to_owned());
            }
        }
    }

    async fn next(&mut self) -> Result<String> {
        let line = timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.context("the app says nothing")?;

        let Some(line) = line.context("listening to the app")? else {
            bail!("the app has ended")
        };
        if let ["took", what, micros] = line.split(' ').collect::<Vec<_>>()[..] {
            let micros = micros.parse().context("a time that the app told")?;
            self.took
                .push((what.to_owned(), Duration::from_micros(micros)));
        }

        Ok(line)
    }

    /// How long it took each time, as far as it was listened to, quickest first.
    pub fn times_of(&self, what: &str) -> Vec<Duration> {
        let times = self.took.iter().filter(|(it, _)| it == what);
        let mut times: Vec<Duration> = times.map(|(_, time)| *time).collect();
        times.sort_unstable();

        times
    }

    /// Its number.
    ///
    /// # Errors
    /// It has ended.
    pub fn id(&self) -> Result<u32> {
        self.child.id().context("the app has ended")
    }

    /// Ends it at once, without a chance to tidy up.
    ///
    /// # Errors
    /// It cannot be ended.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("ending the app")
    }
}

/// What came of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was done, and this is to be told of it.
    Done(String),
    /// It was not.
    Failed(String),
}

impl Answer {
    /// What is to be told of it.
    ///
    /// # Errors
    /// It was not done.
    pub fn done(self) -> Result<String> {
        match self {
            Self::Done(told) => Ok(told),
            Self::Failed(why) => bail!("it was not done: {why}"),
        }
    }
}
