//! Subscriptions as server-sent events: graphql-sse's mode of distinct connections.
//!
//! Each payload is an event `next`; the end is an event `complete` whose data is an empty string. Where the payload carries a
//! cursor, it is the event's id: a browser that lost its connection sends it back as `Last-Event-ID` and resumes after
//! it. When the server stops, the stream ends without `complete`, which makes clients come back.

use super::Http;
use super::answer::RequestErrors;
use super::sessions;
use crate::graphql::Visitor;
use crate::graphql::documents::{Ready, Refusal};
use async_graphql::{Response as Answer, Value};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt as _, future, stream};
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;

/// After so long without an event a comment shows that the connection lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a client should wait before it comes back.
const RETRY: Duration = Duration::from_secs(2);
/// Longest cursor that is taken back, in bytes.
const MAX_CURSOR: usize = 200;

/// Runs an operation and answers with its events.
pub(super) fn run(http: &Http, visitor: Visitor, mut ready: Ready, headers: &HeaderMap) -> Response {
    let last_event_id = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    if let Some(cursor) = last_event_id.filter(|cursor| !cursor.is_empty() && cursor.len() <= MAX_CURSOR) {
        ready.resume_after(cursor);
    }
    let resumable = ready.resumable.clone();
    let session_ends = sessions::end_of(http, headers);
    let answers = http.schema.stream(visitor, ready);
    let events = answers.map(move |answer| next(&answer, cursor(&answer, resumable.as_deref())));
    let events = events.chain(stream::once(future::ready(complete())));
    respond(events.take_until(session_ends).take_until(http.stop.clone().cancelled_owned()))
}

/// A request error, told as an event: a status other than 200 would make browsers give up.
pub(super) fn refused(refusal: Refusal, request_id: &str) -> Response {
    let errors = RequestErrors::of(refusal, request_id);
    respond(stream::iter([next(&errors, None), complete()]))
}

fn respond(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let events = stream::once(future::ready(Event::default().retry(RETRY))).chain(events).map(Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // Proxies that gather answers before they pass them on would hold the events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn next(payload: &impl Serialize, id: Option<String>) -> Event {
    let text = serde_json::to_string(payload).unwrap_or_else(|error| {
        tracing::error!(%error, "an event could not be written");
        "{}".to_owned()
    });
    let event = Event::default().event("next").data(text);
    match id {
        Some(id) => event.id(id),
        None => event,
    }
}

fn complete() -> Event {
    // Browsers drop events without data.
    Event::default().event("complete").data("\"\"")
}

/// The cursor in the payload's root field, if it can be an event's id.
fn cursor(answer: &Answer, root: Option<&str>) -> Option<String> {
    let Value::Object(data) = &answer.data else { return None };
    let Some(Value::Object(field)) = data.get(root?) else { return None };
    let Some(Value::String(cursor)) = field.get("cursor") else { return None };
    let fit = cursor.len() <= MAX_CURSOR && cursor.bytes().all(|byte| byte.is_ascii_graphic());
    fit.then(|| cursor.clone())
}
