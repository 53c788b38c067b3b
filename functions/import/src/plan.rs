//! What is to become of the rows: verdicts on those that are refused or there already, and how the others come in.

use std::collections::HashMap;

use rand::Rng;
use usher::changes::Giving;
use usher::changes::invitee::Called;
use usher::domain::effects::audit::Author;
use usher::domain::id::{PersonKey, UserKey};
use usher::domain::people::account::AccountModel;
use usher::domain::people::moving::{Arrival, Mover};
use usher::domain::secret::foreign::{FirebaseParameters, ForeignHash};
use usher::store::{Found, Key, StoreFault};

use crate::result::{ImportResult, ImportVerdict};
use crate::row::{ImportedPersonFields, Row};

/// Someone who comes in, and the row that they come from.
#[derive(Clone)]
pub struct Arriving {
    pub index: usize,
    pub arrival: Arrival,
    /// The hash that is stored of their password, if it came with them.
    pub hash: Option<ForeignHash>,
}

/// What is to become of all rows.
#[derive(Default)]
pub struct Plan {
    /// The rows for which nothing is done.
    pub results: Vec<ImportResult>,
    /// Those who come in.
    pub arrivals: Vec<Arriving>,
}

/// What rows are judged by.
pub struct Judging<'a> {
    pub followed: &'a AccountModel,
    pub found: &'a Found,
    pub firebase: Option<&'a FirebaseParameters>,
    pub author: &'a Author,
}

impl Judging<'_> {
    /// Judges all rows.
    pub fn plan(&self, rows: &[Row], rng: &mut impl Rng) -> Plan {
        let mut plan = Plan::default();
        let account = self.followed.account;
        let (mut seen, mut called): (HashMap<UserKey, usize>, Called) = (HashMap::new(), Called::default());
        for (index, row) in rows.iter().enumerate() {
            let email = row.peek().and_then(ImportedPersonFields::address).map(String::from);
            let mover = match row.mover(&self.giving(), self.firebase) {
                Ok(mover) => mover,
                Err(faults) => {
                    plan.results.push(ImportResult::invalid(index, email, &faults));
                    continue;
                }
            };
            let first = *seen.entry(mover.invitee.key(account)).or_insert(index);
            if first != index {
                plan.results.push(ImportResult::duplicate(index, email, first));
                continue;
            }
            let is_called_as_another =
                mover.invitee.is_called_as_another(account, self.found) || !called.insert_new(&mover.invitee);
            match self.place(index, mover, rng) {
                Ok(Ok(_)) if is_called_as_another => plan.results.push(ImportResult::called_as_another(index, email)),
                Ok(Ok(arriving)) => plan.arrivals.push(arriving),
                Ok(Err(result)) => plan.results.push(result),
                Err(_) => plan.results.push(ImportResult::unreadable(index, email)),
            }
        }
        plan
    }

    fn giving(&self) -> Giving<'_> {
        let Self { followed, found, author, .. } = self;
        Giving { account: followed.account, model: &followed.model, found, held: &[], now: author.at }
    }

    /// How someone comes in; or what is said of them if nothing is to be done. An error if what is stored of them
    /// cannot be read.
    fn place(
        &self,
        index: usize,
        mover: Mover,
        rng: &mut impl Rng,
    ) -> Result<Result<Arriving, ImportResult>, StoreFault> {
        let account = self.followed.account;
        if let Some(user) = self.found.get(&Key::user(account, mover.invitee.key(account)))? {
            return Ok(Err(ImportResult::there(index, ImportVerdict::on(&user, &mover), &user)));
        }
        let person = self.found.get(&Key::person(PersonKey::of(&mover.invitee.email)))?;
        let email = mover.invitee.email.to_string();
        let hash = mover.password.clone();
        let policies = self.followed.model.policies();
        Ok(match mover.arrives(account, person, policies, self.author, rng) {
            Some(arrival) => {
                let hash = hash.filter(|_| matches!(arrival, Arrival::Joined(_)));
                Ok(Arriving { index, arrival, hash })
            }
            None => Err(ImportResult::known_elsewhere(index, email)),
        })
    }
}
