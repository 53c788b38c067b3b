//! Enums whose values are words: the same in the table, in requests, in answers and in the OpenAPI document.

/// Defines an enum of words. Each is written once, beside its variant; the order is the one of lists and documents.
///
/// The schema says how the value is written, as serde does. It knows nothing of HTTP.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $word:tt,)+
        }
    ) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        $(#[$attribute])*
        pub enum $name {
            $($(#[$variant_attribute])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word that stands for the value everywhere.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.as_str() == word)
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    words! {
        /// How someone travels.
        #[derive(Default)]
        pub enum Travel {
            /// Slowly.
            #[default]
            OnFoot = "on_foot",
            /// Fast.
            ByTrain = "by.train",
        }
    }

    #[test]
    fn a_value_is_the_same_word_everywhere() {
        for (value, word) in Travel::ALL.into_iter().zip(["on_foot", "by.train"]) {
            assert_eq!((value.as_str(), Travel::parse(word)), (word, Some(value)));
            assert_eq!(serde_json::to_value(value).unwrap(), word);
            assert_eq!(serde_json::from_value::<Travel>(word.into()).unwrap(), value);
        }
        assert_eq!((Travel::default(), Travel::parse("On_foot")), (Travel::OnFoot, None));
    }

    #[test]
    fn the_schema_lists_the_words() {
        let schema = serde_json::to_value(<Travel as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["enum"], serde_json::json!(["on_foot", "by.train"]));
    }
}
