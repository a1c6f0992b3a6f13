//! Reading a request: from a body or from the address to query, variables and so on.

use axum::body::{Body, to_bytes};
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::time::Duration;

/// Largest body, in bytes.
pub(super) const MAX_BODY: usize = 1024 * 1024;
/// Until a body must have come.
const READ_WITHIN: Duration = Duration::from_secs(10);

/// What a request says.
#[derive(Debug, Default)]
pub(super) struct Params {
    pub(super) query: Option<String>,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Map<String, Value>,
    pub(super) extensions: Map<String, Value>,
}

/// Why a request cannot be read.
#[derive(Debug)]
pub(super) struct Malformed {
    pub(super) status: StatusCode,
    pub(super) message: &'static str,
}

const fn bad(message: &'static str) -> Malformed {
    Malformed { status: StatusCode::BAD_REQUEST, message }
}

/// Reads a POST.
pub(super) async fn from_body(headers: &HeaderMap, body: Body) -> Result<Params, Malformed> {
    check_content_type(headers)?;
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let too_large = Malformed { status: StatusCode::PAYLOAD_TOO_LARGE, message: "the body is larger than 1 MiB" };
    if declared.is_some_and(|length| length > MAX_BODY) {
        return Err(too_large);
    }
    let bytes = match tokio::time::timeout(READ_WITHIN, to_bytes(body, MAX_BODY)).await {
        Err(_) => {
            return Err(Malformed { status: StatusCode::REQUEST_TIMEOUT, message: "the body did not come in time" });
        }
        Ok(Err(error)) if is_too_large(&error) => return Err(too_large),
        Ok(Err(_)) => return Err(bad("the body broke off")),
        Ok(Ok(bytes)) => bytes,
    };
    if bytes.is_empty() {
        return Err(bad("the body is empty: send a JSON object with the field query"));
    }
    if std::str::from_utf8(&bytes).is_err() {
        return Err(bad("the body is not in UTF-8"));
    }
    match serde_json::from_slice(&bytes) {
        Err(_) => Err(bad("the body is not JSON")),
        Ok(value) => from_json(value),
    }
}

/// Reads the parameters of a GET.
pub(super) fn from_uri(uri: &Uri) -> Result<Params, Malformed> {
    let Query(mut given) = Query::<HashMap<String, String>>::try_from_uri(uri)
        .map_err(|_| bad("the address cannot be read: encode query and variables"))?;
    let mut fields = Map::new();
    for name in ["query", "operationName"] {
        if let Some(text) = given.remove(name) {
            fields.insert(name.to_owned(), Value::String(text));
        }
    }
    for (name, wrong) in [("variables", "variables is not JSON"), ("extensions", "extensions is not JSON")] {
        if let Some(text) = given.remove(name).filter(|text| !text.is_empty()) {
            fields.insert(name.to_owned(), serde_json::from_str(&text).map_err(|_| bad(wrong))?);
        }
    }
    from_json(Value::Object(fields))
}

/// Reads the object that all transports send.
pub(super) fn from_json(value: Value) -> Result<Params, Malformed> {
    let mut fields = match value {
        Value::Object(fields) => fields,
        Value::Array(_) => return Err(bad("send one operation a request; batches are not taken")),
        _ => return Err(bad("send a JSON object with the field query")),
    };
    let text = |value: Option<Value>, wrong: &'static str| match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(wrong)),
    };
    let map = |value: Option<Value>, wrong: &'static str| match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(bad(wrong)),
    };
    Ok(Params {
        query: text(fields.remove("query"), "query must be a string")?,
        operation_name: text(fields.remove("operationName"), "operationName must be a string")?,
        variables: map(fields.remove("variables"), "variables must be an object")?,
        extensions: map(fields.remove("extensions"), "extensions must be an object")?,
    })
}

/// Only JSON in UTF-8: forms and plain text are what other sites can make a browser send.
fn check_content_type(headers: &HeaderMap) -> Result<(), Malformed> {
    let wrong =
        Malformed { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, message: "send the body as application/json in UTF-8" };
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return Err(wrong);
    };
    let mut parts = value.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let utf8 = parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if json && utf8 { Ok(()) } else { Err(wrong) }
}

fn is_too_large(error: &axum::Error) -> bool {
    std::error::Error::source(error)
        .is_some_and(<dyn std::error::Error + 'static>::is::<http_body_util::LengthLimitError>)
}
