//! Where the page of an invitation leads on to: an address of the portal, of an origin that the installation names.
//!
//! Browsers and programs read odd addresses differently, so that odd ones are refused: there is nothing in an address
//! but what RFC 3986 allows, and nothing before its host. The origin is compared as a text.

use serde::{Deserialize, Serialize};

use super::Coded;

/// The longest address, in bytes.
pub const LONGEST_URL: usize = 1_000;

/// An absolute address of a page. What is stored was judged when it was taken; whether its origin is one of the
/// portal's is asked at every use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReturnUrl(String);

/// Why an address cannot be returned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReturnFault {
    /// Too long.
    #[error("at most {LONGEST_URL} bytes")]
    TooLong,
    /// None that every browser reads alike.
    #[error("must be an absolute address such as `https://app.example.com/welcome`")]
    Malformed,
    /// Of a stranger's origin.
    #[error("the installation does not name the origin of this address as one to return to")]
    NotAllowed,
}

impl Coded for ReturnFault {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Malformed => "invalid_url",
            Self::NotAllowed => "return_to_not_allowed",
        }
    }
}

impl ReturnUrl {
    /// Reads an address of one of the `origins`.
    pub fn parse(text: &str, origins: &ReturnOrigins) -> Result<Self, ReturnFault> {
        if text.len() > LONGEST_URL {
            return Err(ReturnFault::TooLong);
        }
        let url = Self(text.to_owned());
        if !text.bytes().all(is_allowed) || url.origin().is_none() {
            return Err(ReturnFault::Malformed);
        }
        if origins.admit(&url) { Ok(url) } else { Err(ReturnFault::NotAllowed) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The scheme and what is between it and the path, in lower case.
    fn origin(&self) -> Option<(String, String)> {
        let (scheme, rest) = self.0.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (scheme, authority) = (scheme.to_ascii_lowercase(), rest[..end].to_ascii_lowercase());
        is_origin(&scheme, &authority).then_some((scheme, authority))
    }
}

/// The origins of the portal's pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReturnOrigins(Vec<ReturnOrigin>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct ReturnOrigin {
    scheme: String,
    /// What the host ends in, if any one label may be before it.
    authority: String,
    is_any_below: bool,
}

impl ReturnOrigins {
    /// Reads origins with commas between them, such as `https://app.example.com,https://*.example.net`: the star stands
    /// for one label. Nothing if one of them is none.
    pub fn parse(text: &str) -> Option<Self> {
        let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(ReturnOrigin::parse);
        origins.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Whether the address is of one of them.
    pub fn admit(&self, url: &ReturnUrl) -> bool {
        let Some((scheme, authority)) = url.origin() else { return false };
        self.0.iter().any(|origin| origin.scheme == scheme && origin.admits(&authority))
    }

    /// The address, if it is still of one of them.
    pub fn admitted<'a>(&self, url: Option<&'a ReturnUrl>) -> Option<&'a str> {
        url.filter(|url| self.admit(url)).map(ReturnUrl::as_str)
    }
}

impl ReturnOrigin {
    fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let (scheme, authority) = text.split_once("://")?;
        let (authority, is_any_below) = match authority.strip_prefix("*.") {
            Some(domain) => (domain, true),
            None => (authority, false),
        };
        is_origin(scheme, authority).then(|| Self {
            scheme: scheme.to_owned(),
            authority: authority.to_owned(),
            is_any_below,
        })
    }

    fn admits(&self, authority: &str) -> bool {
        if !self.is_any_below {
            return self.authority == authority;
        }
        let label = authority.strip_suffix(&self.authority).and_then(|rest| rest.strip_suffix('.'));
        label.is_some_and(|label| !label.is_empty() && !label.contains('.'))
    }
}

fn is_origin(scheme: &str, authority: &str) -> bool {
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    ["https", "http"].contains(&scheme)
        && !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// Unreserved and reserved characters, and `%` (RFC 3986, section 2).
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        let origins = ReturnOrigins::parse("https://app.example.com, https://*.tenants.example,http://localhost:3000");
        ReturnUrl::parse(text, &origins.unwrap()).err().map(|fault| fault.code())
    }

    #[test]
    fn an_address_of_a_named_origin_is_taken_with_any_path() {
        for url in [
            "https://app.example.com",
            "https://APP.example.com/welcome?plan=gold#start",
            "https://app.example.com?x=@y",
            "https://northwind.tenants.example/",
            "http://localhost:3000/a%20b",
        ] {
            assert_eq!(code(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_of_another_origin_is_not_however_it_is_written() {
        for url in [
            "http://app.example.com/",
            "https://app.example.com.evil.example/",
            "https://evil.example/https://app.example.com",
            "https://app.example.com:8443/",
            "https://tenants.example/",
            "https://a.b.tenants.example/",
            "https://.tenants.example/",
            "https://eviltenants.example/",
            "http://localhost/",
        ] {
            assert_eq!(code(url), Some("return_to_not_allowed"), "{url}");
        }
        for url in [
            "",
            "/welcome",
            "//app.example.com/",
            "https:app.example.com",
            "https:///app.example.com",
            "javascript://app.example.com/%0aalert(1)",
            "https://app.example.com@evil.example/",
            "https://app.example.com\\@evil.example/",
            "https://app.example.com\\.evil.example/",
            "https://app.example.com/a b",
            "https://app.example.com/\n",
            " https://app.example.com/",
            "https://app.exa\tmple.com/",
            "https://äpp.example.com/",
            "https://app.example.com:/",
        ] {
            assert_eq!(code(url), Some("invalid_url"), "{url:?}");
        }
        assert_eq!(code(&format!("https://app.example.com/{}", "a".repeat(1_000))), Some("too_long"));
    }

    #[test]
    fn what_an_installation_names_must_be_origins() {
        assert_eq!(ReturnOrigins::parse(""), Some(ReturnOrigins::default()));
        for text in ["app.example.com", "https://app.example.com/", "*", "https://*", "https://a.*.example", "ftp://a"]
        {
            assert_eq!(ReturnOrigins::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_origin_that_is_no_longer_named_is_returned_to_no_more() {
        let origins = ReturnOrigins::parse("https://app.example.com").unwrap();
        let url = ReturnUrl::parse("https://app.example.com/a", &origins).unwrap();
        assert_eq!(origins.admitted(Some(&url)), Some("https://app.example.com/a"));
        assert_eq!(ReturnOrigins::default().admitted(Some(&url)), None);
    }
}
