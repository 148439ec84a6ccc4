//! What both providers can be asked about factors.

use std::time::SystemTime;

use protocol::secret::AccessToken;

use super::{Failure, Provider, auth0_side::factors as auth0_side};
use crate::{
    error::{Error, Refusal},
    factor::{Factor, FactorId, FactorKind, PhoneWay},
    factors::{EnrolmentChallenge, EnrolmentProof, NewFactor},
};

/// What to change about a factor.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FactorChange<'a> {
    Name(&'a str),
    PhoneWay(PhoneWay),
}

/// An enrolment as the provider began it.
pub(crate) struct StartedEnrolment {
    pub(crate) id: FactorId,
    pub(crate) tie: Tie,
    pub(crate) challenge: EnrolmentChallenge,
    /// What time the provider thinks it is.
    pub(crate) date: Option<SystemTime>,
}

/// What ties the end of an enrolment to its beginning.
#[derive(Clone)]
pub(crate) enum Tie {
    Auth0(auth0::my_account::AuthSession),
}

impl Provider {
    /// The factors of the person, the oldest first.
    pub(crate) async fn factors(&self, token: &AccessToken) -> Result<Vec<Factor>, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::list(&client.my_account(), token).await,
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// One factor.
    pub(crate) async fn factor(
        &self,
        token: &AccessToken,
        id: &FactorId,
    ) -> Result<Factor, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::one(&client.my_account(), token, id).await,
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// The kinds that the person may add.
    pub(crate) async fn offered_factors(
        &self,
        token: &AccessToken,
    ) -> Result<Vec<FactorKind>, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::offered(&client.my_account(), token).await,
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// Changes a factor; answers how it is then.
    pub(crate) async fn change_factor(
        &self,
        token: &AccessToken,
        id: &FactorId,
        change: &FactorChange<'_>,
    ) -> Result<Factor, Failure> {
        match self {
            Self::Auth0(client) => {
                auth0_side::change(&client.my_account(), token, id, change).await
            }
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// Removes a factor. One that is not there counts as removed.
    pub(crate) async fn remove_factor(
        &self,
        token: &AccessToken,
        id: &FactorId,
    ) -> Result<(), Failure> {
        match self {
            Self::Auth0(client) => auth0_side::remove(&client.my_account(), token, id).await,
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// Begins to add a factor.
    pub(crate) async fn start_enrolment(
        &self,
        token: &AccessToken,
        new: &NewFactor,
    ) -> Result<StartedEnrolment, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::start(&client.my_account(), token, new).await,
            Self::Nhost(_) => Err(not_offered()),
        }
    }

    /// Finishes what was begun; `None` as long as the person has not approved in their app.
    pub(crate) async fn finish_enrolment(
        &self,
        token: &AccessToken,
        kind: &FactorKind,
        id: &FactorId,
        tie: &Tie,
        proof: &EnrolmentProof,
    ) -> Result<Option<Factor>, Failure> {
        match (self, tie) {
            (Self::Auth0(client), Tie::Auth0(session)) => {
                auth0_side::finish(&client.my_account(), token, kind, id, session, proof).await
            }
            (Self::Nhost(_), Tie::Auth0(_)) => Err(not_offered()),
        }
    }
}

fn not_offered() -> Failure {
    Failure::Other(Error::Refused(Refusal::NotOffered))
}
