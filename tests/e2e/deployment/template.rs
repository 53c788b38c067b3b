//! What the SAM templates say of Usher is what its code says of itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use usher_local::mapping::MAPPINGS;
use usher_local::table::TABLE;
use usher_local::{HTTP_FUNCTIONS, HttpFunction, PAGE_PATHS};

use usher_tests::committed::file;

/// A route of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The method.
    pub method: String,
    /// The path, with its parameters in braces.
    pub path: String,
    /// The binary that answers.
    pub binary: String,
    /// Whether the gateway asks for IAM credentials.
    pub iam: bool,
}

/// A template. What is behind a tag of CloudFormation's, such as `!Ref`, is read as if the tag were not there.
pub fn read(path: &str) -> Value {
    serde_saphyr::from_str(&file(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The functions of the main template: the binary, and the resource's properties.
pub fn functions(template: &Value) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_object().expect("resources").values();
    let functions = resources.filter(|resource| resource["Type"] == "AWS::Serverless::Function");
    functions
        .map(|function| (text(&function["Metadata"]["BuildProperties"]["Binary"]), function["Properties"].clone()))
        .collect()
}

/// The function that the `$default` route leads to: an event for the API that names neither a method nor a path.
pub fn unrouted() -> String {
    let is_default =
        |event: &Value| event["Type"] == "HttpApi" && event["Properties"].as_object().is_some_and(|it| it.len() == 1);
    let functions = functions(&read("template.yaml"));
    let mut found = functions.iter().filter(|(_, function)| events(function).iter().any(is_default));
    let binary = found.next().expect("a default route").0.clone();
    assert_eq!(found.next(), None, "there is one `$default` route");
    binary
}

/// Every other route of the gateway.
pub fn routes() -> BTreeSet<Route> {
    let route = |binary: &str, event: &Value| Route {
        method: text(&event["Properties"]["Method"]),
        path: text(&event["Properties"]["Path"]),
        binary: binary.to_owned(),
        iam: event["Properties"]["Auth"]["Authorizer"] == "AWS_IAM",
    };
    let functions = functions(&read("template.yaml"));
    let of_function = |(binary, function): (&String, &Value)| -> Vec<Route> {
        let has_path = |event: &Value| event["Type"] == "HttpApi" && event["Properties"]["Path"].is_string();
        let events = events(function).into_iter().filter(has_path);
        events.map(|event| route(binary, &event)).collect()
    };
    functions.iter().flat_map(of_function).collect()
}

fn events(function: &Value) -> Vec<Value> {
    function["Events"].as_object().map(|events| events.values().cloned().collect()).unwrap_or_default()
}

/// The events of a kind that a function has.
fn events_of(binary: &str, kind: &str) -> Vec<Value> {
    let function = functions(&read("template.yaml"))[binary].clone();
    events(&function)
        .into_iter()
        .filter(|event| event["Type"] == kind)
        .map(|event| event["Properties"].clone())
        .collect()
}

/// The filters of each event source mapping of the stream, by its function.
pub fn filters() -> BTreeMap<String, Vec<Value>> {
    let pattern = |filter: &Value| serde_json::from_str(&text(&filter["Pattern"])).expect("a pattern in JSON");
    let filters = |mapping: &Value| -> Vec<Value> {
        mapping["FilterCriteria"]["Filters"].as_array().expect("filters").iter().map(pattern).collect()
    };
    mappings().iter().map(|(function, mapping)| (function.clone(), filters(mapping))).collect()
}

/// The event source mappings of the stream, by their functions, which have one each at most.
fn mappings() -> BTreeMap<String, Value> {
    let functions = functions(&read("template.yaml"));
    let of_function = |binary: &String| match events_of(binary, "DynamoDB").as_slice() {
        [] => None,
        [mapping] => Some((binary.clone(), mapping.clone())),
        several => panic!("{binary} has the mappings {several:?}"),
    };
    functions.keys().filter_map(of_function).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("not a number: {value}"))
}

/// Method, path, and whether it is the operator's, of each operation in an OpenAPI document.
fn operations(document: &Value) -> BTreeSet<(String, String, bool)> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| -> Vec<(String, String, bool)> {
        let item = item.as_object().expect("operations");
        item.iter()
            .map(|(method, operation)| {
                (method.to_uppercase(), path.clone(), operation["security"] == json!([{ "operator": [] }]))
            })
            .collect()
    };
    paths.iter().flat_map(of_path).collect()
}

