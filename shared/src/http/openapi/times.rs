//! How the OpenAPI document says which times are taken.

use std::borrow::Cow;

use utoipa::openapi::schema::{AnyOfBuilder, SchemaFormat};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A time or a date, as [`crate::domain::time`] reads them.
pub struct TimeOrDate;

impl ToSchema for TimeOrDate {
    fn name() -> Cow<'static, str> {
        "TimeOrDate".into()
    }
}

impl PartialSchema for TimeOrDate {
    fn schema() -> RefOr<Schema> {
        let text = |format, example: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String);
            text.format(Some(SchemaFormat::KnownFormat(format))).examples([example])
        };
        AnyOfBuilder::new()
            .description(Some(
                "An RFC 3339 timestamp, or a date. As the end of something, a date is the end of that day in UTC; as a \
                 beginning, its beginning.",
            ))
            .item(text(KnownFormat::DateTime, "2027-01-31T18:00:00Z"))
            .item(text(KnownFormat::Date, "2027-01-31"))
            .into()
    }
}
