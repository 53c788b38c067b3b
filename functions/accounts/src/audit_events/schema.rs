//! The schema of audit events: one for each action, told apart by the action.

use std::borrow::Cow;

use usher::domain::effects::audit::{Action, Schemas};
use utoipa::openapi::schema::{AllOfBuilder, Discriminator, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::view::{AuditEventView, EventFields};

impl PartialSchema for AuditEventView {
    fn schema() -> RefOr<Schema> {
        let reference = |action: Action| Ref::from_schema_name(action.event_name());
        let mapping = Action::ALL.map(|action| (action.as_str(), reference(action).ref_location));
        let events = Action::ALL.into_iter().fold(OneOfBuilder::new(), |events, action| events.item(reference(action)));
        events
            .description(Some("Something that happened in an account."))
            .discriminator(Some(Discriminator::with_mapping("action", mapping)))
            .into()
    }
}

impl ToSchema for AuditEventView {
    fn name() -> Cow<'static, str> {
        "AuditEvent".into()
    }

    fn schemas(schemas: &mut Schemas) {
        schemas.push((EventFields::name().into_owned(), EventFields::schema()));
        schemas.push((Action::name().into_owned(), Action::schema()));
        EventFields::schemas(schemas);
        for action in Action::ALL {
            schemas.push((action.event_name().to_owned(), event(action)));
            action.collect(schemas);
        }
    }
}

fn event(action: Action) -> RefOr<Schema> {
    let word = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some([action.as_str()]))
        .description(Some("The action."));
    let [before, after] = action.sides();
    let sides = ObjectBuilder::new().property("action", word).property("before", before).property("after", after);
    let sides = ["action", "before", "after"].into_iter().fold(sides, ObjectBuilder::required);
    AllOfBuilder::new()
        .description(Some(action.description()))
        .item(Ref::from_schema_name(EventFields::name()))
        .item(sides)
        .into()
}
