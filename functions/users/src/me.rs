//! `GET /v1/me`: who am I, in which accounts, and what may I do there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::caller::{Admission, Place, Places, SessionBearer, SignedInPerson, note_activity};
use usher::changes::administrators;
use usher::domain::access::grant::{Access, UnitScope};
use usher::domain::access::model::SecondFactorPolicy;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::decision::{Acting, Keepers, MyAccountAction, Telling};
use usher::domain::locale::Locale;
use usher::domain::people::person::Person;
use usher::http::brand::BrandView;
use usher::http::problem::Problems;
use usher::http::{Answer, Known};
use usher::store::Credentials;
use utoipa::ToSchema;

use crate::view::UserView;

/// In how many accounts at once it is looked for who would be left.
const AT_ONCE: usize = 8;

/// The person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The language of the person's emails; null if each account writes in its own.
    #[schema(required)]
    locale: Option<Locale>,
    /// The second factor.
    second_factor: MySecondFactor,
    /// The accounts that the person has joined and is an active user of.
    accounts: Vec<MyAccount>,
}

/// The person's second factor.
#[derive(Debug, Serialize, ToSchema)]
struct MySecondFactor {
    /// Whether sign-ins ask for it.
    enabled: bool,
    /// When it was confirmed; null if it is not enabled.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// How many recovery codes are left.
    recovery_codes_left: usize,
}

/// An account, as one of its users sees it.
#[derive(Debug, Serialize, ToSchema)]
struct MyAccount {
    /// The account's id.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    id: String,
    /// The account's name.
    name: String,
    /// The product's name.
    product_name: String,
    /// What it looks like.
    brand: BrandView,
    /// Whether the account requires a second factor.
    second_factor: SecondFactorPolicy,
    /// Whether this session lacks the second factor that the account requires. If so, it gives no access to the account
    /// and shows nothing of it.
    second_factor_required: bool,
    /// Whether the account is suspended. If so, it gives no access and shows nothing of it.
    suspended: bool,
    /// The person's user there; left out if the second factor is missing, or the account is suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user: Option<UserView>,
    /// What the person may do there now: each permission, and the units where it applies, `"all"` or a list of ids.
    /// Left out if the second factor is missing, or the account is suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    permissions: Option<BTreeMap<String, UnitScope>>,
    /// What the person may do now about being in the account; nothing if the second factor is missing, or the account
    /// is suspended.
    allowed_actions: Vec<MyAccountAction>,
}

/// Get the current user
///
/// Returns the person who is signed in, with their accounts and what they may do there.
#[utoipa::path(
    get,
    operation_id = "getMe",
    path = "/v1/me",
    tag = "users",
    responses((status = 200, description = "The person", body = Me), Problems),
    security(("bearer" = []))
)]
pub async fn me(State(app): State<Arc<App>>, bearer: SessionBearer) -> Answer<Json<Me>> {
    let (oneself, places) = everywhere(&app, &bearer).await?;
    Ok(Json(Me::of(&app, oneself, places).await))
}

/// The person who is signed in.
pub struct Oneself {
    pub known: Known,
    pub person: Person,
    pub second_factor: Option<SecondFactor>,
}

/// An account of someone who is signed in.
pub struct MyPlace {
    pub place: Place,
    /// How far the session counts there.
    pub admission: Admission,
}

impl MyPlace {
    /// Whether the session opens the account.
    pub fn is_open(&self) -> bool {
        self.admission == Admission::Open
    }
}

/// The person who is signed in, and the accounts where they are in. Two requests one after the other.
pub async fn everywhere(app: &App, bearer: &SessionBearer) -> Answer<(Oneself, Vec<MyPlace>)> {
    let person = bearer.person();
    let (signed_in, credentials) = tokio::join!(bearer.identify(app), app.store.credentials(person, app.now()));
    let SignedInPerson { known, session, person } = signed_in?;
    let Credentials { memberships, second_factor, .. } = credentials?;
    let now = app.now();
    let places = Places::of(app, &memberships).await?.readable.into_iter();
    let mine = places.map(|place| MyPlace { admission: place.admits(&session, &person, now), place });
    let mut mine: Vec<MyPlace> = mine.filter(|mine| mine.admission != Admission::Closed).collect();
    if let Some(used) = in_use(&session, &mut mine) {
        used.user = note_activity(app, used.user.clone(), session.second_factor, now).await;
    }
    Ok((Oneself { known, person, second_factor }, mine))
}

/// The account that is used by this: the one in use, or the only one that is open.
fn in_use<'a>(session: &Session, mine: &'a mut [MyPlace]) -> Option<&'a mut Place> {
    let mut open: Vec<&mut Place> = mine.iter_mut().filter(|mine| mine.is_open()).map(|mine| &mut mine.place).collect();
    let place = match session.account {
        Some(account) => open.iter().position(|place| place.account.id == account)?,
        None => (open.len() == 1).then_some(0)?,
    };
    Some(open.swap_remove(place))
}

impl Me {
    /// The person, as they are now.
    pub async fn of(app: &App, oneself: Oneself, places: Vec<MyPlace>) -> Self {
        let confirmed_at = oneself.second_factor.as_ref().and_then(SecondFactor::confirmed_at);
        let second_factor = MySecondFactor {
            enabled: confirmed_at.is_some(),
            confirmed_at,
            recovery_codes_left: oneself.second_factor.map_or(0, |factor| factor.recovery_codes_left()),
        };
        let accounts = stream::iter(places).map(|place| MyAccount::of(app, place)).buffered(AT_ONCE).collect().await;
        let Person { email, locale, .. } = oneself.person;
        Self { email: email.to_string(), locale, second_factor, accounts }
    }
}

impl MyAccount {
    async fn of(app: &App, MyPlace { place: Place { account, followed, user }, admission }: MyPlace) -> Self {
        let (is_open, now) = (admission == Admission::Open, app.now());
        let access = Access::of(&followed.model, &user.grants, now);
        let acting = Acting { user: &user, model: &followed.model, access: &access, in_person: true, now };
        let keepers = if is_open { administrators::beside(app, &followed, &user).await } else { Keepers::default() };
        let telling = Telling::new(acting, &keepers);
        let view = is_open.then(|| UserView::of(user.clone(), &telling));
        let allowed_actions = if is_open { telling.my_account_actions() } else { Vec::new() };
        let permissions = is_open.then(|| access.permissions());
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            product_name: account.product_name.to_string(),
            brand: BrandView::of(&account),
            second_factor: followed.model.policies().second_factor,
            second_factor_required: admission == Admission::LacksSecondFactor,
            suspended: admission == Admission::Suspended,
            user: view,
            permissions,
            allowed_actions,
        }
    }
}
