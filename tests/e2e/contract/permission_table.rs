//! Who may call what: every route, by every role of every preset, in their own account, in another's and in one that is
//! not.
//!
//! docs/permission-table.csv holds the answers; this test asks each question again. Requests are such that nothing
//! changes: an allowed change meets a version that has passed (412), lacks its fields (422), or is a dry run.

use std::collections::BTreeSet;
use std::fmt::Write;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::{Api, World, scenario};

use usher_tests::committed;
use usher_tests::desk::{Desk, nameless};

const HEAD: &str = "preset,role,method,path,own,other,unknown\n";

/// No account has this id.
const UNKNOWN: &str = "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa";

/// Someone who calls: in words of the table, and with their token.
struct Caller {
    preset: &'static str,
    role: String,
    api: Api,
    /// Someone else who holds the same, and whose sessions end on the way.
    leaving: Api,
}

/// What the paths of an account name.
struct Targets {
    account: String,
    user: String,
    invitation: String,
    unit: Option<String>,
    token: String,
}

#[test]
fn every_route_answers_every_role_as_the_table_says() {
    scenario(async |world| {
        let routes = routes(world).await;
        let strangers = Desk::open(world, "invoicing").await;
        let other = targets(&strangers, true).await;
        let mut table = HEAD.to_owned();
        for preset in Preset::ALL {
            let (desk, callers) = staffed(world, preset).await;
            let own = targets(&desk, preset != Preset::Mailing).await;
            let unknown = Targets { account: UNKNOWN.to_owned(), ..targets_like(&own) };
            let lines = join_all(callers.iter().map(|caller| lines(caller, &routes, [&own, &other, &unknown]))).await;
            table.extend(lines);
        }
        committed::compare("docs/permission-table.csv", &table);
    });
}

/// Every operation of the API.
async fn routes(world: &World) -> BTreeSet<(String, String)> {
    let document = world.api.get("/openapi.json").await.expect(200);
    let paths = document["paths"].as_object().expect("paths");
    let methods = |item: &Value| {
        item.as_object().expect("operations").keys().map(|method| method.to_uppercase()).collect::<Vec<_>>()
    };
    paths.iter().flat_map(|(path, item)| methods(item).into_iter().map(|method| (path.clone(), method))).collect()
}

/// An account that follows a preset, with one active user of each role, the operator, and someone without a token.
async fn staffed(world: &World, preset: Preset) -> (Desk<'_>, Vec<Caller>) {
    let name = preset.as_str();
    let desk = if name == "invoicing" {
        Desk::open_as(world, name, "boss@invoicing.example.com").await
    } else {
        Desk::open(world, name).await
    };
    let mut callers = vec![
        Caller { preset: name, role: "(nobody)".to_owned(), api: world.api.clone(), leaving: world.api.clone() },
        Caller { preset: name, role: "(operator)".to_owned(), api: world.operator(), leaving: world.operator() },
    ];
    for role in preset.model().roles() {
        let role = role.name.to_string();
        let member = desk.join(desk.row(&format!("{role}@{name}.example.com"), &role)).await;
        let leaving = desk.join(desk.row(&format!("{role}-leaves@{name}.example.com"), &role)).await.api;
        callers.push(Caller { preset: name, role, api: member.api, leaving });
    }
    (desk, callers)
}

async fn targets(desk: &Desk<'_>, has_units: bool) -> Targets {
    let email = format!("target@{}", desk.admin.email.split_once('@').expect("an address").1);
    let row = desk.row(&email, desk.account.role);
    let invited = desk.admin.invite_rows(&desk.account, vec![row]).await.expect(200);
    let id = |name: &str| invited["results"][0][name].as_str().unwrap_or_else(|| panic!("{invited}")).to_owned();
    let unit = if has_units { Some(desk.unit("Target").await) } else { None };
    let token = desk.admin.api.post(&desk.path("/api-tokens"), json!({ "name": "Target" })).await.expect(201);
    let token = token["api_token"]["id"].as_str().expect("an id").to_owned();
    Targets { account: desk.account.id.clone(), user: id("user"), invitation: id("invitation"), unit, token }
}

fn targets_like(targets: &Targets) -> Targets {
    let Targets { account, user, invitation, unit, token } = targets;
    Targets {
        account: account.clone(),
        user: user.clone(),
        invitation: invitation.clone(),
        unit: unit.clone(),
        token: token.clone(),
    }
}

/// The table's lines for one caller.
async fn lines(caller: &Caller, routes: &BTreeSet<(String, String)>, targets: [&Targets; 3]) -> String {
    let mut lines = String::new();
    for (path, method) in routes {
        let mut answers = Vec::new();
        for targets in targets {
            if path.contains("{account}") || answers.is_empty() {
                answers.push(answer(caller, method, path, targets).await);
            } else {
                answers.push("-".to_owned());
            }
        }
        let Caller { preset, role, .. } = caller;
        writeln!(lines, "{preset},{role},{method},{path},{}", answers.join(",")).expect("a line");
    }
    lines
}

/// What a caller is answered: the status, and the code of a refusal.
async fn answer(caller: &Caller, method: &str, path: &str, targets: &Targets) -> String {
    let unit = targets.unit.as_deref().unwrap_or("unt_aaaaaaaaaaaaaaaa");
    let named = [
        ("{account}", targets.account.as_str()),
        ("{user}", &targets.user),
        ("{invitation}", &targets.invitation),
        ("{unit}", unit),
        ("{token}", &targets.token),
        ("{session}", "ses_aaaaaaaaaaaaaaaa"),
        ("{model}", "mod_aaaaaaaaaaaaaaaa"),
        ("{version}", "1"),
    ];
    let filled = named
        .iter()
        .fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
        .replace("{preset}", caller.preset);
    assert!(!filled.contains('{'), "say in `answer` what `{path}` is to name");
    let is_leaving = method == "DELETE" && ["/v1/sessions", "/v1/sessions/current"].contains(&path);
    let api = if is_leaving { &caller.leaving } else { &caller.api };
    let method: Method = method.parse().expect("a method");
    let body = (method != Method::GET && method != Method::DELETE).then(|| body(path).to_string());
    let reply = api.send(method, &filled, &[("if-match", "\"0\"")], body).await;
    match reply.body["code"].as_str() {
        Some(code) if !reply.status.is_success() => format!("{} {code}", reply.status.as_u16()),
        _ => reply.status.as_u16().to_string(),
    }
}

/// A body with which nothing happens. A caller who may not do it at all must be told so before it is looked at.
fn body(path: &str) -> Value {
    match path {
        "/v1/accounts/{account}/invitations" => {
            json!({ "dry_run": true, "invitations": [nameless("new@example.com", json!({}))] })
        }
        "/v1/accounts/{account}/access/check" => json!({ "permission": "users:read" }),
        "/v1/accounts/{account}/access/check-many" => json!({ "checks": [{ "permission": "users:read" }] }),
        _ => json!({}),
    }
}
