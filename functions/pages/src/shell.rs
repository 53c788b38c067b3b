//! The shell of a page: title, language, and what it loads. Everything else is its script's.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::ReturnTo;
use crate::built::entry;
use crate::headers;
use crate::language::Language;
use crate::texts;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Invitation,
    PasswordReset,
    SecondFactorReset,
    SignIn,
    Console,
}

/// Who reads a page.
pub(crate) struct Reader {
    language: Language,
    return_to: Option<String>,
}

impl Reader {
    pub(crate) fn of(headers: &HeaderMap, uri: &Uri, return_to: &ReturnTo) -> Self {
        let asked = crate::query(uri, "return_to");
        Self { language: Language::of(headers, uri), return_to: asked.and_then(|address| return_to.allowed(address)) }
    }
}

impl Page {
    /// The page that a link in an email leads to.
    pub(crate) fn behind(link: &str) -> Option<Self> {
        [Self::Invitation, Self::PasswordReset, Self::SecondFactorReset].into_iter().find(|page| page.name() == link)
    }

    /// What its script knows it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password-reset",
            Self::SecondFactorReset => "second-factor-reset",
            Self::SignIn => "sign-in",
            Self::Console => "console",
        }
    }

    /// What it loads.
    fn entry(self) -> &'static str {
        if self == Self::Console { "console" } else { "links" }
    }

    pub(crate) fn show(self, reader: &Reader) -> Response {
        let text = texts::of(self, reader.language);
        let body = format!(
            "<main id=\"page\" data-page=\"{}\"{}>{}</main>\n<noscript><p class=\"notice\">{}</p></noscript>",
            self.name(),
            reader.return_to.as_ref().map(|it| format!(" data-return-to=\"{}\"", escaped(it))).unwrap_or_default(),
            if self == Self::Console { String::new() } else { format!("<h1>{}</h1>", text.title) },
            text.needs_script,
        );
        html(StatusCode::OK, self.entry(), reader.language, text.title, &body)
    }
}

/// The page for a link that leads nowhere.
pub(crate) fn nothing(reader: &Reader) -> Response {
    let title = texts::nothing_here(reader.language);
    let body = format!("<main id=\"page\"><h1>{title}</h1></main>");
    html(StatusCode::NOT_FOUND, "", reader.language, title, &body)
}

fn html(status: StatusCode, script: &str, language: Language, title: &str, body: &str) -> Response {
    let style = if script.is_empty() { "links.css".to_owned() } else { format!("{script}.css") };
    let styles = entry(&style).map(|entry| format!("<link rel=\"stylesheet\" href=\"/assets/{}\">\n", entry.file));
    let page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
        <title>{title}</title>\n{}{}</head>\n<body>\n{body}\n</body>\n</html>\n",
        language.tag(),
        styles.unwrap_or_default(),
        scripts(&format!("{script}.js")),
    );
    let mut headers = headers::of_pages();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    (status, headers, page).into_response()
}

/// The script, and what it imports, which the browser fetches side by side with it.
fn scripts(name: &str) -> String {
    let Some(entry) = entry(name) else { return String::new() };
    let imports = entry.imports.iter().map(|file| format!("<link rel=\"modulepreload\" href=\"/assets/{file}\">\n"));
    let script = format!("<script type=\"module\" src=\"/assets/{}\"></script>\n", entry.file);
    imports.chain([script]).collect()
}

/// A text for between quotation marks.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
