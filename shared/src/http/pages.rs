//! Lists in pages: `limit`, `after`, and the answer `{ "data": […], "page": { "after": … } }`.

use std::borrow::Cow;
use std::str::FromStr;

use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, Ref, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::{Answer, Fields, Problem};
use crate::app::App;
use crate::domain::credentials::session::Session;
use crate::domain::people::account::{Account, CursorKey};
use crate::store::{Cursor, List, Listed, Page};

/// How many records a page has unless the client says otherwise.
const DEFAULT_LIMIT: u16 = 25;

/// How many records a page has at most.
const LARGEST_LIMIT: u16 = 100;

/// How many entries of a list a page looks at if it leaves some out.
pub const EXAMINED: u16 = 100;

/// What was read for one page.
#[derive(Debug)]
pub struct Examined<'a, R> {
    limit: u16,
    cursor_key: &'a CursorKey,
    lists: &'a [List],
    filters: &'a str,
    start: Cursor,
    pages: Vec<Page<R>>,
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Paged<T> {
    /// The results on this page.
    pub data: Vec<T>,
    /// How to get the next page.
    pub page: PageInfo,
}

/// How to get the next page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageInfo {
    /// The `after` of the next page; null after the last.
    #[schema(required)]
    pub after: Option<String>,
}

/// Named like what is listed, `UserPage`: utoipa would call it `Paged_User`, and repeat the user in it.
impl<T: ToSchema> ToSchema for Paged<T> {
    fn name() -> Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.extend([(T::name().into(), T::schema()), (PageInfo::name().into(), PageInfo::schema())]);
        T::schemas(schemas);
    }
}

impl<T: ToSchema> PartialSchema for Paged<T> {
    fn schema() -> RefOr<Schema> {
        let data =
            ArrayBuilder::new().items(Ref::from_schema_name(T::name())).description(Some("What is on the page."));
        let mut page = Ref::from_schema_name(PageInfo::name());
        page.description = "How to get the next.".to_owned();
        ObjectBuilder::new()
            .description(Some("One page of a list."))
            .property("data", data)
            .required("data")
            .property("page", page)
            .required("page")
            .into()
    }
}

/// Which page a client asks for.
#[derive(Debug)]
pub struct PageRequest {
    limit: u16,
    after: Option<String>,
    in_turn: bool,
}

/// `limit` and `after`, as the OpenAPI document has them for every list.
impl IntoParams for PageRequest {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let limits = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(LARGEST_LIMIT));
        let limit = ParameterBuilder::new()
            .name("limit")
            .description(Some("The maximum number of results"))
            .schema(Some(limits.default(Some(DEFAULT_LIMIT.into()))));
        let after = ParameterBuilder::new()
            .name("after")
            .description(Some("The `page.after` of the previous page of the same list"))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        [limit, after].map(|parameter| parameter.parameter_in(ParameterIn::Query).build()).into()
    }
}

impl PageRequest {
    /// Reads `limit` and `after`; what is wrong is noted in `fields`.
    pub(super) fn parse(limit: Option<&str>, after: Option<String>, fields: &mut Fields) -> Self {
        let limit = match limit.map(str::parse) {
            None => DEFAULT_LIMIT,
            Some(Ok(limit @ 1..=LARGEST_LIMIT)) => limit,
            Some(_) => {
                fields.refuse("limit", "out_of_range", format!("must be a number from 1 to {LARGEST_LIMIT}"));
                DEFAULT_LIMIT
            }
        };
        Self { limit, after, in_turn: false }
    }

    /// Goes on only if the first page is asked for: for lists that have no other.
    pub fn check_first(&self) -> Answer<()> {
        if self.after.is_none() { Ok(()) } else { Err(not_a_cursor()) }
    }

    /// Behind what the page begins, in lists of operators, to whom ids are no secret: the id of the entry before.
    pub fn after_id<T: FromStr>(&self) -> Answer<Option<T>> {
        self.after.as_deref().map(|after| after.parse().map_err(|_| not_a_cursor())).transpose()
    }

    /// How many records the page has at most.
    pub fn limit(&self) -> u16 {
        self.limit
    }

    /// The same of lists that are parts of one order, each read only if those before it leave room on the page: two
    /// lists cost what one does, and now and then a second request. Lists of which something is left out are read side
    /// by side all the same.
    #[must_use]
    pub fn in_turn(self) -> Self {
        Self { in_turn: true, ..self }
    }

    /// Reads the page that was asked for of a few lists, one after the other: the records that `shown` shows, which
    /// gets the place of the record's list. One request to each list, side by side.
    ///
    /// `filters` says what `shown` leaves out, and is empty if it leaves out nothing to speak of. A page then costs
    /// what it holds; else it looks at [`EXAMINED`] entries of a list at most, and may hold less than was asked for, or
    /// nothing, while there is more behind it.
    pub async fn read<R: Listed, T>(
        self,
        app: &App,
        account: &Account,
        lists: &[List],
        filters: &str,
        shown: impl Fn(usize, R) -> Option<T>,
    ) -> Answer<Paged<T>> {
        self.examine(app, account, lists, filters).await?.page(shown)
    }

