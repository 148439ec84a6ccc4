//! The session bus: single instance, keychain and prompts meet on it.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use super::Keychain;
use crate::process::{Environment, Process};

/// Starts a bus of its own. Services start on demand only where a keychain asks questions: elsewhere they would be
/// beside the point, and could not be left out.
pub(super) async fn start(
    environment: &mut Environment,
    root: &Path,
    keychain: Keychain,
) -> Result<Process> {
    let services = if keychain.asks() {
        "<standard_session_servicedirs/>"
    } else {
        ""
    };
    let address = format!("unix:path={}", root.join("run/bus").display());
    let configuration = root.join("bus.conf");
    fs::write(
        &configuration,
        format!(
            r#"<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
        ),
    )
    .context("writing the configuration of the bus")?;

    environment.set("DBUS_SESSION_BUS_ADDRESS", &address);
    let file = format!("--config-file={}", configuration.display());
    let mut bus = environment.start(
        "dbus-daemon",
        &[&file, "--nofork", "--nopidfile", "--print-address"],
    )?;
    bus.line(|line| line.starts_with("unix:").then_some(()))
        .await?;

    Ok(bus)
}
