//! What the document says of itself: whose it is, where the API answers, what the tags are.

use utoipa::openapi::server::{ServerBuilder, ServerVariableBuilder};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ContactBuilder, Info, InfoBuilder, LicenseBuilder, Server, Tag};

const DESCRIPTION: &str = "User management and invitations for multi-tenant business portals.

Ids are prefixed and opaque. Timestamps are RFC 3339 in UTC. Unknown fields are refused. \
Every refusal is an RFC 9457 problem with a stable `code`, \
even of a path that does not exist (404) or does not take the method (405, with `Allow`).
Every POST accepts an `Idempotency-Key`. Its answer is kept for 24 hours, unless the operation says otherwise.

On AWS, API Gateway itself refuses some requests before they reach Usher. It answers `{\"message\": \"…\"}` as \
`application/json`: 403 for an operator's route without a valid signature, 413 for a body over 10 MiB, 429 over the \
stage's rates, 500, 503 and 504 if a function fails or takes too long.";

/// Each tag with a line on what its operations are about, in the order in which a client needs them.
const TAGS: [(&str, &str); 13] = [
    ("accounts", "Accounts, their first administrators and their audit trail"),
    ("operators", "What the vendor's operators do with all accounts, and the vendor's own audit trail"),
    ("access models", "Roles and permissions of an account, and the policies of its user management"),
    ("units", "Parts of an account to which access can be limited"),
    ("imports", "Moving people in from another system, with the passwords that they have there"),
    ("invitations", "Invitations of users, and their status"),
    ("links", "What the link of an invitation allows, without being signed in"),
    ("users", "The users of an account, and the current user"),
    ("access", "Whether something is allowed, and why"),
    ("sessions", "Signing in and out, changing accounts, and tokens for other services"),
    ("credentials", "Passwords, second factors and their resets"),
    ("api tokens", "Tokens with which programs act on behalf of a user"),
    ("meta", "The API itself: its document, its schema, its health"),
];

/// Title, version, description, contact and licence.
pub(super) fn info() -> Info {
    let licence = env!("CARGO_PKG_LICENSE");
    InfoBuilder::new()
        .title("Usher")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .contact(Some(ContactBuilder::new().name(Some("The operators of this installation of Usher")).build()))
        .license(Some(LicenseBuilder::new().name(licence).identifier(Some(licence)).build()))
        .build()
}

/// The addresses of the API. One document is compiled into every installation, so the first address is relative: a
/// client resolves it against the address from which it has read the document.
pub(super) fn servers() -> [Server; 3] {
    let variable =
        |default: &str, what: &str| ServerVariableBuilder::new().default_value(default).description(Some(what));
    [
        ServerBuilder::new().url("/").description(Some("The server that this document comes from")).build(),
        ServerBuilder::new()
            .url("https://{api}.execute-api.{region}.amazonaws.com")
            .description(Some("On AWS: the output `ApiUrl` of the stack, unless it has a domain of its own"))
            .parameter("api", variable("a1b2c3d4e5", "The id of the HTTP API"))
            .parameter("region", variable("eu-west-1", "The region of the stack"))
            .build(),
        ServerBuilder::new()
            .url("http://127.0.0.1:{port}")
            .description(Some("On this machine: `cargo dev`"))
            .parameter("port", variable("8080", "The port, as `--port` sets it"))
            .build(),
    ]
}

/// The tags, declared.
pub(super) fn tags() -> impl Iterator<Item = Tag> {
    TAGS.iter().map(|(name, what)| TagBuilder::new().name(*name).description(Some(*what)).build())
}
