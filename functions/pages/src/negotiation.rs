//! Headers in which a client says what it takes, and how gladly (RFC 9110 section 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// Of a longer header, the rest is not read.
const MOST: usize = 32;

/// What a header lists, in lower case, with its weight: what is liked best first.
pub(crate) fn weights(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, f32)> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    let mut listed: Vec<(String, f32)> = lines.flat_map(|line| line.split(',')).take(MOST).filter_map(one).collect();
    listed.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    listed
}

fn one(item: &str) -> Option<(String, f32)> {
    let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
    let weight = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("q="));
    let weight = weight.map_or(Some(1.0), |weight| weight.parse().ok())?;
    let name = name.trim().to_ascii_lowercase();
    (!name.is_empty()).then_some((name, weight))
}