    /// Reads the page that was asked for of a list of the caller's own, whose cursors are good for the caller's session
    /// alone. Otherwise as [`PageRequest::read`].
    pub async fn read_own<R: Listed, T>(
        self,
        app: &App,
        session: &Session,
        list: List,
        shown: impl Fn(R) -> Option<T>,
    ) -> Answer<Paged<T>> {
        let key = CursorKey::of_session(&session.token);
        self.examine_with(app, &key, &[list], "own").await?.page(|_, record| shown(record))
    }

    /// Reads the page that was asked for of a list of the vendor's, for operators. Otherwise as [`PageRequest::read`].
    pub async fn read_for_vendor<R: Listed, T>(
        self,
        app: &App,
        list: List,
        filters: &str,
        shown: impl Fn(R) -> Option<T>,
    ) -> Answer<Paged<T>> {
        let key = CursorKey::of_vendor();
        self.examine_with(app, &key, &[list], filters).await?.page(|_, record| shown(record))
    }

    /// Reads what a page may hold, for lists whose entries alone do not tell whether they are shown. Otherwise as
    /// [`PageRequest::read`].
    pub async fn examine<'a, R: Listed>(
        self,
        app: &App,
        account: &'a Account,
        lists: &'a [List],
        filters: &'a str,
    ) -> Answer<Examined<'a, R>> {
        self.examine_with(app, &account.cursor_key, lists, filters).await
    }

    async fn examine_with<'a, R: Listed>(
        self,
        app: &App,
        cursor_key: &'a CursorKey,
        lists: &'a [List],
        filters: &'a str,
    ) -> Answer<Examined<'a, R>> {
        let sealed = self.after.as_deref();
        let start = sealed
            .map(|sealed| Cursor::open(sealed, lists, filters, cursor_key))
            .transpose()
            .map_err(|_| not_a_cursor())?;
        let start = start.unwrap_or(Cursor { list: 0, after: None });
        let examined = if filters.is_empty() { self.limit } else { self.limit.max(EXAMINED) };
        let read = |(place, list), limit| {
            let after = start.after.as_ref().filter(|_| place == start.list);
            app.store.list(list, after, limit)
        };
        let parts = lists.iter().enumerate().skip(start.list);
        let pages = if self.in_turn && filters.is_empty() {
            let (mut pages, mut room): (Vec<Page<R>>, u16) = (Vec::new(), examined);
            for part in parts {
                // One entry tells that there is another page, if there is no room for it.
                let page = read(part, room.max(1)).await?;
                room = room.saturating_sub(u16::try_from(page.entries.len()).unwrap_or(u16::MAX));
                let goes_on = page.next.is_some();
                pages.push(page);
                if goes_on {
                    break;
                }
            }
            pages
        } else {
            futures_util::future::try_join_all(parts.map(|part| read(part, examined))).await?
        };
        Ok(Examined { limit: self.limit, cursor_key, lists, filters, start, pages })
    }
}

impl<R> Examined<'_, R> {
    /// Everything that was read, shown or not.
    pub fn records(&self) -> impl Iterator<Item = &R> {
        self.pages.iter().flat_map(|page| page.entries.iter().map(|(_, record)| record))
    }

    /// The page: the records that `shown` shows, which gets the place of the record's list.
    pub fn page<T>(self, shown: impl Fn(usize, R) -> Option<T>) -> Answer<Paged<T>> {
        let (cursor_key, lists, filters) = (self.cursor_key, self.lists, self.filters);
        let (data, next) = self.fill(shown);
        let after = next
            .map(|cursor| cursor.seal(lists, filters, cursor_key))
            .transpose()
            .map_err(|cause| Problem::unavailable(&cause))?;
        Ok(Paged { data, page: PageInfo { after } })
    }

    /// Fills the page from what was read, and says where the next begins.
    ///
    /// Nothing that is not shown makes a difference as long as what was read reaches to the end: there is a next page
    /// only if it holds something, and it begins behind the last record that is shown. If as many entries were read as
    /// a page examines, there is a next page, whatever that holds: that the list goes on is all that those who are not
    /// shown tell of themselves, and they tell it together, never alone.
    fn fill<T>(self, shown: impl Fn(usize, R) -> Option<T>) -> (Vec<T>, Option<Cursor>) {
        let mut data = Vec::new();
        let mut last = self.start;
        for (place, page) in (last.list..).zip(self.pages) {
            for (position, record) in page.entries {
                let Some(record) = shown(place, record) else { continue };
                if data.len() == usize::from(self.limit) {
                    return (data, Some(last));
                }
                data.push(record);
                last = Cursor { list: place, after: Some(position) };
            }
            if page.next.is_some() {
                return (data, Some(Cursor { list: place, after: page.next }));
            }
        }
        (data, None)
    }
}

fn not_a_cursor() -> Problem {
    Problem::invalid_field("after", "invalid_cursor", "not a cursor of this list")
}
