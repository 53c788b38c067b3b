//! The language of a page: the one that is asked for, or the first of the reader's that there is.

use axum::http::{HeaderMap, Uri, header};

use crate::negotiation::weights;

/// A language that the pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
    German,
    Spanish,
}

impl Language {
    const ALL: [Self; 4] = [Self::English, Self::French, Self::German, Self::Spanish];

    /// As BCP 47 writes it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// Of a reader who asks for `uri`: `?lang=` goes before what the browser says.
    pub(crate) fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let spoken = || weights(headers, &header::ACCEPT_LANGUAGE).into_iter().filter(|(_, weight)| *weight > 0.0);
        let asked = crate::query(uri, "lang").and_then(Self::named);
        asked.or_else(|| spoken().find_map(|(tag, _)| Self::named(&tag))).unwrap_or(Self::English)
    }

    fn named(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|one| one.tag().eq_ignore_ascii_case(language))
    }
}
