//! The system's passkeys. macOS makes the client data itself and allows only the domains of the signed build.

use tokio::sync::oneshot;

use super::controller::{self, Answered, Question};
use crate::{
    Answer, Assertion, Attachment, Authenticator, AuthenticatorKind, Availability, CreationOptions,
    Error, Event, Interaction, Mismatch, Registration, RelyingParty, RequestOptions, System,
    Window,
    interaction::run,
    response::{NewCredential, Signature, authenticator_data_of},
};

/// Every passkey of the system can be used from the person's other devices too.
const TRANSPORTS: [&str; 2] = ["hybrid", "internal"];

pub(super) struct SystemPasskeys {
    window: Option<Window>,
    domains: Vec<String>,
}

impl SystemPasskeys {
    pub(super) fn new(system: &System) -> Self {
        Self {
            window: system.window.clone(),
            domains: system.associated_domains.clone(),
        }
    }

    /// Only the origin of the domain itself: macOS would write no other into its client data.
    fn knows(&self, relying_party: &RelyingParty) -> bool {
        let own_origin = format!("https://{}", relying_party.id());

        relying_party.origin() == own_origin
            && self.domains.iter().any(|it| it == relying_party.id())
    }
}

impl Authenticator for SystemPasskeys {
    fn kind(&self) -> AuthenticatorKind {
        AuthenticatorKind::System
    }

    fn availability<'a>(&'a self, relying_party: &'a RelyingParty) -> Answer<'a, Availability> {
        Box::pin(async {
            if self.knows(relying_party) {
                Availability::Usable
            } else {
                Availability::NotThisDomain
            }
        })
    }

    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>> {
        let (window, wanted) = (self.window.clone(), options.clone());
        let is_ours = self.knows(&options.relying_party);

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                if !is_ours || wanted.attachment == Some(Attachment::CrossPlatform) {
                    return Err(Error::NotSupported);
                }
                let question = Question::Create(wanted.clone());
                let Answered::Created {
                    client_data,
                    attestation_object,
                } = ask(question, window, &person).await?
                else {
                    return Err(Error::Answer(Mismatch::ClientData));
                };
                let authenticator_data = authenticator_data_of(&attestation_object)
                    .ok_or(Error::Answer(Mismatch::Encoding))?;

                Registration::check(
                    &wanted,
                    NewCredential {
                        authenticator_data,
                        client_data: Some(client_data),
                        transports: TRANSPORTS.to_vec(),
                        attachment: Attachment::Platform,
                        resident_key: Some(true),
                    },
                )
            },
        ))
    }

    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>> {
        let (window, wanted) = (self.window.clone(), options.clone());
        let is_ours = self.knows(&options.relying_party);

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                if !is_ours {
                    return Err(Error::NotSupported);
                }
                let question = Question::Get(wanted.clone());
                let Answered::Signed {
                    credential_id,
                    client_data,
                    authenticator_data,
                    signature,
                    user_handle,
                } = ask(question, window, &person).await?
                else {
                    return Err(Error::Answer(Mismatch::ClientData));
                };

                Assertion::check(
                    &wanted,
                    Signature {
                        credential_id: Some(credential_id),
                        authenticator_data,
                        signature,
                        user_handle: (!user_handle.is_empty()).then_some(user_handle),
                        client_data: Some(client_data),
                        attachment: Attachment::Platform,
                    },
                )
            },
        ))
    }
}

async fn ask(
    question: Question,
    window: Option<Window>,
    person: &Interaction,
) -> Result<Answered, Error> {
    let window = window.ok_or(Error::NotSupported)?;
    person.tell(Event::SystemDialog).await?;
    let (sender, answer) = oneshot::channel();
    let dialog = controller::Dialog::open(question, window, sender);

    let answered = tokio::select! {
        answered = answer => answered.unwrap_or(Err(Error::Gone)),
        () = person.cancelled() => Err(Error::Cancelled),
    };
    // Closes it when it is still open.
    drop(dialog);

    answered
}
