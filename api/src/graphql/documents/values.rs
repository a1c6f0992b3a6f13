//! JSON of the validator to values of the executor and back.

use apollo_compiler::response::JsonMap;
use apollo_compiler::response::serde_json_bytes;
use async_graphql::{Name, Value, Variables};

/// JSON as the validator has it.
pub(super) type Json = serde_json_bytes::Value;

/// Variables for the validator.
pub(super) fn to_json(variables: Variables) -> JsonMap {
    match value_to_json(variables.into_value()) {
        Json::Object(map) => map,
        _ => JsonMap::new(),
    }
}

/// Coerced variables for the executor.
pub(super) fn to_variables(map: JsonMap) -> Variables {
    Variables::from_value(json_to_value(Json::Object(map)))
}

fn value_to_json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(value),
        Value::Number(value) => Json::Number(value),
        Value::String(value) => Json::String(value.into()),
        Value::Enum(value) => Json::String(value.as_str().into()),
        Value::List(items) => Json::Array(items.into_iter().map(value_to_json).collect()),
        Value::Object(fields) => {
            Json::Object(fields.into_iter().map(|(name, value)| (name.as_str().into(), value_to_json(value))).collect())
        }
        // No scalar of the schema takes raw bytes, and no transport makes them.
        Value::Binary(_) => Json::Null,
    }
}

fn json_to_value(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(value),
        Json::Number(value) => Value::Number(value),
        Json::String(value) => Value::String(value.as_str().to_owned()),
        Json::Array(items) => Value::List(items.into_iter().map(json_to_value).collect()),
        Json::Object(fields) => Value::Object(
            fields.into_iter().map(|(name, value)| (Name::new(name.as_str()), json_to_value(value))).collect(),
        ),
    }
}
