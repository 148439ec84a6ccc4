//! How safe an account is, and what would remain: said of the factors that are known, without asking anybody.

use crate::{
    account::AccountId,
    connection::Settings,
    context::Context,
    error::{Error, Refusal},
    factor::{Factor, FactorId},
    forecast::{
        Facts, Loss, Outlook, Reach, Removal, after_removal, forecasts, removal as verdict,
    },
    session::Session,
    strength::{Strength, strength},
};

/// How safe an account is.
#[derive(Clone, Debug)]
pub struct Security {
    /// How strong it is, with the reasons.
    pub strength: Strength,
    /// What would remain after each loss that takes something away.
    pub forecasts: Vec<(Loss, Outlook)>,
}

/// What removing a factor would mean.
#[derive(Clone, Debug)]
pub struct RemovalPreview {
    /// Whether it may be removed.
    pub removal: Removal,
    /// How the account could be entered then.
    pub remains: Outlook,
}

/// How safe the account is.
///
/// # Errors
/// [`Error::NotFound`] when its factors are not known yet.
pub(crate) fn security(context: &Context, account: &AccountId) -> Result<Security, Error> {
    let session = context.session(account)?;
    let (factors, facts) = known(context, &session)?;

    Ok(Security {
        strength: strength(&factors, &facts),
        forecasts: forecasts(&factors, &facts),
    })
}

/// What removing a factor would mean.
///
/// # Errors
/// [`Error::NotFound`] when the factors are not known yet.
pub(crate) fn removal(
    context: &Context,
    account: &AccountId,
    id: &FactorId,
) -> Result<RemovalPreview, Error> {
    let session = context.session(account)?;
    let (factors, facts) = known(context, &session)?;

    Ok(RemovalPreview {
        removal: verdict(&factors, &facts, id),
        remains: after_removal(&factors, &facts, id),
    })
}

/// Keeps the person from locking themselves out.
///
/// # Errors
/// [`Refusal::LastWayIn`]. A list that nobody knows protects nobody; the provider has rules of its own.
pub(super) fn protect(context: &Context, session: &Session, id: &FactorId) -> Result<(), Error> {
    let Ok((factors, facts)) = known(context, session) else {
        return Ok(());
    };
    if verdict(&factors, &facts, id) == Removal::LastWayIn {
        return Err(Error::Refused(Refusal::LastWayIn));
    }

    Ok(())
}

fn known(context: &Context, session: &Session) -> Result<(Vec<Factor>, Facts), Error> {
    let known = session.factors.known(context, &session.id);
    let factors = known.ok_or(Error::NotFound)?.factors;

    Ok((factors, facts(context, session)?))
}

/// What the provider does with a mail, a passkey, a message and an account elsewhere.
fn facts(context: &Context, session: &Session) -> Result<Facts, Error> {
    /// Who signs in with a password of the tenant; everybody else comes from elsewhere, such as `google-oauth2|…`.
    const OF_THE_TENANT: &str = "auth0|";
    let record = session.record();
    let profile = record.profile.unwrap_or_default();
    let has_verified_email = profile.email_verified == Some(true);
    let reach = |is_so: bool, reach| if is_so { reach } else { Reach::Nowhere };

    Ok(match context.connection_of(session)?.settings {
        Settings::Auth0 { .. } => {
            let is_of_tenant = record.subject.starts_with(OF_THE_TENANT);
            Facts {
                // A mail sets a new password, where there is one.
                mailbox: reach(has_verified_email && is_of_tenant, Reach::FirstStep),
                has_unverified_email: profile.email_verified == Some(false),
                other_account: reach(!is_of_tenant, Reach::FirstStep),
                // Tenants differ in whether a passkey spares the second step: this is the cautious answer.
                passkey: Reach::FirstStep,
                message: Reach::Nowhere,
            }
        }
        Settings::Nhost { .. } => Facts {
            mailbox: reach(has_verified_email, Reach::Inside),
            has_unverified_email: profile.email_verified == Some(false),
            other_account: Reach::Nowhere,
            passkey: Reach::Inside,
            message: Reach::Inside,
        },
    })
}
