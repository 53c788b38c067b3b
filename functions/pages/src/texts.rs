//! The few words of the shells. All others are in `web/src`.

use crate::language::Language::{self, English, French, German, Spanish};
use crate::shell::Page;

/// What a shell says.
pub(crate) struct Text {
    /// The title of the page, and its heading until the script has read more.
    pub(crate) title: &'static str,
    /// What to do if there is no script.
    pub(crate) needs_script: &'static str,
}

/// The words of a page.
pub(crate) fn of(page: Page, language: Language) -> Text {
    Text { title: title(page, language), needs_script: needs_script(language) }
}

fn title(page: Page, language: Language) -> &'static str {
    let [en, fr, de, es] = match page {
        Page::Invitation => ["Your invitation", "Votre invitation", "Ihre Einladung", "Su invitación"],
        Page::PasswordReset => {
            ["Set a new password", "Nouveau mot de passe", "Neues Passwort festlegen", "Nueva contraseña"]
        }
        Page::SecondFactorReset => [
            "Remove your second factor",
            "Supprimer votre second facteur",
            "Zweiten Faktor entfernen",
            "Quitar su segundo factor",
        ],
        Page::SignIn => ["Sign in", "Connexion", "Anmelden", "Iniciar sesión"],
        Page::Console => ["Users", "Utilisateurs", "Benutzer", "Usuarios"],
    };
    match language {
        English => en,
        French => fr,
        German => de,
        Spanish => es,
    }
}

fn needs_script(language: Language) -> &'static str {
    match language {
        English => "This page needs JavaScript. Switch it on, and load the page again.",
        French => "Cette page a besoin de JavaScript. Activez-le, puis rechargez la page.",
        German => "Diese Seite braucht JavaScript. Schalten Sie es ein und laden Sie die Seite neu.",
        Spanish => "Esta página necesita JavaScript. Actívelo y vuelva a cargar la página.",
    }
}

/// Where no page is.
pub(crate) fn nothing_here(language: Language) -> &'static str {
    match language {
        English => "There is nothing here",
        French => "Il n’y a rien ici",
        German => "Hier ist nichts",
        Spanish => "Aquí no hay nada",
    }
}
