//! Faults that are planted: Usher as it would be if a condition, a witness or a promise were missing. They are planted
//! in what it asks of DynamoDB, or in what hands it its events, so that its own code knows nothing of them.

use std::fmt;

use serde_json::{Value, json};

macro_rules! planted {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// A fault that is planted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Planted {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Planted {
            /// Everything that can be planted.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What is wrong, in words.
            pub fn says(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

planted! {
    /// An invitation is written whatever has become of it meanwhile.
    InvitationUnconditional,
    /// A user is written whatever has become of them meanwhile.
    UserUnconditional,
    /// A person is written whatever has become of them meanwhile.
    PersonUnconditional,
    /// An account is written whatever has become of it meanwhile.
    AccountUnconditional,
    /// Nothing is written on any condition.
    NothingConditional,
    /// A change that takes the last administrator needs no witness.
    NoWitness,
    /// A commit that is sent again is another one.
    NoCommitToken,
    /// Invitations are not put into the outbox.
    NoInvitationMail,
    /// Emails stay in the outbox after they are sent.
    OutboxKept,
    /// A lease of the outbox keeps nobody from sending.
    LeaseIgnored,
    /// What happens is not recorded.
    NoAuditEvent,
    /// That a user becomes active is not recorded.
    NoActivationEvent,
    /// What happened is recorded under another request.
    ForeignRequest,
    /// A membership is not written.
    NoMembership,
    /// A membership stays when its user is gone.
    MembershipKept,
    /// A listing of a role is not written.
    NoListing,
    /// A listing stays when its user is gone or another.
    ListingKept,
    /// An invitation that is pending is in no list of those that are due.
    NotDue,
    /// An invitation that has ended stays in the list of those that are due.
    AlwaysDue,
    /// Invitations can be accepted two days longer than they say.
    ExpiryIgnored,
    /// A removed user stays.
    UserKept,
    /// A deactivated user stays active.
    StillActive,
    /// New grants are not written.
    GrantsKept,
    /// An invitation that is revoked stays pending.
    StillPending,
    /// A new password ends no session.
    SessionsKept,
    /// A session that is ended goes on.
    SessionNotEnded,
    /// An API token that is revoked goes on.
    TokenNotRevoked,
    /// A suspended account is open.
    StillOpen,
    /// The answer of a request with a key is not kept.
    NoKeptAnswer,
    /// Half of a change is written.
    HalfACommit,
    /// What the publisher could not publish is taken for published.
    PublisherForgets,
    /// The mailer's failures are not handed to it again, and nothing is swept.
    NothingSwept,
    /// What is counted is counted down.
    CountedDown,
}

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Planted {
    /// What is asked instead.
    pub fn spoil(self, operation: &str, body: &[u8]) -> Vec<u8> {
        let Ok(mut request) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
        match operation {
            "TransactWriteItems" => self.spoil_commit(&mut request),
            "UpdateItem" | "DeleteItem" | "PutItem" => self.spoil_write(operation, &mut request),
            _ => return body.to_vec(),
        }
        request.to_string().into_bytes()
    }

    /// Whether the function `events` is believed to have published what it could not.
    pub fn forgets(self, function: &str) -> bool {
        match self {
            Self::PublisherForgets => function == "events",
            Self::NothingSwept => function == "mailer",
            _ => false,
        }
    }

    fn spoil_commit(self, request: &mut Value) {
        if self == Self::NoCommitToken {
            request.as_object_mut().map(|request| request.remove("ClientRequestToken"));
        }
        let Some(writes) = request["TransactItems"].as_array_mut() else { return };
        if self == Self::HalfACommit && writes.len() > 2 && writes.iter().any(|write| is_kind(write, "person")) {
            writes.pop();
        }
        writes.retain(|write| !self.drops(write));
        writes.iter_mut().for_each(|write| self.spoil_in_commit(write));
        if writes.is_empty() {
            writes.push(json!({ "ConditionCheck": {
                "TableName": super::engine::NAME, "Key": { "pk": { "S": "NOBODY" }, "sk": { "S": "NOBODY" } },
                "ConditionExpression": "attribute_not_exists(pk)",
            } }));
        }
    }

    /// Whether a write is left out.
    fn drops(self, write: &Value) -> bool {
        let deletes =
            |prefix: &str| write["Delete"]["Key"]["sk"]["S"].as_str().is_some_and(|key| key.starts_with(prefix));
        let from = |part: &str| write["Delete"]["Key"]["pk"]["S"].as_str().is_some_and(|key| key.contains(part));
        match self {
            Self::NoWitness => write.get("ConditionCheck").is_some(),
            Self::NoInvitationMail => is_kind(write, "promised_mail") && text(write, "about") == "invitation",
            Self::OutboxKept => from("OUTBOX#"),
            Self::NoAuditEvent => is_kind(write, "audit_event") && text(write, "action") == "invitation.revoked",
            Self::NoActivationEvent => is_kind(write, "audit_event") && text(write, "action") == "user.activated",
            Self::NoMembership => is_kind(write, "membership"),
            Self::MembershipKept => deletes("MEMBERSHIP#"),
            Self::NoListing => is_kind(write, "listing") && text(write, "pk").contains("#ROLE#"),
            Self::ListingKept => from("#ROLE#"),
            Self::UserKept => deletes("USER#"),
            Self::SessionNotEnded => deletes("SESSION#"),
            Self::TokenNotRevoked => from("#API_TOKENS"),
            Self::StillActive => is_kind(write, "user") && text(write, "status") == "deactivated",
            Self::StillPending => is_kind(write, "invitation") && text(write, "status") == "revoked",
            Self::StillOpen => is_kind(write, "account") && !write["Put"]["Item"]["suspended_at"].is_null(),
            _ => false,
        }
    }

    fn spoil_in_commit(self, write: &mut Value) {
        let kind = write["Put"]["Item"]["kind"]["S"].as_str().unwrap_or_default().to_owned();
        let is_unconditional = match self {
            Self::InvitationUnconditional => kind == "invitation",
            Self::UserUnconditional => kind == "user",
            Self::PersonUnconditional => kind == "person",
            Self::AccountUnconditional => kind == "account",
            Self::LeaseIgnored => kind == "promised_mail",
            Self::NothingConditional => true,
            _ => false,
        };
        if is_unconditional {
            ["Put", "Delete", "Update"].into_iter().for_each(|kind| strip_condition(&mut write[kind]));
        }
        let item = &mut write["Put"]["Item"];
        let status = item["status"]["S"].as_str().unwrap_or_default().to_owned();
        match (self, kind.as_str()) {
            (Self::ForeignRequest, "audit_event") => item["request_id"] = json!({ "S": "another" }),
            (Self::NotDue, "invitation") => forget(item, &["due_pk", "due_sk"]),
            (Self::AlwaysDue, "invitation") if status != "pending" => {
                item["due_pk"] = json!({ "S": "DUE#0" });
                item["due_sk"] = json!({ "S": "2026-01-01T00:00:00.000Z#inv_" });
            }
            (Self::ExpiryIgnored, "invitation") => {
                item["expires_at"] = json!({ "S": "2026-12-01T09:00:00Z" });
            }
            (Self::GrantsKept, "user") if status == "active" => {
                item["grants"] = json!({ "L": [] });
            }
            (Self::SessionsKept, "person") => forget(item, &["epoch"]),
            _ => {}
        }
        // To look for what is not there has put it there.
        if let Some(write) = write.as_object_mut() {
            write.retain(|_, what| what["TableName"].is_string());
        }
    }

    fn spoil_write(self, operation: &str, request: &mut Value) {
        match self {
            Self::NothingConditional => strip_condition(request),
            Self::NoKeptAnswer if request["Item"]["kind"]["S"] == "answer" => {
                request["Item"]["pk"] = json!({ "S": "IDEMPOTENCY#NOWHERE" });
                strip_condition(request);
            }
            Self::SessionNotEnded if operation == "DeleteItem" => {
                request["Key"]["sk"] = json!({ "S": "SESSION#NOBODYS" });
                strip_condition(request);
            }
            Self::CountedDown if operation == "UpdateItem" => {
                if let Some(values) = request["ExpressionAttributeValues"].as_object_mut() {
                    let numbers = values.values_mut().filter(|value| value["N"] == "1");
                    numbers.for_each(|value| *value = json!({ "N": "-1" }));
                }
            }
            _ => {}
        }
    }
}

fn is_kind(write: &Value, kind: &str) -> bool {
    write["Put"]["Item"]["kind"]["S"] == kind
}

fn text<'a>(write: &'a Value, name: &str) -> &'a str {
    write["Put"]["Item"][name]["S"].as_str().unwrap_or_default()
}

fn forget(item: &mut Value, names: &[&str]) {
    if let Some(item) = item.as_object_mut() {
        item.retain(|name, _| !names.contains(&name.as_str()));
    }
}

/// A write that is made in any case.
fn strip_condition(write: &mut Value) {
    let Some(write) = write.as_object_mut() else { return };
    let is_update = write.contains_key("UpdateExpression");
    write.remove("ConditionExpression");
    if !is_update {
        write.remove("ExpressionAttributeValues");
        write.remove("ExpressionAttributeNames");
    }
}
