//! The clipboard of a desk, as any other program there sees it.

use anyhow::{Context as _, Result, ensure};

use super::Desk;

impl Desk {
    /// What lies on the clipboard in one of its forms; nothing where it is empty or has no such form.
    ///
    /// # Errors
    /// The clipboard cannot be looked at.
    pub async fn clipboard(&self, form: &str) -> Result<Option<String>> {
        let output = self
            .environment()
            .command("xclip")
            .args(["-selection", "clipboard", "-out", "-target", form])
            .output()
            .await
            .context("starting `xclip`")?;
        if !output.status.success() {
            return Ok(None);
        }
        let text = String::from_utf8(output.stdout).context("reading the clipboard")?;

        Ok((!text.is_empty()).then_some(text))
    }

    /// Copies a text in another program.
    ///
    /// # Errors
    /// The clipboard does not take it.
    pub async fn copy(&self, text: &str) -> Result<()> {
        // It stays to hand the text out, so nobody may wait for what it writes.
        let copying = "printf %s \"$1\" | xclip -selection clipboard -in > /dev/null 2>&1";
        self.environment()
            .run("sh", &["-c", copying, "sh", text])
            .await?;
        let copied = self.clipboard("UTF8_STRING").await?;

        ensure!(
            copied.as_deref() == Some(text),
            "the clipboard has {copied:?}"
        );
        Ok(())
    }
}
