use super::*;

#[derive(Debug, PartialEq, eserde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    gift: bool,
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    more: Vec<Json>,
}

#[derive(Debug, PartialEq, eserde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    item: Option<String>,
}

fn read(text: &str) -> Result<Order, Vec<(String, String)>> {
    let json: Json = serde_json::from_str(text).unwrap();
    json.read().map_err(|faults| faults.into_iter().map(|fault| (fault.field, fault.code)).collect())
}

fn faults(text: &str) -> Vec<(String, String)> {
    read(text).unwrap_err()
}

fn named(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn what_is_right_is_read() {
    let order = read(r#"{"name":"a","gift":true,"lines":[{"item":"x"},{"item":null}],"more":[1,{"a":[]}]}"#).unwrap();
    assert_eq!((order.name.as_deref(), order.gift, order.lines.len(), order.more.len()), (Some("a"), true, 2, 2));
    assert_eq!(order.lines[0].item.as_deref(), Some("x"));
    assert_eq!(read("{}").unwrap().lines, []);
    let copied = read(r#"{"more":[{"a":1,"a":2}]}"#).unwrap().more;
    assert!(matches!(&copied[0], Json::Object(entries) if entries.len() == 2), "{copied:?}");
}

#[test]
fn no_fault_hides_another() {
    let text = r#"{"new":1,"name":{},"gift":[],"gift":true,"lines":[{"item":7,"size":2},["x"],{"item":[]}],"more":{},"last":0}"#;
    let mut found = faults(text);
    found.sort();
    let expected = [
        ("gift", "duplicate_field"),
        ("gift", "invalid_type"),
        ("last", "unknown_field"),
        ("lines[0].item", "invalid_type"),
        ("lines[0].size", "unknown_field"),
        ("lines[1]", "invalid_type"),
        ("lines[2].item", "invalid_type"),
        ("more", "invalid_type"),
        ("name", "invalid_type"),
        ("new", "unknown_field"),
    ];
    assert_eq!(found, named(&expected));
}

#[test]
fn only_an_object_is_an_object() {
    for text in ["[]", r#"["a",true]"#, "7", "null", "\"a\"", "true"] {
        assert_eq!(faults(text), named(&[("", "invalid_type")]), "{text}");
    }
}

#[test]
fn messages_name_no_type_of_ours() {
    let json: Json = serde_json::from_str(r#"[{"a":1}]"#).unwrap();
    let message = |faults: Vec<FieldFault>| faults[0].message.clone();
    assert_eq!(message(json.read::<Order>().unwrap_err()), "invalid type: sequence, expected an object");
    let json: Json = serde_json::from_str(r#"{"name":7}"#).unwrap();
    assert_eq!(message(json.read::<Order>().unwrap_err()), "invalid type: integer `7`, expected a string");
}

#[test]
fn a_value_without_a_type_has_no_key_twice_either() {
    let json: Json = serde_json::from_str(r#"{"a":{"b":[{"c":1,"c":2}]},"a":1}"#).unwrap();
    let fields: Vec<String> = json.value("model").unwrap_err().into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["model.a", "model.a.b[0].c"]);
    let text = r#"{"a":[1,-2,1.5,"x",null,true]}"#;
    let json: Json = serde_json::from_str(text).unwrap();
    assert_eq!(json.value("model").unwrap(), serde_json::from_str::<Value>(text).unwrap());
}
