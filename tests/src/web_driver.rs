//! The protocol both drivers speak.

use anyhow::{Context as _, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use tokio::net::{TcpListener, TcpStream};

use crate::wait::{self, PATIENCE};

/// A port that was free a moment ago.
///
/// # Errors
/// There is none.
pub async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .context("looking for a free port")?;

    Ok(listener
        .local_addr()
        .context("looking for a free port")?
        .port())
}

/// Opens a session with the driver that listens on a port.
///
/// # Errors
/// The driver does not answer, or cannot start what the capabilities name.
pub async fn connect(port: u16, capabilities: Value) -> Result<Client> {
    wait::until("a WebDriver to listen", PATIENCE, async || {
        Ok(TcpStream::connect(("127.0.0.1", port)).await.ok().map(drop))
    })
    .await?;
    let capabilities: Map<String, Value> =
        serde_json::from_value(capabilities).context("writing capabilities")?;

    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .context("opening a WebDriver session")
}
