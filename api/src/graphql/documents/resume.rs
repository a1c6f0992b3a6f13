//! Subscriptions whose payloads carry a `cursor` and whose field takes `after` can be resumed by a transport.

use apollo_compiler::executable::{Operation, Selection as Selected};
use async_graphql::Value;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Selection};
use async_graphql::{Name, Positioned};

const AFTER: &str = "after";
const CURSOR: &str = "cursor";

/// The response key of the field to resume, when the operation can be resumed: its one field stands at the root, takes
/// `after`, and its `cursor` is asked for under that name.
pub(super) fn root(operation: &Operation) -> Option<String> {
    if !operation.is_subscription() {
        return None;
    }
    let Some(Selected::Field(field)) = operation.selection_set.selections.first() else { return None };
    let takes_after = field.definition.arguments.iter().any(|argument| argument.name == AFTER);
    let gives_cursor = field.selection_set.fields().any(|child| child.name == CURSOR && child.alias.is_none());
    (takes_after && gives_cursor).then(|| field.response_key().to_string())
}

/// Sets the argument `after` of the root field, whatever it was.
pub(super) fn after(document: &mut ExecutableDocument, operation_name: Option<&str>, cursor: &str) {
    let operation = match &mut document.operations {
        DocumentOperations::Single(operation) => Some(operation),
        DocumentOperations::Multiple(named) => operation_name.and_then(|name| named.get_mut(name)),
    };
    let Some(root) = operation.and_then(|operation| operation.node.selection_set.node.items.first_mut()) else {
        return;
    };
    let Selection::Field(field) = &mut root.node else { return };
    let position = field.pos;
    let arguments = &mut field.node.arguments;
    arguments.retain(|(name, _)| name.node != AFTER);
    let value = Value::String(cursor.to_owned()).into_value();
    arguments.push((Positioned::new(Name::new(AFTER), position), Positioned::new(value, position)));
}
