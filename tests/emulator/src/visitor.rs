//! A browser of the plainest kind: it keeps cookies, fills in forms and follows nothing by itself.

use std::collections::BTreeMap;
use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;
use url::form_urlencoded::Serializer;

/// Redirects and pages between a request and its callback; more is a loop.
const MOST_STEPS: usize = 10;

/// Somebody who looks at pages. Each has cookies of their own.
#[derive(Debug, Default)]
pub struct Visitor {
    cookies: BTreeMap<String, String>,
}

/// An answer, as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case; of repeated ones the last.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Page {
    /// Returns where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location").map(String::as_str)
    }

    /// Returns the body as JSON, or null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Visitor {
    /// Opens an authorization URL and signs in as a person would; returns the callback URL with
    /// whatever it carries. Pages that ask to consent, to confirm or to choose are agreed to.
    pub async fn sign_in(
        &mut self,
        authorize_url: &str,
        email: &str,
        password: &str,
    ) -> io::Result<String> {
        self.walk(
            authorize_url,
            &[("username", email), ("password", password)],
        )
        .await
    }

    /// Does the same as somebody who is asked for a second factor and types this code.
    pub async fn sign_in_with_code(
        &mut self,
        authorize_url: &str,
        email: &str,
        password: &str,
        code: &str,
    ) -> io::Result<String> {
        self.walk(
            authorize_url,
            &[("username", email), ("password", password), ("code", code)],
        )
        .await
    }

    /// Opens an authorization URL and says no on the first page; returns the callback URL.
    pub async fn deny(&mut self, authorize_url: &str) -> io::Result<String> {
        let first = self.get(authorize_url).await?;
        let page = first
            .location()
            .ok_or_else(|| io::Error::other("no page was shown"))?;
        let state = page
            .split_once("state=")
            .map(|(_, state)| state)
            .unwrap_or_default();
        let denied = self
            .get(&resolve(authorize_url, &format!("/u/deny?state={state}"))?)
            .await?;
        denied
            .location()
            .map(str::to_owned)
            .ok_or_else(|| io::Error::other("denying led nowhere"))
    }

    /// Opens the address of a sign-in at one of Nhost's providers, chooses who to be there by address,
    /// and returns where the project leads in the end.
    pub async fn choose_at_provider(&mut self, url: &str, email: &str) -> io::Result<String> {
        self.through_provider(url, email).await
    }

    /// Opens the same address and says no; returns where the project leads in the end.
    pub async fn deny_at_provider(&mut self, url: &str) -> io::Result<String> {
        self.through_provider(url, "").await
    }

    async fn through_provider(&mut self, url: &str, person: &str) -> io::Result<String> {
        let started = self.get(url).await?;
        let Some(page_url) = started.location().map(str::to_owned) else {
            return Err(io::Error::other(format!(
                "ended with status {}",
                started.status
            )));
        };
        if !page_url.contains("/provider/") {
            // Refused before a provider was shown.
            return Ok(page_url);
        }
        let page = self.get(&page_url).await?;
        let state = hidden(&page.body, "state").unwrap_or_default();
        let fields = [("state", state), ("person", person)];
        let mut answer = self.post_form(&page_url, &fields).await?;
        if let Some(action) = form_action(&answer.body).filter(|_| answer.status == 200) {
            // Those who come back with a form press its button.
            let action = action.to_owned();
            let code = hidden(&answer.body, "code").unwrap_or_default().to_owned();
            let state = hidden(&answer.body, "state").unwrap_or_default().to_owned();
            answer = self
                .post_form(&action, &[("code", &code), ("state", &state)])
                .await?;
        } else if let Some(back) = answer.location().map(str::to_owned) {
            answer = self.get(&back).await?;
        }
        answer
            .location()
            .map(str::to_owned)
            .ok_or_else(|| io::Error::other(format!("ended with status {}", answer.status)))
    }

    /// Goes from page to page with what the person knows, until the way leaves http pages of the tenant.
    async fn walk(&mut self, authorize_url: &str, known: &[(&str, &str)]) -> io::Result<String> {
        let mut answer = self.get(authorize_url).await?;
        for _ in 0..MOST_STEPS {
            let Some(location) = answer.location().map(str::to_owned) else {
                return Err(io::Error::other(format!(
                    "ended on a page with status {}",
                    answer.status
                )));
            };
            if !location.starts_with('/') {
                return Ok(location);
            }
            let url = resolve(authorize_url, &location)?;
            answer = self.get(&url).await?;
            if answer.location().is_none() {
                answer = self.submit(&url, &answer.body, known).await?;
            }
        }
        Err(io::Error::other("the pages lead in a circle"))
    }

    /// Sends the form of a page: what is hidden in it, what its button says, and what the person knows.
    async fn submit(&mut self, url: &str, html: &str, known: &[(&str, &str)]) -> io::Result<Page> {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        for tag in html
            .split('<')
            .filter(|tag| tag.starts_with("input") || tag.starts_with("button"))
        {
            let Some(name) = attribute(tag, "name") else {
                continue;
            };
            let value = known
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| *value);
            fields.push((
                name,
                value
                    .or_else(|| attribute(tag, "value"))
                    .unwrap_or_default(),
            ));
        }
        self.post_form(url, &fields).await
    }

    /// GETs a URL, without following where it leads.
    pub async fn get(&mut self, url: &str) -> io::Result<Page> {
        self.send("GET", url, &[], "").await
    }

    /// POSTs a form, without following where it leads.
    pub async fn post_form(&mut self, url: &str, fields: &[(&str, &str)]) -> io::Result<Page> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(
            "POST",
            url,
            &[("content-type", "application/x-www-form-urlencoded")],
            &body,
        )
        .await
    }

    /// POSTs JSON, without following where it leads.
    pub async fn post_json(&mut self, url: &str, body: &serde_json::Value) -> io::Result<Page> {
        self.send(
            "POST",
            url,
            &[("content-type", "application/json")],
            &body.to_string(),
        )
        .await
    }

    /// Sends anything, on a connection of its own.
    pub async fn send(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Page> {
        let url = Url::parse(url).map_err(io::Error::other)?;
        let host = format!(
            "{}:{}",
            url.host_str().unwrap_or_default(),
            url.port_or_known_default().unwrap_or(80)
        );
        let target = url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        );
        let mut request =
            format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request.push_str(&format!("cookie: {}\r\n", pairs.join("; ")));
        }
        if method != "GET" && method != "HEAD" {
            request.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        request.push_str(&format!("\r\n{body}"));

        let mut stream = TcpStream::connect(&host).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let page = parse(&String::from_utf8_lossy(&answer), method)?;
        self.keep_cookies(&String::from_utf8_lossy(&answer));
        Ok(page)
    }

    fn keep_cookies(&mut self, answer: &str) {
        let (head, _) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        for line in head
            .lines()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
        {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('='))
            else {
                continue;
            };
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn parse(answer: &str, method: &str) -> io::Result<Page> {
    let cut = || io::Error::new(io::ErrorKind::UnexpectedEof, "the connection was cut");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok())
        .ok_or_else(cut)?;
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let announced = headers
        .get("content-length")
        .and_then(|length| length.parse::<usize>().ok());
    if method != "HEAD" && announced.is_some_and(|length| length > body.len()) {
        return Err(cut());
    }
    Ok(Page {
        status,
        headers,
        body: body.to_owned(),
    })
}

fn resolve(base: &str, relative: &str) -> io::Result<String> {
    let url = Url::parse(base)
        .and_then(|base| base.join(relative))
        .map_err(io::Error::other)?;
    Ok(url.into())
}

/// The value of a hidden field.
fn hidden<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    html.split('<')
        .find(|tag| tag.starts_with("input") && attribute(tag, "name") == Some(name))
        .and_then(|tag| attribute(tag, "value"))
}

/// Where a form goes.
fn form_action(html: &str) -> Option<&str> {
    html.split('<')
        .find(|tag| tag.starts_with("form"))
        .and_then(|tag| attribute(tag, "action"))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}
