//! Lists in pages: `limit`, `after`, and the answer `{ "data": […], "page": { "after": … } }`.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Fields, Problem};
use crate::app::App;
use crate::domain::account::Account;
use crate::store::{Cursor, List, Page, Record};

/// How many records a page has unless the client says otherwise.
const DEFAULT_LIMIT: u16 = 25;

/// How many records a page has at most.
const LARGEST_LIMIT: u16 = 100;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paged<T> {
    /// What is on the page.
    pub data: Vec<T>,
    /// How to get the next.
    pub page: Next,
}

/// Where the next page begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct Next {
    /// The `after` of the next page; null after the last.
    pub after: Option<String>,
}

/// Which page a client asks for.
#[derive(Debug)]
pub struct PageRequest {
    limit: u16,
    after: Option<String>,
}

impl PageRequest {
    /// Reads `limit` and `after`; what is wrong is noted in `fields`.
    pub fn parse(limit: Option<&str>, after: Option<String>, fields: &mut Fields) -> Self {
        let limit = match limit.map(str::parse) {
            None => DEFAULT_LIMIT,
            Some(Ok(limit @ 1..=LARGEST_LIMIT)) => limit,
            Some(_) => {
                fields.refuse("limit", "out_of_range", format!("a number from 1 to {LARGEST_LIMIT}"));
                DEFAULT_LIMIT
            }
        };
        Self { limit, after }
    }

    /// Reads the page of `list` that was asked for, each record as `shown`.
    pub async fn read<R: Record, T>(self, app: &App, account: &Account, list: &List, shown: impl Fn(R) -> Option<T>) -> Answer<Paged<T>> {
        let malformed = |_| Problem::invalid_field("after", "invalid_cursor", "not a cursor of this list");
        let after = self.after.map(|sealed| Cursor::open(&sealed, list, &account.cursor_key)).transpose().map_err(malformed)?;
        let Page { records, next } = app.store.list(list, after.as_ref(), self.limit).await?;
        let after = next.map(|cursor| cursor.seal(list, &account.cursor_key)).transpose().map_err(|cause| Problem::unavailable(&cause))?;
        Ok(Paged { data: records.into_iter().filter_map(shown).collect(), page: Next { after } })
    }
}
