//! What both providers can be asked about factors.

use std::time::SystemTime;

use protocol::secret::{AccessToken, OneTimeCode};

use super::{
    Failure, Provider, auth0_side::factors as auth0_side, nhost_side::factors as nhost_side,
};
use crate::{
    error::Error,
    factor::{Factor, FactorId, FactorKind, PhoneWay},
    factors::{EnrolmentChallenge, EnrolmentProof, NewFactor, Offered, Unseen},
};

/// What to change about a factor.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FactorChange<'a> {
    Name(&'a str),
    PhoneWay(PhoneWay),
}

/// The factors of a person, as far as the provider shows them.
pub(crate) struct FactorList {
    /// The oldest first, where their age is told.
    pub(crate) factors: Vec<Factor>,
    /// Kinds of which there may be more that cannot be seen.
    pub(crate) unseen: Vec<Unseen>,
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
    /// The service remembers one beginning of each kind by itself.
    Nhost,
}

impl Provider {
    /// The factors of the person.
    pub(crate) async fn factors(&self, token: &AccessToken) -> Result<FactorList, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::list(&client.my_account(), token).await,
            Self::Nhost(clients) => nhost_side::list(clients, token).await,
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
            Self::Nhost(clients) => nhost_side::one(clients, token, id).await,
        }
    }

    /// The kinds that the person may add.
    pub(crate) async fn offered_factors(&self, token: &AccessToken) -> Result<Offered, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::offered(&client.my_account(), token).await,
            Self::Nhost(_) => Ok(nhost_side::offered()),
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
            Self::Nhost(clients) => nhost_side::change(clients, token, id, change).await,
        }
    }

    /// Removes a factor, with a code of its own where its removal wants one. One that is not there counts as removed.
    pub(crate) async fn remove_factor(
        &self,
        token: &AccessToken,
        id: &FactorId,
        code: Option<&OneTimeCode>,
    ) -> Result<(), Failure> {
        match self {
            Self::Auth0(client) => auth0_side::remove(&client.my_account(), token, id).await,
            Self::Nhost(clients) => nhost_side::remove(clients, token, id, code).await,
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
            Self::Nhost(clients) => nhost_side::start(clients, token, new).await,
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
            (Self::Nhost(clients), Tie::Nhost) => nhost_side::finish(clients, token, kind, proof)
                .await
                .map(Some),
            // Begun at another connection than it is finished at.
            (Self::Nhost(_), Tie::Auth0(_)) | (Self::Auth0(_), Tie::Nhost) => {
                Err(Failure::Other(Error::NotFound))
            }
        }
    }
}
