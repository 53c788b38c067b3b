//! The user whom the portal calls so.

use usher::app::App;
use usher::domain::external_id::Holder;
use usher::domain::id::UserId;
use usher::domain::people::user::{User, UserFilter};
use usher::http::Answer;
use usher::store::Key;

/// The user who has the external id of `holder`, if there is one and they are asked for.
pub async fn by(app: &App, holder: Option<Holder>, asked: &UserFilter) -> Answer<Option<User>> {
    let Some((account, id)) =
        holder.and_then(|holder| Some((holder.account()?, holder.holder.parse::<UserId>().ok()?)))
    else {
        return Ok(None);
    };
    let user = app.store.get(&Key::user(account, id.key())).await?;
    Ok(user.filter(|user| user.id == id && asked.admits(user)))
}
