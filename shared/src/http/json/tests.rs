use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::http::Edit;

#[derive(Debug, PartialEq, Deserialize)]
struct Order {
    name: String,
    gift: Option<bool>,
    lines: Vec<Line>,
    more: Option<Vec<Json>>,
    note: Edit,
    number: Option<u32>,
    payer: Option<Payer>,
    marks: Option<BTreeMap<String, Option<String>>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    item: Option<String>,
    pieces: u32,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Payer {
    name: String,
    whole: Json,
}

const GOOD: &str = r#"{"name":"a","lines":[]}"#;

fn sent(text: &str) -> (Option<Order>, FieldFaults) {
    let json: Json = serde_json::from_str(text).unwrap();
    json.read("body").into_parts()
}

fn order(text: &str) -> Order {
    let (order, faults) = sent(text);
    assert_eq!(*faults, [], "{text}");
    order.unwrap()
}

/// What is wrong, and that all the same everything was read.
fn faults(text: &str) -> Vec<(String, String)> {
    let (order, faults) = sent(text);
    assert!(order.is_some(), "{text}");
    let mut faults: Vec<_> = faults.iter().map(|fault| (fault.field.clone(), fault.code.clone())).collect();
    faults.sort();
    faults
}

fn named(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn what_is_right_is_read() {
    let order = order(
        r#"{"name":"a","gift":true,"lines":[{"item":"x","pieces":7},{"item":null,"pieces":0}],"more":[1,{"a":[]}],
            "number":7,"payer":{"name":"b","whole":null}}"#,
    );
    assert_eq!((order.name.as_str(), order.gift, order.lines.len(), order.number), ("a", Some(true), 2, Some(7)));
    assert_eq!((order.lines[0].item.as_deref(), order.lines[0].pieces), (Some("x"), 7));
    assert_eq!(order.payer, Some(Payer { name: "b".to_owned(), whole: Json::Null }));
    let marks = self::order(r#"{"name":"a","lines":[],"marks":{"b":"x","a":null}}"#).marks.unwrap();
    assert_eq!(marks, BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some("x".to_owned()))]));
    let copied = self::order(r#"{"name":"a","lines":[],"more":[{"a":1,"a":2}]}"#).more.unwrap();
    assert!(matches!(&copied[0], Json::Object(entries) if entries.len() == 2), "{copied:?}");
}

