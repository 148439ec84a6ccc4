//! The search for secrets where none may be.
//!
//! What is searched for: the values that are known (the refresh token, the authorization code), whatever has the shape
//! of a signed token, and the code verifier, which is known only by its hash, so every word that may be one is hashed.

mod forms;
mod memory;

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde_json::Value;

use crate::desk::Desk;

/// The first bytes of every JSON Web Token, `{"` in base64.
const TOKEN_START: &[u8] = b"eyJ";

/// Lengths of a code verifier (RFC 7636 §4.1).
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

/// What must not be found.
#[derive(Debug, Default)]
pub struct Canary {
    known: Vec<(String, String)>,
    challenges: Vec<String>,
}

impl Canary {
    /// Adds a value.
    pub fn know(&mut self, what: &str, value: &str) {
        self.known.push((what.to_owned(), value.to_owned()));
    }

    /// Adds the refresh tokens in what `secret-tool` prints of the app's items.
    ///
    /// # Errors
    /// There are none.
    pub fn know_keychain(&mut self, listing: &str) -> Result<()> {
        let before = self.known.len();
        for secret in listing
            .lines()
            .filter_map(|line| line.strip_prefix("secret = "))
        {
            let item: Value = serde_json::from_str(secret).unwrap_or_default();
            if let Some(token) = item.get("refresh_token").and_then(Value::as_str) {
                self.know("a refresh token", token);
            }
        }

        ensure!(
            self.known.len() > before,
            "no refresh token in the keychain:\n{listing}"
        );
        Ok(())
    }

    /// Adds the signed tokens that lie in the memory of a process now; answers how many there are.
    ///
    /// # Errors
    /// The memory could not be read.
    pub fn know_memory(&mut self, process: u32) -> Result<usize> {
        let mut tokens = BTreeSet::new();
        memory::each_piece(process, |piece| {
            for start in memchr::memmem::find_iter(piece, TOKEN_START) {
                let rest = &piece[start..];
                let end = rest.iter().position(|byte| !is_token_byte(*byte));
                let word = &rest[..end.unwrap_or(rest.len())];
                if is_signed_token(word) {
                    tokens.insert(String::from_utf8_lossy(word).into_owned());
                }
            }
        })?;
        for token in &tokens {
            self.know("a signed token", token);
        }

        Ok(tokens.len())
    }

    /// Adds the parameters of addresses that name a secret or its hash.
    pub fn know_addresses(&mut self, addresses: &[String]) {
        for (name, value) in addresses.iter().flat_map(|address| parameters(address)) {
            match name {
                "code" => self.know("an authorization code", value),
                "code_challenge" => self.challenges.push(value.to_owned()),
                _ => {}
            }
        }
    }

    /// Searches the memory of every process that shows the page or fetches for it.
    ///
    /// # Errors
    /// Something was found, or the memory could not be read.
    pub fn search_webview(&self, desk: &Desk) -> Result<()> {
        let mut searched = 0;
        for id in desk.processes() {
            let name = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
            if !name.starts_with("WebKitWebProces") && !name.starts_with("WebKitNetworkPr") {
                continue;
            }
            searched += 1;
            let found = self.count_in_memory(id)?;
            ensure!(
                found.is_empty(),
                "in the memory of {}: {found:?}",
                name.trim()
            );
        }

        ensure!(searched > 0, "no process of the webview runs at this desk");
        Ok(())
    }

    /// What is known and lies in the memory of a process, with how often.
    ///
    /// # Errors
    /// The memory could not be read.
    pub fn count_in_memory(&self, process: u32) -> Result<Vec<(String, usize)>> {
        let mut names = Vec::new();
        let mut needles = Vec::new();
        for (what, value) in &self.known {
            for (way, form) in forms::forms(value.as_bytes()) {
                names.push(format!("{what} {way}"));
                needles.push(form);
            }
        }
        let found = memory::count(process, &needles)?;
        let found = names.into_iter().zip(found);

        Ok(found.filter(|(_, times)| *times > 0).collect())
    }

    /// Searches the page's text, the person's files, the app's output, and the command lines and environments of
    /// everything that runs at the desk.
    ///
    /// # Errors
    /// Something was found, or a place could not be searched.
    pub fn search(&self, desk: &Desk, page: &str) -> Result<()> {
        let mut findings = self.find_in("the page", page.as_bytes());
        for folder in [
            desk.home(),
            desk.folder("tmp"),
            desk.environment().logs().to_path_buf(),
        ] {
            self.search_folder(&folder, &mut findings)?;
        }
        for id in desk.processes() {
            for place in ["cmdline", "environ"] {
                // It may have ended meanwhile.
                let text = fs::read(format!("/proc/{id}/{place}")).unwrap_or_default();
                findings.extend(self.find_in(&format!("{place} of process {id}"), &text));
            }
        }

        ensure!(
            findings.is_empty(),
            "found where it must not be: {}",
            findings.join("; ")
        );
        Ok(())
    }

    fn search_folder(&self, folder: &Path, findings: &mut Vec<String>) -> Result<()> {
        for entry in
            fs::read_dir(folder).with_context(|| format!("searching {}", folder.display()))?
        {
            let path = entry.context("searching a folder")?.path();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                self.search_folder(&path, findings)?;
            } else if path.is_file() {
                let content =
                    fs::read(&path).with_context(|| format!("searching {}", path.display()))?;
                findings.extend(self.find_in(&path.display().to_string(), &content));
            }
        }

        Ok(())
    }

    fn find_in(&self, place: &str, content: &[u8]) -> Vec<String> {
        let mut findings = Vec::new();
        for (what, value) in &self.known {
            for (way, form) in forms::forms(value.as_bytes()) {
                if memchr::memmem::find(content, &form).is_some() {
                    findings.push(format!("{what} {way} in {place}"));
                }
            }
        }
        for word in content.split(|byte| !is_token_byte(*byte)) {
            if is_signed_token(word) {
                findings.push(format!("a signed token in {place}"));
            }
            if VERIFIER.contains(&word.len()) && self.challenges.contains(&challenge_of(word)) {
                findings.push(format!("a code verifier in {place}"));
            }
        }
        findings
    }
}

fn parameters(address: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = address.split_once('?').map_or("", |(_, query)| query);

    query
        .split('#')
        .next()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split_once('='))
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

fn is_signed_token(word: &[u8]) -> bool {
    let parts: Vec<&[u8]> = word.split(|byte| *byte == b'.').collect();

    matches!(parts.as_slice(), [header, body, _] if header.starts_with(TOKEN_START) && body.starts_with(TOKEN_START))
}

/// BASE64URL(SHA256(verifier)), RFC 7636 §4.2.
fn challenge_of(verifier: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_the_standard() {
        // RFC 7636, appendix B.
        let challenge = challenge_of(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_verifier_is_found_by_its_hash() {
        let mut canary = Canary::default();
        canary.know_addresses(&["https://a.example/authorize?x=1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned()]);

        let findings = canary.find_in(
            "a log",
            b"verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\n",
        );

        assert_eq!(findings, ["a code verifier in a log"]);
    }

    #[test]
    fn codes_and_tokens_are_found() {
        let mut canary = Canary::default();
        canary.know_addresses(&["app://demo/callback?code=abc123&state=s".to_owned()]);

        assert_eq!(
            canary.find_in("a file", b"...abc123...").len(),
            1,
            "the code"
        );
        assert_eq!(
            canary
                .find_in(
                    "a file",
                    b"Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"
                )
                .len(),
            1,
            "a token"
        );
        assert!(
            canary.find_in("a file", b"nothing to see").is_empty(),
            "no false alarm"
        );
    }
}
