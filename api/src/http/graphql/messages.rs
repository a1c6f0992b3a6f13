//! The messages of `graphql-transport-ws`.

use super::params::{self, Params};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What clients say.
#[derive(Debug)]
pub(super) enum Incoming {
    ConnectionInit(Map<String, Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, params: Params },
    Complete(String),
}

/// Why a message is none.
#[derive(Debug)]
pub(super) struct Invalid(pub(super) &'static str);

impl Incoming {
    pub(super) fn parse(text: &str) -> Result<Self, Invalid> {
        let Ok(Value::Object(mut fields)) = serde_json::from_str(text) else {
            return Err(Invalid("it is not a JSON object"));
        };
        let Some(Value::String(kind)) = fields.remove("type") else { return Err(Invalid("type is missing")) };
        let payload = fields.remove("payload").filter(|payload| !payload.is_null());
        let id = match fields.remove("id") {
            None => None,
            Some(Value::String(id)) if !id.is_empty() => Some(id),
            Some(_) => return Err(Invalid("id must be a string, not empty")),
        };
        let no_object = payload.as_ref().is_some_and(|payload| !payload.is_object());
        if no_object {
            return Err(Invalid("payload must be an object"));
        }
        Ok(match kind.as_str() {
            "connection_init" => match payload {
                Some(Value::Object(payload)) => Self::ConnectionInit(payload),
                _ => Self::ConnectionInit(Map::new()),
            },
            "ping" => Self::Ping(payload),
            "pong" => Self::Pong,
            "complete" => Self::Complete(id.ok_or(Invalid("id is missing"))?),
            "subscribe" => {
                let id = id.ok_or(Invalid("id is missing"))?;
                let payload = payload.ok_or(Invalid("payload is missing"))?;
                let params = params::from_json(payload).map_err(|malformed| Invalid(malformed.message))?;
                if params.query.is_none() && !params.extensions.contains_key("persistedQuery") {
                    return Err(Invalid("payload.query is missing"));
                }
                Self::Subscribe { id, params }
            }
            _ => return Err(Invalid("this type is not known")),
        })
    }
}

/// What the server says, as text.
pub(super) struct Outgoing;

#[derive(Serialize)]
struct Envelope<'a, T> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    payload: &'a T,
}

impl Outgoing {
    pub(super) fn ack() -> String {
        r#"{"type":"connection_ack"}"#.to_owned()
    }

    pub(super) fn pong(payload: Option<Value>) -> String {
        match payload {
            Some(payload) => json!({"type": "pong", "payload": payload}).to_string(),
            None => r#"{"type":"pong"}"#.to_owned(),
        }
    }

    pub(super) fn next(id: &str, payload: &async_graphql::Response) -> String {
        envelope(id, "next", payload)
    }

    pub(super) fn error(id: &str, errors: &Vec<async_graphql::ServerError>) -> String {
        envelope(id, "error", errors)
    }

    pub(super) fn complete(id: &str) -> String {
        json!({"id": id, "type": "complete"}).to_string()
    }
}

fn envelope<T: Serialize>(id: &str, kind: &'static str, payload: &T) -> String {
    serde_json::to_string(&Envelope { id, kind, payload }).unwrap_or_else(|error| {
        tracing::error!(%error, "a message could not be written");
        Outgoing::complete(id)
    })
}
