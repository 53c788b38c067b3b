//! One account's part of a roll-out, or of its rehearsal.

use usher::app::App;
use usher::changes::accounts;
use usher::domain::effects::audit::Author;
use usher::domain::id::{AccountId, ModelId};
use usher::domain::people::account::AccountModel;
use usher::http::problem::FieldFault;
use usher::http::{Answer, Problem, until_decided};
use usher::store::{Change, Key};

use crate::roll_out::{RollOutOutcome, RolledOutAccount};
use crate::rolling::{Target, Verdict, changes, judge};

/// Brings `target` to an account; without an author, only tells what would become of it. Either all of it is done, or
/// nothing.
pub async fn of(
    app: &App,
    model: ModelId,
    account: AccountId,
    target: &Target,
    author: Option<&Author>,
) -> Answer<RolledOutAccount> {
    let done = until_decided(|| async {
        let found = app.store.get(&Key::access_model(account)).await?;
        // The index may be behind: the account follows something else by now.
        let Some(followed) = found.filter(|found| found.follows.as_ref().is_some_and(|one| one.model == model)) else {
            return Ok(view(account, 0, RollOutOutcome::Unchanged));
        };
        decided(app, followed, target, author).await
    });
    match done.await {
        Err(problem) if problem.is_about_the_account() => Ok(in_the_way(account, &problem)),
        done => done,
    }
}

async fn decided(
    app: &App,
    followed: AccountModel,
    target: &Target,
    author: Option<&Author>,
) -> Answer<RolledOutAccount> {
    let version = followed.follows.as_ref().map_or(0, |follows| follows.version);
    let seen = |outcome| view(followed.account, version, outcome);
    match judge(app, &followed, target).await? {
        Verdict::Pinned => Ok(seen(RollOutOutcome::Pinned)),
        Verdict::Refused(errors) => Ok(RolledOutAccount { errors, ..seen(RollOutOutcome::Refused) }),
        Verdict::Same { mut next } => {
            if author.is_some() && next.follows != followed.follows {
                app.store.commit(Change::new().replace(&mut *next)).await?;
            }
            Ok(seen(RollOutOutcome::Unchanged))
        }
        Verdict::Changes { mut next, witness } => {
            let changes = match author {
                None => changes(app, &followed, &next.model).await?,
                Some(author) => {
                    let change = accounts::model_replaced(app, &followed, &mut next, witness.as_ref().as_ref(), author);
                    app.store.commit(change).await?;
                    Vec::new()
                }
            };
            Ok(RolledOutAccount { changes, ..seen(RollOutOutcome::Changed) })
        }
    }
}

fn view(account: AccountId, from_version: u32, outcome: RollOutOutcome) -> RolledOutAccount {
    let account = account.to_string();
    RolledOutAccount { account, from_version, outcome, errors: Vec::new(), changes: Vec::new() }
}

/// Others kept changing the account.
fn in_the_way(account: AccountId, problem: &Problem) -> RolledOutAccount {
    let errors = vec![FieldFault::new("account", "contended", problem.detail())];
    RolledOutAccount { errors, ..view(account, 0, RollOutOutcome::Refused) }
}
