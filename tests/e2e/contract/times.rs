//! Times that clients send: RFC 3339 or a date, in every place that takes one, and nothing that only looks like it.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Account, Api, Member, Reply, World, scenario, shop};

/// Somewhere that takes an end, with the names of the field and of what is wrong with a row.
struct Place<'a> {
    api: &'a Api,
    account: &'a Account,
}

impl Place<'_> {
    /// What each place makes of a time: the end that is answered, or the code of what is wrong with it.
    async fn ends(&self, number: usize, end: &str) -> Vec<String> {
        let grants = json!([{ "role": "clerk", "ends_at": end }]);
        let row = |name: &str| {
            let email = format!("{name}{number}@example.com");
            json!({ "email": email, "given_name": "G", "family_name": "H", "grants": grants })
        };
        let (users, clerk) = (self.account.path("/users"), self.account.path("/users?query=clerk"));
        let created = self.api.post(&users, row("one")).await;
        let rows = self.api.post(&self.account.path("/invitations"), json!({ "invitations": [row("many")] })).await;
        let invited = match rows.body["results"][0]["user"].as_str() {
            Some(user) => self.api.get(&format!("{users}/{user}")).await,
            None => Reply { body: rows.body["results"][0].clone(), ..rows },
        };
        let found = self.api.get(&clerk).await.expect(200);
        let path = format!("{users}/{}", found["data"][0]["id"].as_str().expect("an id"));
        let changed = self.api.send(Method::PATCH, &path, &[], Some(json!({ "grants": grants }).to_string())).await;
        let token = json!({ "name": "Export", "expires_at": end });
        let token = self.api.post(&self.account.path("/api-tokens"), token).await;
        let of_grant = |reply: &Reply| outcome(&reply.body, "/grants/0/ends_at");
        vec![of_grant(&created), of_grant(&invited), of_grant(&changed), outcome(&token.body, "/api_token/expires_at")]
    }

    /// What is wrong with a time as the beginning or the end of a period.
    async fn period(&self, time: &str) -> [Option<String>; 2] {
        let path = self.account.path("/audit-events");
        let mut wrong = Vec::new();
        for name in ["from", "to"] {
            let reply = self.api.get(&format!("{path}?{name}={}", time.replace('+', "%2B"))).await;
            wrong.push(reply.body.pointer("/errors/0/code").and_then(Value::as_str).map(str::to_owned));
        }
        wrong.try_into().expect("two")
    }
}

fn outcome(body: &Value, end: &str) -> String {
    let told = body.pointer(end).or_else(|| body.pointer("/errors/0/code"));
    told.and_then(Value::as_str).unwrap_or_else(|| panic!("neither {end} nor an error: {body}")).to_owned()
}

async fn told(world: &World, (account, ada): (&Account, &Member), times: &[(String, &str)]) {
    let place = Place { api: &ada.api, account };
    shop::hire(world, account, ada, "clerk@example.com", "clerk").await;
    for (number, (sent, expected)) in times.iter().enumerate() {
        assert_eq!(place.ends(number, sent).await, vec![*expected; 4], "{sent}");
        let wrong = (!expected.contains('-')).then(|| (*expected).to_owned());
        assert_eq!(place.period(sent).await, [wrong.clone(), wrong], "{sent}");
    }
}

#[test]
fn what_is_no_rfc_3339_timestamp_and_no_date_is_refused_everywhere() {
    scenario(async |world| {
        let (account, ada) = shop::open(world, "ada@example.com").await;
        let wrong =
            ["20270101T000000Z", "2027-01-01T00:00Z", "2027-01-01 00:00:00Z", "2027-01-01T00:00:00", "2027-02-30"];
        let mut times: Vec<_> = wrong.map(|time| (time.to_owned(), "invalid_timestamp")).into();
        times.push(("9999-12-31T23:59:59+00:00".to_owned(), "out_of_range"));
        told(world, (&account, &ada), &times).await;
    });
}

#[test]
fn a_time_is_kept_to_the_millisecond_and_a_date_ends_with_its_day_in_utc() {
    scenario(async |world| {
        let (account, ada) = shop::open(world, "ada@example.com").await;
        let now = world.system.clock().now();
        let day = (now + SignedDuration::from_hours(50)).to_zoned(TimeZone::UTC).date();
        let (midnight, exact) =
            (format!("{}T00:00:00Z", day.tomorrow().expect("a day")), format!("{day}T12:30:15.123Z"));
        let times = [
            (day.to_string(), midnight.as_str()),
            (format!("{day}T12:30:15.123999999Z"), exact.as_str()),
            (format!("{day}T14:30:15.123+02:00"), exact.as_str()),
            (format!("{day}t12:30:15.123z"), exact.as_str()),
        ];
        told(world, (&account, &ada), &times).await;
    });
}

#[test]
fn a_period_of_days_has_all_of_them_and_no_other() {
    scenario(async |world| {
        let (account, ada) = shop::open(world, "ada@example.com").await;
        let now: Timestamp = world.system.clock().now();
        let today = now.to_zoned(TimeZone::UTC).date();
        let events = async |from: &str, to: &str| {
            ada.pages(&account.path(&format!("/audit-events?from={from}&to={to}&limit=100"))).await.len()
        };
        let (yesterday, tomorrow) = (today.yesterday().expect("a day"), today.tomorrow().expect("a day"));
        let all = ada.pages(&account.path("/audit-events?limit=100")).await.len();
        assert_eq!(events(&today.to_string(), &today.to_string()).await, all);
        assert_eq!(events(&yesterday.to_string(), &yesterday.to_string()).await, 0);
        assert_eq!(events(&tomorrow.to_string(), &tomorrow.to_string()).await, 0);
    });
}
