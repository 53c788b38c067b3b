//! Lists in pages: `limit`, `after`, and the answer `{ "data": […], "page": { "after": … } }`.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Fields, Problem};
use crate::app::App;
use crate::domain::account::Account;
use crate::store::{Cursor, List, Listed, Page};

/// How many records a page has unless the client says otherwise.
const DEFAULT_LIMIT: u16 = 25;

/// How many records a page has at most.
const LARGEST_LIMIT: u16 = 100;

/// How many entries of a list a page looks at where it leaves some out.
pub const EXAMINED: u16 = 100;

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

    /// How many records the page has at most.
    pub fn limit(&self) -> u16 {
        self.limit
    }

    /// Reads the page that was asked for of a few lists, one after the other: the records that `shown` shows, which gets the place of the
    /// record's list. One request to each list, side by side.
    ///
    /// `filters` says what `shown` leaves out, and is empty where it leaves out nothing to speak of. A page then costs what it holds; else
    /// it looks at [`EXAMINED`] entries of a list at most, and may hold less than was asked for, or nothing, while there is more behind it.
    pub async fn read<R: Listed, T>(
        self,
        app: &App,
        account: &Account,
        lists: &[List],
        filters: &str,
        shown: impl Fn(usize, R) -> Option<T>,
    ) -> Answer<Paged<T>> {
        let malformed = |_| Problem::invalid_field("after", "invalid_cursor", "not a cursor of this list");
        let sealed = self.after.as_deref();
        let start = sealed.map(|sealed| Cursor::open(sealed, lists, filters, &account.cursor_key)).transpose().map_err(malformed)?;
        let start = start.unwrap_or(Cursor { list: 0, after: None });
        let examined = if filters.is_empty() { self.limit } else { self.limit.max(EXAMINED) };
        let reads = lists.iter().enumerate().skip(start.list).map(|(place, list)| {
            let after = start.after.as_ref().filter(|_| place == start.list);
            app.store.list(list, after, examined)
        });
        let pages = futures_util::future::try_join_all(reads).await?;
        let (data, next) = self.fill(start, pages, shown);
        let after = next.map(|cursor| cursor.seal(lists, filters, &account.cursor_key)).transpose().map_err(|cause| Problem::unavailable(&cause))?;
        Ok(Paged { data, page: Next { after } })
    }

    /// Fills the page from what was read, and says where the next begins.
    fn fill<R, T>(&self, start: Cursor, pages: Vec<Page<R>>, shown: impl Fn(usize, R) -> Option<T>) -> (Vec<T>, Option<Cursor>) {
        let mut data = Vec::new();
        let (mut place, mut last) = (start.list, start.after);
        for page in pages {
            for (position, record) in page.entries {
                if data.len() == usize::from(self.limit) {
                    return (data, Some(Cursor { list: place, after: last }));
                }
                data.extend(shown(place, record));
                last = Some(position);
            }
            if page.next.is_some() {
                return (data, Some(Cursor { list: place, after: page.next }));
            }
            (place, last) = (place + 1, None);
        }
        (data, None)
    }
}
