//! A page on the screen, waited for and driven as a person would: what cannot be seen is not there.

use std::{fs, path::Path};

use anyhow::{Context as _, Error, Result, bail};
use fantoccini::{
    Client,
    elements::{Element, ElementRef},
    error::CmdError,
};
use serde_json::{Value, json};

use crate::wait::{self, PATIENCE};

/// Under this key WebDriver hands out elements (WebDriver §12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

const BY_NAME: &str = include_str!("page/by_name.js");
const BY_TEXT: &str = include_str!("page/by_text.js");
const SETTLE: &str = include_str!("page/settle.js");
const TEXT: &str =
    "return document.body ? document.body.innerText.replace(/[\\u2066-\\u2069]/g, '') : ''";

/// What a thing on a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Something to press.
    Button,
    /// Something to choose, alone or among others.
    Choice,
    /// A title.
    Heading,
    /// A link, or an entry of the navigation.
    Link,
}

impl Role {
    fn selector(self) -> &'static str {
        match self {
            Self::Button => "button, [role=button], summary, input[type=submit]",
            Self::Choice => "input[type=radio], input[type=checkbox]",
            Self::Heading => "h1, h2, h3, [role=heading]",
            Self::Link => "a[href], [role=link]",
        }
    }
}

/// An open page.
#[derive(Clone, Debug)]
pub struct Page(Client);

impl Page {
    /// The page of a WebDriver session.
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    /// Its WebDriver session, for what is not said by role and name.
    pub fn client(&self) -> &Client {
        &self.0
    }

    /// Waits for something with a role and a name, and presses it.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn press(&self, role: Role, name: &str) -> Result<()> {
        self.clicked(
            &format!("{role:?} {name:?}"),
            BY_NAME,
            vec![json!(role.selector()), json!(name)],
        )
        .await
    }

    /// Waits for what a selector means, and clicks it.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn click(&self, selector: &str) -> Result<()> {
        self.click_among(selector, "").await
    }

    /// Waits for the one of many that shows a text, and clicks it.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn click_among(&self, selector: &str, text: &str) -> Result<()> {
        self.clicked(
            &format!("{selector} {text:?}"),
            BY_TEXT,
            vec![json!(selector), json!(text)],
        )
        .await
    }

    /// Waits for a field and puts a text in place of what it holds.
    ///
    /// # Errors
    /// It does not appear.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let arguments = vec![json!(selector), json!("")];
        let filled = wait::until(selector, PATIENCE, async || {
            let Some(field) = self.found(BY_TEXT, arguments.clone()).await? else {
                return Ok(None);
            };
            let outcome = async {
                field.clear().await?;
                field.send_keys(text).await
            };

            unless_replaced(outcome.await, "filling in a field")
        });
        match filled.await {
            Ok(()) => Ok(()),
            Err(error) => self.explain(error).await,
        }
    }

    /// Waits until what a selector means can be seen.
    ///
    /// # Errors
    /// It cannot.
    pub async fn wait_for(&self, selector: &str) -> Result<()> {
        self.wait_for_text_in(selector, "").await
    }

    /// Waits until something that one of several selectors means can be seen.
    ///
    /// # Errors
    /// Nothing can.
    pub async fn wait_for_any(&self, selectors: &[&str]) -> Result<()> {
        self.wait_for(&selectors.join(", ")).await
    }

    /// Waits until a text can be read on the page.
    ///
    /// # Errors
    /// It cannot.
    pub async fn wait_for_text(&self, text: &str) -> Result<()> {
        self.wait_for_text_in("body", text).await
    }

    /// Waits until a text can be read in what a selector means.
    ///
    /// # Errors
    /// It cannot.
    pub async fn wait_for_text_in(&self, selector: &str, text: &str) -> Result<()> {
        let what = if text.is_empty() {
            selector.to_owned()
        } else {
            format!("{text:?} in {selector}")
        };

        self.waited(&what, BY_TEXT, vec![json!(selector), json!(text)])
            .await
            .map(drop)
    }

    /// Whether what a selector means can be seen now.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn shows(&self, selector: &str) -> Result<bool> {
        Ok(self
            .found(BY_TEXT, vec![json!(selector), json!("")])
            .await?
            .is_some())
    }

    /// All that can be read on it.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn text(&self) -> Result<String> {
        let text = self.run(TEXT, Vec::new()).await?;

        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in it.
    ///
    /// # Errors
    /// The page does not answer, or the script fails.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.0
            .execute(script, arguments)
            .await
            .context("running a script in a page")
    }

    /// Takes a picture of it once it stands still.
    ///
    /// # Errors
    /// It cannot be taken.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        self.0
            .execute_async(SETTLE, Vec::new())
            .await
            .context("waiting for a page to stand still")?;
        let picture = self
            .0
            .screenshot()
            .await
            .context("taking a picture of a page")?;
        fs::create_dir_all(file.parent().context("a picture needs a folder")?)
            .context("making a folder")?;

        fs::write(file, picture).context("keeping a picture")
    }

    /// Clicks what a script finds. Tries again while it is covered or about to be replaced, as a person would.
    async fn clicked(&self, what: &str, script: &str, arguments: Vec<Value>) -> Result<()> {
        let mut refused = None;
        let clicked = wait::until(what, PATIENCE, async || {
            let Some(thing) = self.found(script, arguments.clone()).await? else {
                return Ok(None);
            };
            // WebKit's driver scrolls the page, but no dialog on it.
            let target = serde_json::to_value(&thing).context("naming a thing on a page")?;
            let script = "arguments[0].scrollIntoView({ block: 'nearest' })";
            let _ = self.0.execute(script, vec![target]).await;
            let outcome = thing.click().await;
            let is_done = outcome.is_ok();
            refused = outcome.err();

            Ok(is_done.then_some(()))
        })
        .await;
        match (clicked, refused) {
            (Ok(()), _) => Ok(()),
            (Err(_), Some(refusal)) => Err(refusal).with_context(|| format!("clicking {what}")),
            (Err(error), None) => self.explain(error).await,
        }
    }

    async fn waited(&self, what: &str, script: &str, arguments: Vec<Value>) -> Result<Element> {
        match wait::until(what, PATIENCE, async || {
            self.found(script, arguments.clone()).await
        })
        .await
        {
            Ok(found) => Ok(found),
            Err(error) => self.explain(error).await,
        }
    }

    async fn explain<T>(&self, error: Error) -> Result<T> {
        bail!(
            "{error:#}; the page shows:
{}",
            self.text().await.unwrap_or_default()
        )
    }

    async fn found(&self, script: &str, arguments: Vec<Value>) -> Result<Option<Element>> {
        let found = self.0.execute(script, arguments).await;
        let Some(found) = unless_replaced(found, "looking for something on a page")? else {
            return Ok(None);
        };
        let id = found.get(ELEMENT).and_then(Value::as_str);

        Ok(id.map(|id| Element::from_element_id(self.0.clone(), ElementRef::from(id.to_owned()))))
    }
}

/// What came of a command, or nothing when the page replaced the thing meanwhile: then it is looked for anew.
fn unless_replaced<T>(outcome: Result<T, CmdError>, what: &'static str) -> Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        // The drivers word it differently, and not all give it the code that the standard has for it.
        Err(error) if error.to_string().to_lowercase().contains("stale element") => Ok(None),
        Err(error) => Err(error).context(what),
    }
}
