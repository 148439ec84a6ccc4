//! Makes a passkey for `localhost` on the first authenticator of this computer and uses it once, as a server on this
//! machine would ask. On Linux: `cargo run -p passkey --example try_a_key`, with a security key at hand.
#![expect(clippy::print_stdout, reason = "it talks to whoever runs it")]

use std::io::stdin;

use passkey::{
    CreationOptions, Event, Interaction, Pin, RelyingParty, RequestOptions, System, authenticators,
};
use serde_json::{Value, json};
use tokio::{sync::mpsc::Receiver, task::spawn_blocking};

/// A server makes a new one for each question.
const CHALLENGE: &str = "dGhpcyBpcyBub3QgYSBnb29kIG9uZQ";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let party = RelyingParty::new("localhost", "http://localhost:3000")?;
    let authenticators = authenticators(&System::default());
    let authenticator = authenticators.first().ok_or("nothing here can do it")?;

    let options = CreationOptions::parse(&creation(), &party)?;
    let registration = authenticator.create(&options, person()).await?;
    println!("{:#}", registration.to_json());

    let request = json!({
        "challenge": CHALLENGE,
        "allowCredentials": [{"type": "public-key", "id": registration.to_json()["id"]}],
    });
    let options = RequestOptions::parse(&request, &party)?;
    let assertion = authenticator.get(&options, person()).await?;
    println!("{:#}", assertion.to_json());

    Ok(())
}

fn creation() -> Value {
    json!({
        "user": {"id": "YW5u", "name": "ann@example.com", "displayName": "Ann"},
        "challenge": CHALLENGE,
        "authenticatorSelection": {"userVerification": "preferred"},
    })
}

fn person() -> Interaction {
    let (interaction, events) = Interaction::new();
    tokio::spawn(answer(events));

    interaction
}

async fn answer(mut events: Receiver<Event>) {
    while let Some(event) = events.recv().await {
        println!("{event:?}");
        if let Event::EnterPin { reply, .. } | Event::ChoosePin { reply, .. } = event {
            let line = spawn_blocking(|| stdin().lines().next()).await;
            if let Ok(Some(Ok(line))) = line {
                reply.send(Pin::new(line));
            }
        }
    }
}
