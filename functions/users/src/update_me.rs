//! `PATCH /v1/me`: change one's own names.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor};
use usher::domain::user::{Names, User};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, Fields, Place, Problem, SessionBearer, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use crate::me::{Me, MyPlace, everywhere};
use crate::names::{edited, own_editable};

/// In how many accounts at once names are changed.
const AT_ONCE: usize = 8;

/// One's own names. What is left out stays as it is.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMe {
    /// The given name.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Grace")]
    given_name: Edit,
    /// The family name.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Hopper")]
    family_name: Edit,
}

/// Change my names
///
/// In every account whose access model lets people edit their own names; in the others they stay. Each account is changed for itself, so that the same request
/// can be sent again if one of them fails.
#[utoipa::path(
    patch,
    operation_id = "updateMe",
    path = "/v1/me",
    tag = "users",
    request_body = UpdateMe,
    responses((status = 200, description = "The person", body = Me), Problems),
    security(("bearer" = []))
)]
pub async fn update_me(State(app): State<Arc<App>>, bearer: SessionBearer, source: Source, Body(request): Body<UpdateMe>) -> Answer<Json<Me>> {
    until_decided(|| async {
        let (oneself, places) = everywhere(&app, &bearer).await?;
        check_open(&places)?;
        request.check(&places)?;
        let now = app.now();
        let renamed = stream::iter(places).map(|place| rename(&app, &source, &request, place)).buffered(AT_ONCE);
        Ok(Json(Me::of(oneself, renamed.try_collect().await?, now)))
    })
    .await
}

impl UpdateMe {
    /// Reports all that is wrong with the names, before anything is changed.
    fn check(&self, places: &[MyPlace]) -> Answer<()> {
        let mut fields = Fields::new();
        edited(&Names::default(), &self.given_name, &self.family_name, true, &mut fields);
        fields.finish()?;
        if places.iter().any(is_editable) {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "name_not_editable", "none of your accounts lets you change your names"))
    }
}

/// Refuses a session that lacks the second factor that every account asks for. Accounts that do not are changed all the same.
fn check_open(places: &[MyPlace]) -> Answer<()> {
    let mut joined = places.iter().filter(|place| place.is_joined).peekable();
    if joined.peek().is_none() || joined.any(|place| place.is_open) {
        return Ok(());
    }
    Err(Problem::second_factor_required())
}

fn is_editable(mine: &MyPlace) -> bool {
    mine.is_joined && mine.is_open && own_editable(mine.place.followed.model.policies().names)
}

/// The place, with the new names if the account lets people change theirs.
async fn rename(app: &App, source: &Source, request: &UpdateMe, mine: MyPlace) -> Answer<MyPlace> {
    let mut fields = Fields::new();
    let names = edited(&mine.place.user.names, &request.given_name, &request.family_name, true, &mut fields);
    fields.finish()?;
    if !is_editable(&mine) || names == mine.place.user.names {
        return Ok(mine);
    }
    let before = mine.place.user;
    let mut user = User { names, ..before.clone() };
    let author = source.author(Actor::User { id: user.id }, app.now());
    let change = (json!({ "names": before.names }), json!({ "names": user.names }));
    let event = author.event(user.account, Action::UserUpdated, user.id, change, &mut app.rng());
    app.store.commit(Change::new().replace_user(&before, &mut user).create(&event)).await?;
    Ok(MyPlace { place: Place { user, ..mine.place }, ..mine })
}
