//! `PATCH /v1/accounts/{account}/users/{user}`: change someone's names, or what they hold.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::{Giving, GrantFields, administrators, users};
use usher::domain::access::permission::Operation;
use usher::domain::decision::{Facing, Telling};
use usher::domain::external_id::Scope;
use usher::domain::id::{AccountId, UserId};
use usher::domain::labels::Labels;
use usher::domain::people::user::User;
use usher::http::etag::{IfMatch, etag};
use usher::http::labels;
use usher::http::metadata::{self, MetadataChange};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Edit, Fields, InPath, Problem, Source, until_decided};
use usher::store::{Change, Found, Key};
use utoipa::ToSchema;

use crate::names::edited;
use crate::view::UserView;
use usher::caller::user_in_path::open_invitation;

/// The changes; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUserRequest {
    /// The given name.
    #[schema(value_type = String, example = "Grace", required = false, min_length = 1, max_length = 80)]
    given_name: Edit,
    /// The family name.
    #[schema(value_type = String, example = "Hopper", required = false, min_length = 1, max_length = 80)]
    family_name: Edit,
    /// The id of the user in the portal's own systems, which no other user of the account has; null for none.
    #[schema(value_type = Option<String>, example = "crm-4711", required = false, min_length = 1, max_length = 128)]
    external_id: Edit,
    #[schema(schema_with = metadata::schema_of_change, required = false)]
    metadata: Edit<MetadataChange>,
    /// All the grants that the user will hold.
    #[schema(value_type = Vec<GrantFields>, required = false)]
    grants: Edit<Vec<GrantFields>>,
    /// Cannot be changed; refused.
    #[schema(ignore)]
    email: Edit,
}

/// Change a user
///
/// Works for users of every status. Changing grants requires `users:update`. You cannot change your own grants, nor
/// those of a user with administrative permissions that you do not have, and you must hold what you add. Changing names
/// requires `users:update`, or is for yourself, as the access model says. Changing `external_id` or `metadata` requires
/// `users:update`; of `metadata`, the entries that are named change, and null takes one away.
#[utoipa::path(
    patch,
    operation_id = "updateUser",
    path = "/v1/accounts/{account}/users/{user}",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        IfMatch
    ),
    request_body = Option<UpdateUserRequest>,
    responses((status = 200, description = "The user, changed", body = UserView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath((account, id)): InPath<(AccountId, UserId)>,
    source: Source,
    if_match: IfMatch,
    body: Body<UpdateUserRequest>,
) -> Answer<(HeaderMap, Json<UserView>)> {
    let key = Key::user(account, id.key());
    until_decided(|| async {
        let grants = body.peek().and_then(|request| request.grants.value()).map(Vec::as_slice).unwrap_or_default();
        let units = GrantFields::units(grants).into_iter().map(|unit| Key::unit(account, unit).any());
        let wanted = body.peek().and_then(|request| labels::wanted(request.external_id.value()));
        let wanted = wanted.map(|id| Key::external_id(Scope::Users(account), &id));
        let keys = units.chain([key.any()]).chain(wanted.as_ref().map(Key::any));
        let (caller, found) = bearer.enter(&app, account, keys).await?;
        if !caller.is_in_person(id) {
            caller.require_somewhere(Operation::UsersUpdate)?;
        }
        let user: User =
            found.get(&key)?.filter(|user| user.id == id && caller.sees(user)).ok_or_else(Problem::not_found)?;
        caller.acting().facing(&user).changes()?;
        if_match.check(user.version)?;
        let mut changed =
            body.judge(caller.known, |request, fields| request.changed(&caller, &user, &found, fields))?;
        if let Some(key) = &wanted
            && found.is_held_by_another(key, &id.to_string())?
        {
            return Err(labels::taken_by_a_user());
        }
        if changed == user {
            let keepers = administrators::keepers(&app, &caller).await;
            return Ok((etag(user.version), Json(UserView::of(user, &Telling::new(caller.acting(), &keepers)))));
        }
        let kept = administrators::kept(&app, &caller.followed(), &user, Some(&changed), Some(&caller.user)).await?;
        let vouched = vouched(&app, &caller, &user, &changed).await?;
        let updated = users::updated(&app, &user, &mut changed, &caller.author(&source));
        app.store.commit(kept.and(updated).and(vouched)).await?;
        let keepers = administrators::keepers(&app, &caller).await;
        Ok((etag(changed.version), Json(UserView::of(changed, &Telling::new(caller.acting(), &keepers)))))
    })
    .await
}

impl UpdateUserRequest {
    /// The user as the caller wants them to be, if the caller may want that.
    fn changed(&self, caller: &Caller, user: &User, found: &Found, mut fields: Fields) -> Answer<User> {
        let (acting, held) = (caller.acting(), &user.grants);
        let facing = acting.facing(user);
        if self.grants.is_there() {
            facing.gives_to_another()?;
        }
        if self.email.is_there() {
            fields.refuse("email", "email_immutable", "an address cannot be changed; invite the new one");
        }
        let names = edited(&user.names, &self.given_name, &self.family_name, facing.renames(), &mut fields);
        let labels = self.labels(&facing, &user.labels, &mut fields)?;
        let giving = Giving::by(caller, found, held);
        let grants = self.grants.kept("grants", &mut fields);
        let grants = grants.map(|grants| GrantFields::read_all(grants, "grants", &giving, &mut fields));
        fields.finish(())?;
        let changed = match grants.filter(|grants| grants != held) {
            Some(grants) => facing.regranted(grants)?,
            None => user.clone(),
        };
        Ok(User { names, labels, ..changed })
    }

    fn labels(&self, facing: &Facing<'_>, before: &Labels, fields: &mut Fields) -> Answer<Labels> {
        if self.external_id.is_there() || self.metadata.is_there() {
            facing.relabels()?;
        }
        Ok(labels::changed(before, &self.external_id, &self.metadata, fields))
    }
}

/// A user who changes what a pending user gets vouches for all of it from then on, as with sending the invitation
/// again.
async fn vouched(app: &App, caller: &Caller, before: &User, after: &User) -> Answer<Change> {
    if !before.is_waiting() || before.grants == after.grants {
        return Ok(Change::new());
    }
    let invitation = open_invitation(app, before).await?.ok_or_else(Problem::contended)?;
    Ok(Change::new().replace(&mut invitation.edited(caller.user.id, &after.grants)))
}
