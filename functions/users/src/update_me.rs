//! `PATCH /v1/me`: change one's own names and language.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Admission, Place, SessionBearer};
use usher::changes::users;
use usher::domain::decision::own_editable;
use usher::domain::effects::audit::Actor;
use usher::domain::locale::Locale;
use usher::domain::people::user::{Names, User};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, Fields, Problem, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use crate::me::{Me, MyPlace, everywhere};
use crate::names::edited;

/// In how many accounts at once names are changed.
const AT_ONCE: usize = 8;

/// Your names and your language; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMeRequest {
    /// The given name.
    #[schema(value_type = String, example = "Grace", required = false, min_length = 1, max_length = 80)]
    given_name: Edit,
    /// The family name.
    #[schema(value_type = String, example = "Hopper", required = false, min_length = 1, max_length = 80)]
    family_name: Edit,
    /// The language of your emails; with null, each account writes in its own.
    #[schema(value_type = Option<Locale>, required = false)]
    locale: Edit,
}

/// Change your names or your language
///
/// The language is that of all emails that you get. Names are changed in every account whose access model lets users
/// edit their own names, one account after the other. If one fails, the same request can be sent again.
#[utoipa::path(
    patch,
    operation_id = "updateMe",
    path = "/v1/me",
    tag = "users",
    request_body = Option<UpdateMeRequest>,
    responses((status = 200, description = "The person", body = Me), Problems),
    security(("bearer" = []))
)]
pub async fn update_me(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<UpdateMeRequest>,
) -> Answer<Json<Me>> {
    until_decided(|| async {
        let (mut oneself, places) = everywhere(&app, &bearer).await?;
        check_open(&places)?;
        let (request, locale) = body.judge(oneself.known, |request, fields| request.check(&places, fields))?;
        if let Some(locale) = locale.filter(|locale| *locale != oneself.person.locale) {
            oneself.person.locale = locale;
            app.store.commit(Change::new().replace(&mut oneself.person)).await?;
        }
        let renamed = stream::iter(places).map(|place| rename(&app, &source, request, place)).buffered(AT_ONCE);
        Ok(Json(Me::of(&app, oneself, renamed.try_collect().await?).await))
    })
    .await
}

impl UpdateMeRequest {
    /// Reports all that is wrong, before anything is changed. Tells the language, if that is to change.
    fn check(&self, places: &[MyPlace], mut fields: Fields) -> Answer<(&Self, Option<Option<Locale>>)> {
        edited(&Names::default(), &self.given_name, &self.family_name, Ok(()), &mut fields);
        let locale = fields.one_of("locale", self.locale.value().map(String::as_str), Locale::parse);
        fields.finish(())?;
        let locale = self.locale.is_there().then_some(locale);
        let is_about_names = self.given_name.is_there() || self.family_name.is_there() || locale.is_none();
        if !is_about_names || places.iter().any(is_editable) {
            return Ok((self, locale));
        }
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "name_not_editable",
            "none of your accounts lets you change your names",
        ))
    }
}

/// Refuses a session that lacks the second factor that every account asks for, or whose accounts are all suspended.
/// Accounts that are open to it are changed all the same.
fn check_open(places: &[MyPlace]) -> Answer<()> {
    if places.is_empty() || places.iter().any(MyPlace::is_open) {
        return Ok(());
    }
    let is_missing = |place: &MyPlace| place.admission == Admission::LacksSecondFactor;
    if places.iter().any(is_missing) {
        return Err(Problem::second_factor_required());
    }
    Err(Problem::account_suspended())
}

fn is_editable(mine: &MyPlace) -> bool {
    mine.is_open() && own_editable(mine.place.followed.model.policies().names)
}

/// The place, with the new names if the account lets people change theirs.
async fn rename(app: &App, source: &Source, request: &UpdateMeRequest, mine: MyPlace) -> Answer<MyPlace> {
    let mut fields = Fields::new();
    let names = edited(&mine.place.user.names, &request.given_name, &request.family_name, Ok(()), &mut fields);
    fields.finish(())?;
    if !is_editable(&mine) || names == mine.place.user.names {
        return Ok(mine);
    }
    let before = mine.place.user;
    let mut user = User { names, ..before.clone() };
    let author = source.author(Actor::User { id: user.id }, app.now());
    app.store.commit(users::updated(app, &before, &mut user, &author)).await?;
    Ok(MyPlace { place: Place { user, ..mine.place }, ..mine })
}
