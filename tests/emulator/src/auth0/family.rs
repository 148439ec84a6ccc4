//! Refresh tokens: rotation, overlap, and what happens when one is used twice.

use std::collections::HashMap;

use super::grant::Grant;
use crate::random;
use crate::settings::Auth0Settings;

/// The oldest family is dropped beyond this, per person and application.
const MOST_FAMILIES: usize = 200;

/// Every refresh token of the tenant, grouped by the sign-in it comes from.
#[derive(Debug, Default)]
pub(crate) struct Families {
    families: HashMap<u64, Family>,
    tokens: HashMap<String, Token>,
    next_id: u64,
    reuse_detected: u64,
}

#[derive(Debug)]
struct Family {
    grant: Grant,
    signed_in_at: u64,
    used_at: u64,
}

#[derive(Debug)]
struct Token {
    family: u64,
    parent: Option<String>,
    spent_at: Option<u64>,
    successor_spent: bool,
}

/// A refresh token is unknown, expired, revoked, or was used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

impl Family {
    /// When nobody used it for too long, or the sign-in is too long ago.
    fn ends_at(&self, settings: &Auth0Settings) -> u64 {
        let idle = self.used_at.saturating_add(settings.refresh_idle_secs);
        let absolute = self
            .signed_in_at
            .saturating_add(settings.refresh_absolute_secs);
        idle.min(absolute)
    }
}

impl Token {
    /// Whether it was used before, and nothing excuses that it is used again.
    fn is_spent(&self, now: u64, settings: &Auth0Settings) -> bool {
        let overlap_ends = self
            .spent_at
            .map(|at| at.saturating_add(settings.rotation_overlap_secs));
        overlap_ends.is_some_and(|end| self.successor_spent || now >= end)
    }
}

impl Families {
    /// Begins a family with its first token.
    pub(crate) fn begin(&mut self, grant: Grant, now: u64) -> String {
        self.make_room(&grant);
        let id = self.next_id;
        self.next_id += 1;
        self.families.insert(
            id,
            Family {
                grant,
                signed_in_at: now,
                used_at: now,
            },
        );
        self.add_token(id, None)
    }

    /// Spends a token: what it grants, and its successor where tokens rotate.
    pub(crate) fn exchange(
        &mut self,
        token: &str,
        now: u64,
        settings: &Auth0Settings,
    ) -> Result<(Grant, Option<String>), Refused> {
        let record = self.tokens.get_mut(token).ok_or(Refused)?;
        let id = record.family;
        let family = self.families.get_mut(&id).ok_or(Refused)?;
        if now >= family.ends_at(settings) {
            self.families.remove(&id);
            return Err(Refused);
        }
        if record.is_spent(now, settings) {
            self.reuse_detected += 1;
            self.families.remove(&id);
            return Err(Refused);
        }
        family.used_at = now;
        let grant = family.grant.clone();
        if !settings.rotation {
            return Ok((grant, None));
        }
        record.spent_at.get_or_insert(now);
        if let Some(parent) = record
            .parent
            .clone()
            .and_then(|parent| self.tokens.get_mut(&parent))
        {
            parent.successor_spent = true;
        }
        Ok((grant, Some(self.add_token(id, Some(token.to_owned())))))
    }

    /// What a token grants that could be exchanged now.
    pub(crate) fn grant_of_living(
        &self,
        token: &str,
        now: u64,
        settings: &Auth0Settings,
    ) -> Option<&Grant> {
        let record = self.tokens.get(token)?;
        let family = self.families.get(&record.family)?;
        let is_living = now < family.ends_at(settings) && !record.is_spent(now, settings);
        is_living.then_some(&family.grant)
    }

    /// What a token was given for, be it still good or not, as long as its family lives.
    pub(crate) fn grant_of(&self, token: &str) -> Option<&Grant> {
        let record = self.tokens.get(token)?;
        self.families
            .get(&record.family)
            .map(|family| &family.grant)
    }

    /// Ends the family a token belongs to; nothing happens for one that is unknown.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        self.tokens
            .get(token)
            .is_some_and(|record| self.families.remove(&record.family).is_some())
    }

    /// Ends all families of a person and says how many there were.
    pub(crate) fn revoke_user(&mut self, user_id: &str) -> usize {
        let before = self.families.len();
        self.families
            .retain(|_, family| family.grant.user_id != user_id);
        before - self.families.len()
    }

    pub(crate) fn reuse_detected(&self) -> u64 {
        self.reuse_detected
    }

    pub(crate) fn living(&self) -> usize {
        self.families.len()
    }

    fn make_room(&mut self, grant: &Grant) {
        let mut theirs: Vec<u64> = self
            .families
            .iter()
            .filter(|(_, family)| {
                family.grant.user_id == grant.user_id && family.grant.client_id == grant.client_id
            })
            .map(|(id, _)| *id)
            .collect();
        theirs.sort_unstable();
        let surplus = (theirs.len() + 1).saturating_sub(MOST_FAMILIES);
        for id in theirs.iter().take(surplus) {
            self.families.remove(id);
        }
    }

    fn add_token(&mut self, family: u64, parent: Option<String>) -> String {
        let token = format!("v1.{}", random::handle(32));
        self.tokens.insert(
            token.clone(),
            Token {
                family,
                parent,
                spent_at: None,
                successor_spent: false,
            },
        );
        token
    }
}
