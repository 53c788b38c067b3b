//! The vendor's access models, their versions, and the accounts that follow them.

use super::key::{Key, in_model_list, lists};
use super::list::{Entry, List, Listed};
use super::record::{Malformed, Record, versioned};
use crate::domain::access::vendors::{Follows, ModelVersion, ModelVersionSummary, VendorModel, VendorModelSummary};
use crate::domain::id::{AccountId, ModelId};
use crate::domain::people::account::AccountModel;

impl Record for VendorModel {
    const KIND: &'static str = "model";

    fn key(&self) -> Key<Self> {
        Key::vendor_model(self.id)
    }

    /// Presets are few and known: lists show them first.
    fn listed(&self) -> [Option<(String, String)>; 3] {
        let place = self.created_at.map(|_| (lists::MODELS.to_owned(), self.id.to_string()));
        [place, None, None]
    }

    fn card(&self) -> Option<String> {
        serde_json::to_string(&self.summary()).ok()
    }
}

versioned!(VendorModel);

impl Listed for VendorModelSummary {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        serde_json::from_str(entry.text("card")?).map_err(|_| Malformed::at("card"))
    }
}

impl Record for ModelVersion {
    const KIND: &'static str = "model_version";

    fn key(&self) -> Key<Self> {
        Key::model_version(self.model, self.number)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        [Some((in_model_list(self.model, lists::VERSIONS), format!("{:010}", self.number))), None, None]
    }

    fn card(&self) -> Option<String> {
        let (number, published_at, published_by) = (self.number, self.published_at, self.published_by.clone());
        serde_json::to_string(&ModelVersionSummary { number, published_at, published_by }).ok()
    }
}

impl Listed for ModelVersionSummary {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        serde_json::from_str(entry.text("card")?).map_err(|_| Malformed::at("card"))
    }
}

impl Record for AccountModel {
    const KIND: &'static str = "access_model";

    fn key(&self) -> Key<Self> {
        Key::access_model(self.account)
    }

    fn listed(&self) -> [Option<(String, String)>; 3] {
        let place = |follows: &Follows| (in_model_list(follows.model, lists::FOLLOWERS), self.account.to_string());
        [self.follows.as_ref().map(place), None, None]
    }

    fn card(&self) -> Option<String> {
        self.follows.as_ref().and_then(|follows| serde_json::to_string(follows).ok())
    }
}

versioned!(AccountModel);

/// An account that follows a model, as the index has it.
#[derive(Debug, Clone)]
pub struct Follower {
    /// The account.
    pub account: AccountId,
    /// What it follows.
    pub follows: Follows,
}

impl Listed for Follower {
    fn of_entry(_: AccountId, entry: Entry) -> Result<Self, Malformed> {
        let account = entry.text("s1")?.parse().map_err(|_| Malformed::at("s1"))?;
        let follows = serde_json::from_str(entry.text("card")?).map_err(|_| Malformed::at("card"))?;
        Ok(Self { account, follows })
    }
}

impl List {
    /// The models that operators have made, behind `after`.
    pub fn vendor_models(after: Option<ModelId>) -> Self {
        let list = Self::of_models(lists::MODELS.to_owned());
        match after {
            Some(after) => list.between(lists::behind(after), lists::behind("mod_~")),
            None => list,
        }
    }

    /// The versions of a model that are stored, the newest first, before `before`.
    pub fn model_versions(model: ModelId, before: Option<u32>) -> Self {
        let list = Self::of_models(in_model_list(model, lists::VERSIONS)).newest_first();
        match before {
            Some(before) => list.between(String::from("0"), format!("{:010}", before.saturating_sub(1))),
            None => list,
        }
    }

    /// The accounts that follow a model, behind `after`.
    pub fn followers(model: ModelId, after: Option<AccountId>) -> Self {
        let list = Self::of_models(in_model_list(model, lists::FOLLOWERS));
        match after {
            Some(after) => list.between(lists::behind(after), lists::BEHIND_ACCOUNTS.to_owned()),
            None => list,
        }
    }
}
