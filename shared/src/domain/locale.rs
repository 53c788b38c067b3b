//! The languages that emails are written in.

use super::words::words;

words! {
    /// A language. Each account has one, in which its emails are written.
    #[derive(Default)]
    pub enum Locale {
        /// English.
        #[default]
        En = "en",
        /// French.
        Fr = "fr",
        /// German.
        De = "de",
        /// Spanish.
        Es = "es",
    }
}