#[test]
fn what_is_left_out_is_told_from_null_where_that_makes_a_difference() {
    for (text, note) in [
        (GOOD, Edit::Leave),
        (r#"{"name":"a","lines":[],"note":null}"#, Edit::Clear),
        (r#"{"name":"a","lines":[],"note":""}"#, Edit::Set(String::new())),
    ] {
        assert_eq!(order(text).note, note, "{text}");
    }
    let nulls = order(r#"{"name":"a","lines":[],"gift":null,"more":null,"number":null,"payer":null}"#);
    assert_eq!(nulls, order(GOOD));
}

#[test]
fn what_is_missing_or_null_or_says_nothing_is_required() {
    let required = [("lines", "required"), ("name", "required")];
    for text in ["{}", r#"{"name":null,"lines":null}"#, r#"{"name":"","lines":null}"#] {
        assert_eq!(faults(text), named(&required), "{text}");
    }
    let inner = r#"{"name":"a","lines":[{}],"payer":{}}"#;
    let required = [("lines[0].pieces", "required"), ("payer.name", "required"), ("payer.whole", "required")];
    assert_eq!(faults(inner), named(&required));
}

#[test]
fn no_fault_hides_another() {
    let lines = r#"[{"item":7,"size":2,"pieces":-1},["x"],{"item":[],"pieces":1.5}]"#;
    let text = format!(
        r#"{{"new":1,"name":{{}},"gift":[],"gift":true,"lines":{lines},"more":{{}},"last":0,"note":7,
            "number":4294967296,"payer":[],"marks":{{"a":7,"b":"x","b":"y"}}}}"#
    );
    let expected = [
        ("gift", "duplicate_field"),
        ("gift", "invalid_type"),
        ("last", "unknown_field"),
        ("lines[0].item", "invalid_type"),
        ("lines[0].pieces", "invalid_type"),
        ("lines[0].size", "unknown_field"),
        ("lines[1]", "invalid_type"),
        ("lines[2].item", "invalid_type"),
        ("lines[2].pieces", "invalid_type"),
        ("marks.a", "invalid_type"),
        ("marks.b", "duplicate_field"),
        ("more", "invalid_type"),
        ("name", "invalid_type"),
        ("new", "unknown_field"),
        ("note", "invalid_type"),
        ("number", "invalid_type"),
        ("payer", "invalid_type"),
    ];
    assert_eq!(faults(&text), named(&expected));
}

#[test]
fn only_an_object_is_an_object() {
    for text in ["[]", r#"["a",true]"#, "7", "null", "\"a\"", "true"] {
        let (order, faults) = sent(text);
        assert_eq!(order, None, "{text}");
        assert_eq!((faults[0].field.as_str(), faults[0].code.as_str()), ("body", "invalid_type"), "{text}");
    }
    assert_eq!(faults(r#"{"name":"a","lines":[],"":1}"#), named(&[("body", "unknown_field")]));
}

#[test]
fn messages_are_in_terms_of_json() {
    for (text, message) in [
        (r#"[{"a":1}]"#, "must be an object, not a list"),
        (r#"{"name":7,"lines":[]}"#, "must be a string, not a number"),
        (r#"{"name":[],"lines":[]}"#, "must be a string, not a list"),
        (r#"{"name":"a","lines":{}}"#, "must be a list, not an object"),
        (r#"{"name":"a","lines":[],"marks":["x"]}"#, "must be an object, not a list"),
        (r#"{"name":"a","lines":[],"gift":"yes"}"#, "must be true or false, not a string"),
        (r#"{"name":"a","lines":[],"number":true}"#, "must be a number, not true or false"),
        (r#"{"name":"a","lines":[],"number":1e30}"#, "must be a whole number from 0 to 4294967295"),
        (r#"{"name":null,"lines":[]}"#, "must not be null"),
        (r#"{"name":"","lines":[]}"#, "must not be empty"),
        (r#"{"name":"a"}"#, "is required"),
        (r#"{"name":"a","name":"b","lines":[]}"#, "is given more than once"),
    ] {
        let (_, faults) = sent(text);
        assert_eq!(faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(), [message], "{text}");
    }
}

#[test]
fn what_stands_in_for_a_wrong_field_gets_nowhere() {
    let json: Json = serde_json::from_str(r#"{"name":7,"lines":{},"note":"x"}"#).unwrap();
    let sent: Sent<Order> = json.read("body");
    let answer = sent.read(|order, fields| {
        assert_eq!((order.name.as_str(), order.lines.len()), ("", 0));
        fields.refuse("name", "required", "judged though it is wrong already");
        fields.refuse("lines[0].item", "required", "judged though the list is wrong already");
        fields.refuse("note", "too_long", "a fault of its own");
        Some(())
    });
    let problem = serde_json::to_value(answer.unwrap_err().errors()).unwrap();
    let found: Vec<_> = problem.as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(found, ["name", "lines", "note"]);
    assert!(sent.shape().is_err());
}

#[test]
fn a_value_without_a_type_has_no_key_twice_either() {
    let json: Json = serde_json::from_str(r#"{"a":{"b":[{"c":1,"c":2}]},"a":1}"#).unwrap();
    let fields: Vec<String> = json.value("model").unwrap_err().map(|fault| fault.field).to_vec();
    assert_eq!(fields, ["model.a", "model.a.b[0].c"]);
    let text = r#"{"a":[1,-2,1.5,"x",null,true]}"#;
    let json: Json = serde_json::from_str(text).unwrap();
    assert_eq!(json.value("model").unwrap(), serde_json::from_str::<Value>(text).unwrap());
}