/// The OpenAPI document of each function with routes, by its binary.
fn documents() -> BTreeMap<&'static str, Value> {
    let document = |function: &HttpFunction| serde_json::to_value(function.openapi()).expect("a document");
    HTTP_FUNCTIONS.iter().map(|function| (function.name, document(function))).collect()
}

/// The routes of the pages, which are no part of the API.
fn pages() -> BTreeSet<Route> {
    let route = |method: &str, path: &str| Route {
        method: method.to_owned(),
        path: path.to_owned(),
        binary: "pages".to_owned(),
        iam: false,
    };
    PAGE_PATHS.iter().flat_map(|path| ["GET", "HEAD"].map(|method| route(method, path))).collect()
}

#[test]
fn each_route_of_the_gateway_leads_to_the_function_whose_router_has_it() {
    let in_code: BTreeSet<Route> = documents()
        .iter()
        .flat_map(|(binary, document)| {
            operations(document).into_iter().map(|(method, path, iam)| Route {
                method,
                path,
                binary: (*binary).to_owned(),
                iam,
            })
        })
        .chain(pages())
        .collect();
    assert_eq!(routes(), in_code);
}

#[test]
fn the_local_gateway_serves_the_routes_of_the_real_one() {
    let local = serde_json::to_value(usher_local::openapi()).expect("a document");
    let real: BTreeSet<_> =
        routes().difference(&pages()).cloned().map(|route| (route.method, route.path, route.iam)).collect();
    assert_eq!(operations(&local), real);
}

#[test]
fn what_no_route_is_for_leads_to_the_function_that_knows_all_of_them() {
    assert_eq!(unrouted(), "meta");
}

fn projection(index: &usher_local::table::Index) -> Value {
    match index.copies {
        [] => json!({ "ProjectionType": "KEYS_ONLY" }),
        copies => json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": copies }),
    }
}

#[test]
fn the_table_is_the_one_that_the_local_system_creates() {
    let data = read("infra/data.yaml");
    let table = &data["Resources"]["Table"]["Properties"];
    let keys = |hash: &str, range: &str| {
        json!([
            { "AttributeName": hash, "KeyType": "HASH" }, { "AttributeName": range, "KeyType": "RANGE" },
        ])
    };
    let indexes: Vec<Value> = TABLE
        .indexes
        .iter()
        .map(|index| {
            json!({
                "IndexName": index.name,
                "KeySchema": keys(index.hash, index.range),
                "Projection": projection(index),
            })
        })
        .collect();
    let attributes: Vec<Value> =
        TABLE.attributes().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
    assert_eq!(table["KeySchema"], keys(TABLE.hash, TABLE.range));
    assert_eq!(table["GlobalSecondaryIndexes"], Value::Array(indexes));
    assert_eq!(table["AttributeDefinitions"], Value::Array(attributes));
    assert_eq!(table["StreamSpecification"], json!({ "StreamViewType": TABLE.stream_view }));
    assert_eq!(table["TimeToLiveSpecification"], json!({ "AttributeName": TABLE.ttl, "Enabled": true }));
    assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
}

#[test]
fn the_keys_of_the_table_are_those_that_the_store_writes() {
    let of_indexes = TABLE.indexes.iter().map(|index| (index.name, index.hash, index.range));
    let in_table: Vec<_> = [("", TABLE.hash, TABLE.range)].into_iter().chain(of_indexes).collect();
    assert_eq!(in_table, usher::store::TABLE_KEYS);
}

#[test]
fn functions_get_the_stream_records_that_the_local_pumps_hand_out() {
    let local: BTreeMap<String, Vec<Value>> =
        MAPPINGS.iter().map(|mapping| (mapping.function.to_owned(), mapping.patterns())).collect();
    assert_eq!(filters(), local);
    let deployed = mappings();
    for local in MAPPINGS {
        let deployed = &deployed[local.function];
        assert_eq!(number(&deployed["BatchSize"]), local.batch_size as u64);
        assert_eq!(number(&deployed["MaximumRetryAttempts"]), u64::from(local.retries));
        assert_eq!(
            (&deployed["FunctionResponseTypes"], &deployed["BisectBatchOnFunctionError"]),
            (&json!(["ReportBatchItemFailures"]), &json!(true))
        );
    }
}

#[test]
fn the_sweeper_runs_as_often_as_locally() {
    let schedules: Vec<Value> =
        events_of("sweeper", "Schedule").iter().map(|event| event["Schedule"].clone()).collect();
    assert_eq!(schedules, ["rate(1 minute)"]);
    assert_eq!(usher_local::SWEEP_EVERY, jiff::SignedDuration::from_mins(1));
}
