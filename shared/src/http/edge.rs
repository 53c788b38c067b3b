//! A distribution in front of the API, such as CloudFront: whose address a request comes from then.
//!
//! The gateway sees the distribution's own. What the distribution says of the viewer is believed beside a secret that
//! only it adds; beside anything else, it is a text that any client can send.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use lambda_http::request::RequestContext;

use crate::app::App;
use crate::domain::edge_secret::EdgeSecretHash;

/// What only the distribution knows.
const SECRET: HeaderName = HeaderName::from_static("usher-edge-secret");

/// The address of the viewer, with or without a port.
const VIEWER: HeaderName = HeaderName::from_static("usher-viewer-address");

/// Puts the viewer's address where the gateway has put the distribution's. What comes after sees no difference.
pub(crate) async fn layer(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let viewer = viewer(request.headers(), &app.config.edges);
    if let (Some(viewer), Some(RequestContext::ApiGatewayV2(context))) = (viewer, request.extensions_mut().get_mut()) {
        context.http.source_ip = Some(viewer.to_string());
    }
    next.run(request).await
}

/// The viewer's address, if a distribution with one of these secrets tells it.
fn viewer(headers: &HeaderMap, edges: &[EdgeSecretHash]) -> Option<IpAddr> {
    if edges.is_empty() {
        return None;
    }
    // The hashes are compared, of which nobody can choose a part: how long it takes tells nothing.
    let known = edges.contains(&EdgeSecretHash::of(only(headers, &SECRET)?));
    let told = std::str::from_utf8(only(headers, &VIEWER)?).ok()?;
    known.then(|| address(told)).flatten()
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value.as_bytes())
}

/// An address, or one with a port, which CloudFront writes behind an IPv6 address without brackets.
fn address(told: &str) -> Option<IpAddr> {
    let with_port = || told.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    let bare = || told.rsplit_once(':').filter(|(_, port)| port.len() == 5)?.0.parse().ok();
    told.parse().ok().or_else(with_port).or_else(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.clone(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_beside_the_secret_and_only_once_is_the_viewer_believed() {
        let edges = [EdgeSecretHash::of(b"old"), EdgeSecretHash::of(b"new")];
        let told = |pairs: &[(HeaderName, &str)]| viewer(&headers(pairs), &edges);
        let address = Some("198.51.100.7".parse().unwrap());
        for secret in ["old", "new"] {
            assert_eq!(told(&[(SECRET, secret), (VIEWER, "198.51.100.7")]), address);
        }
        for wrong in ["", "ne", "new ", "old,new"] {
            assert_eq!(told(&[(SECRET, wrong), (VIEWER, "198.51.100.7")]), None, "{wrong}");
        }
        assert_eq!(told(&[(VIEWER, "198.51.100.7")]), None);
        assert_eq!(told(&[(SECRET, "new"), (SECRET, "new"), (VIEWER, "198.51.100.7")]), None);
        assert_eq!(told(&[(SECRET, "new"), (VIEWER, "198.51.100.7"), (VIEWER, "192.0.2.1")]), None);
        assert_eq!(viewer(&headers(&[(SECRET, ""), (VIEWER, "198.51.100.7")]), &[]), None, "without a distribution");
    }

    #[test]
    fn addresses_are_read_with_and_without_a_port_and_nothing_else_is() {
        for (told, read) in [
            ("198.51.100.7", "198.51.100.7"),
            ("198.51.100.7:46532", "198.51.100.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]:46532", "2001:db8::7"),
            ("2001:db8:1:2:3:4:5:7:46532", "2001:db8:1:2:3:4:5:7"),
        ] {
            assert_eq!(address(told), Some(read.parse().unwrap()), "{told}");
        }
        for wrong in ["", "ada", "198.51.100.7, 192.0.2.1", "198.51.100.999", "<script>"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
