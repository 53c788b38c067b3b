//! Queries. Only lists take parameters: their filters, `limit` and `after`.

use std::convert::Infallible;
use std::sync::OnceLock;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::pages::PageRequest;
use super::problem::{FieldFault, FieldFaults};
use super::sent::Parsed;
use super::{Answer, Json, Known, Problem, Sent};

/// The longest query that is read, in bytes. The gateway takes 10 KiB of request line and headers together.
const LONGEST: usize = 8 * 1024;

/// Which page of a list.
#[derive(Debug, Clone, Deserialize)]
struct PageFields {
    limit: Option<String>,
    after: Option<String>,
}

/// The filters of a list that has none.
#[derive(Debug, Clone, Deserialize)]
pub struct NoFilters {}

/// The query of a list: which of its entries, and which page of them. It is read when it is known who calls, and says
/// then what is wrong with it.
#[derive(Debug)]
pub struct ListQuery<T> {
    uri: Uri,
    sent: OnceLock<Sent<(T, PageFields)>>,
}

impl<T: DeserializeOwned> ListQuery<T> {
    fn sent(&self) -> &Sent<(T, PageFields)> {
        self.sent.get_or_init(|| read(&self.uri))
    }

    /// The filters before it is known who calls: for what is to be looked up together with the caller, and for nothing
    /// else.
    pub fn peek(&self) -> Option<&T> {
        self.sent().peek().map(|(filters, _)| filters)
    }

    /// What `parse` makes of the filters, and the page, if nothing is wrong with either.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn read<'a, P: Parsed>(
        &'a self,
        _: Known,
        parse: impl FnOnce(&'a T, &mut super::Fields) -> P,
    ) -> Answer<(P::Values, PageRequest)> {
        self.sent().read(|(filters, page), fields| {
            let page = PageRequest::parse(page.limit.as_deref(), page.after.clone(), fields);
            (parse(filters, fields).all(), Some(page))
        })
    }
}

impl<S: Send + Sync, T> FromRequestParts<S> for ListQuery<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // The envelope says of a longer query that it is too long.
        let uri = if is_too_long(&parts.uri) { Uri::default() } else { parts.uri.clone() };
        Ok(Self { uri, sent: OnceLock::new() })
    }
}

fn read<T: DeserializeOwned>(uri: &Uri) -> Sent<(T, PageFields)> {
    let (page, filters) = pairs(uri).into_iter().partition(|(name, _)| ["limit", "after"].contains(&name.as_str()));
    let (page, filters) = (Json::Object(page), Json::Object(filters));
    let (page, page_faults) = page.read::<PageFields>("query").into_parts();
    let (filters, mut faults) = filters.read::<T>("query").into_parts();
    faults.append(page_faults);
    Sent::new(filters.zip(page), faults.map(in_a_query))
}

/// The parameters as they were sent.
fn pairs(uri: &Uri) -> Vec<(String, Json)> {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().map(|(name, value)| (name, Json::Text(value))).collect()
}

/// Whether there is more than a gateway would let through.
pub(crate) fn is_too_long(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.len() > LONGEST)
}

/// A query is longer than any list takes.
pub(crate) fn too_long() -> Problem {
    Problem::new(StatusCode::URI_TOO_LONG, "query_too_long", format!("at most {LONGEST} bytes"))
}

/// What is wrong with the parameters of a route that takes none.
pub(crate) fn unexpected(uri: &Uri) -> FieldFaults {
    let (_, faults) = Json::Object(pairs(uri)).read::<NoFilters>("query").into_parts();
    faults.map(in_a_query)
}

fn in_a_query(fault: FieldFault) -> FieldFault {
    let is_unknown = fault.code == "unknown_field";
    FieldFault { message: if is_unknown { "no parameter of this route".to_owned() } else { fault.message }, ..fault }
}
