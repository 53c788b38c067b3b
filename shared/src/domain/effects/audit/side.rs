//! What an event holds of one side of a change, before or after: nothing, a record, or either.

use serde::Serialize;
use utoipa::openapi::schema::{OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema};

use super::record::Record;
use crate::domain::access::model::AccessModel;

/// Schemas by their names.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// One side of a change.
pub trait Side: Serialize {
    /// How it is written.
    fn schema() -> RefOr<Schema>;

    /// Adds the schemas that [`Side::schema`] refers to.
    fn collect(schemas: &mut Schemas);
}

/// There was nothing before, or there is nothing after.
impl Side for () {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(SchemaType::new(Type::Null)).into()
    }

    fn collect(_: &mut Schemas) {}
}

impl<R: Record> Side for R {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name(R::name()).into()
    }

    fn collect(schemas: &mut Schemas) {
        schemas.push((R::name().into_owned(), <R as utoipa::PartialSchema>::schema()));
        R::schemas(schemas);
    }
}

impl<R: Record> Side for Option<R> {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new().item(<() as Side>::schema()).item(<R as Side>::schema()).into()
    }

    fn collect(schemas: &mut Schemas) {
        <R as Side>::collect(schemas);
    }
}

impl Side for Box<AccessModel> {
    fn schema() -> RefOr<Schema> {
        <AccessModel as Side>::schema()
    }

    fn collect(schemas: &mut Schemas) {
        <AccessModel as Side>::collect(schemas);
    }
}
