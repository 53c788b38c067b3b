//! The codes of problems and of fields, as the OpenAPI document lists them. Tests hold the lists to docs/api.md, to the
//! sources and to every answer.

use serde_json::json;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// The codes of problems.
const OF_PROBLEMS: [&str; 67] = [
    "account_suspended",
    "already_deactivated",
    "already_invited",
    "already_member",
    "already_suspended",
    "being_erased",
    "body_too_large",
    "cannot_act_on_self",
    "cannot_change_own_grants",
    "challenge_over",
    "contended",
    "cookie_refused",
    "customization_not_allowed",
    "deactivated",
    "deactivated_everywhere",
    "deactivation_not_allowed",
    "deletion_not_scheduled",
    "deletion_scheduled",
    "external_id_taken",
    "forbidden",
    "grant_exceeds_own",
    "idempotency_key_reused",
    "internal",
    "invalid_fields",
    "invitation_expired",
    "invitation_lapsed",
    "invitation_not_expired",
    "invitation_not_pending",
    "last_administrator",
    "method_not_allowed",
    "name_not_editable",
    "no_api_tokens",
    "no_pending_second_factor",
    "no_second_factor",
    "no_units",
    "not_accepted",
    "not_deactivated",
    "not_found",
    "not_suspended",
    "proof_required",
    "query_too_long",
    "rate_limited",
    "removal_not_allowed",
    "request_in_progress",
    "reset_expired",
    "role_in_use",
    "roll_out_superseded",
    "second_factor_off",
    "second_factor_required",
    "session_required",
    "several_roles_in_use",
    "shown_once",
    "sign_in_required",
    "signed_in_as_someone_else",
    "stale_version",
    "token_too_large",
    "too_many_api_tokens",
    "too_many_attempts",
    "unauthenticated",
    "unavailable",
    "unit_retired",
    "units_in_use",
    "unsupported_media_type",
    "user_outranks_caller",
    "wrong_code",
    "wrong_credentials",
    "wrong_password",
];

/// The codes of fields.
const OF_FIELDS: [&str; 80] = [
    "contended",
    "costly_password_hash",
    "customization_not_allowed",
    "customized",
    "disposable_address",
    "duplicate",
    "duplicate_field",
    "email_immutable",
    "empty_role",
    "external_id_taken",
    "forbidden_character",
    "impossible_policy",
    "in_the_past",
    "inclusion_cycle",
    "invalid_code",
    "invalid_colour",
    "invalid_cursor",
    "invalid_dimensions",
    "invalid_domain",
    "invalid_duration",
    "invalid_email",
    "invalid_id",
    "invalid_idempotency_key",
    "invalid_name",
    "invalid_permission",
    "invalid_picture",
    "invalid_timestamp",
    "invalid_type",
    "invalid_units",
    "invalid_url",
    "invalid_value",
    "last_administrator",
    "link_not_allowed",
    "low_contrast",
    "malformed_json",
    "malformed_password_hash",
    "malformed_permission",
    "mutually_exclusive",
    "name_not_editable",
    "no_administrator",
    "no_unit_manager",
    "not_active",
    "not_an_administrator",
    "not_assignable",
    "not_customizable",
    "not_held",
    "out_of_range",
    "password_already_set",
    "password_unchanged",
    "picture_too_large",
    "required",
    "reserved_name",
    "return_to_not_allowed",
    "role_in_use",
    "several_roles_in_use",
    "split_permission",
    "too_large",
    "too_long",
    "too_many",
    "too_many_grants",
    "too_many_roles",
    "too_many_roles_and_units",
    "unavailable",
    "ungrantable_role",
    "unit_retired",
    "units_in_use",
    "units_not_selectable",
    "unknown_action",
    "unknown_field",
    "unknown_key",
    "unknown_model",
    "unknown_password_hash",
    "unknown_permission",
    "unknown_resource",
    "unknown_role",
    "unknown_unit",
    "unknown_user",
    "unknown_value",
    "unknown_version",
    "weak_password",
];

/// The schema of a problem's code.
pub(super) fn of_problem() -> Object {
    let description =
        "The code of the problem, for programs. Stable; of a code that you do not know, go by the status.";
    one_of(&OF_PROBLEMS, description, "invalid_fields")
}

/// The schema of a field's code.
pub(super) fn of_field() -> Object {
    let description = "The code of the fault, for programs. Stable; there may be codes that you do not know.";
    one_of(&OF_FIELDS, description, "invalid_email")
}

/// An open list: a text for clients that are generated, so that none breaks on a code that is newer than it
/// (docs/decisions/0042).
#[expect(deprecated, reason = "the schemas that utoipa derives have `example`, too")]
fn one_of(codes: &[&str], description: &str, example: &str) -> Object {
    let listed = ExtensionsBuilder::new().add("x-extensible-enum", json!(codes)).build();
    let text = ObjectBuilder::new().schema_type(Type::String).extensions(Some(listed));
    text.description(Some(description)).example(Some(json!(example))).build()
}
