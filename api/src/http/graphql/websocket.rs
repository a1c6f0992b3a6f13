//! GraphQL over WebSocket: the protocol `graphql-transport-ws`, as
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md> says.
//!
//! One task reads and writes a socket; each operation is a task that hands its messages over a short queue. A client
//! that does not read fills the queue, its operations wait, and when a message cannot be written in time the socket is
//! closed and the client told to resume after its last cursor. Nothing is buffered without end.

use super::messages::{Incoming, Invalid, Outgoing};
use super::{Http, answer, sessions};
use crate::graphql::Visitor;
use crate::graphql::context::Effects;
use crate::graphql::documents::Refusal;
use crate::http::visitor::{self, authenticate, strip_bearer};
use crate::http::{origin, sockets};
use axum::extract::FromRequestParts as _;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

/// The one protocol that is spoken.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";
/// Largest message from a client, in bytes.
const MAX_MESSAGE: usize = 256 * 1024;
/// Operations at once on one socket.
const MAX_OPERATIONS: usize = 50;
/// Messages that wait to be written.
const QUEUE: usize = 16;
/// Until `connection_init` must have come.
const INIT_WITHIN: Duration = Duration::from_secs(5);
/// Until a message must have been written.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How often a ping asks whether the other end is there; it is gone when it says nothing for two of them.
const PING_EVERY: Duration = Duration::from_secs(25);

/// Why a socket is closed.
#[derive(Debug, PartialEq, Eq)]
struct Close(u16, String);

impl Close {
    fn new(code: u16, reason: &str) -> Self {
        // A close frame has room for 123 bytes.
        Self(code, reason[..reason.floor_char_boundary(123)].to_owned())
    }
}

/// Answers a handshake. Other sites may not connect; nor does a bad token.
pub(super) async fn upgrade(http: Http, mut parts: Parts) -> Response {
    if origin::is_ours(&parts.headers, &http.app.config) == Some(false) {
        return (StatusCode::FORBIDDEN, "this origin may not connect").into_response();
    }
    let visitor = match visitor::visitor(&parts.headers, &parts.extensions, &http.app).await {
        Ok(visitor) => visitor,
        Err(stranger) => return stranger.into_response(),
    };
    let token = visitor.actor.session_id().and_then(|_| sessions::token(&parts.headers)).map(str::to_owned);
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &http).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    let alive = http.sockets.guard();
    upgrade.on_upgrade(move |socket| serve(http, socket, visitor, token, alive))
}

async fn serve(http: Http, mut socket: WebSocket, visitor: Visitor, token: Option<String>, _alive: sockets::Guard) {
    let close = if socket.protocol().is_some_and(|protocol| protocol == PROTOCOL) {
        let (queue, queued) = mpsc::channel(QUEUE);
        let connection = Connection { http, visitor, token, operations: HashMap::new(), begun: 0, ready: false, queue };
        connection.run(&mut socket, queued).await
    } else {
        Some(Close::new(4406, "Subprotocol not acceptable: speak graphql-transport-ws"))
    };
    if let Some(Close(code, reason)) = close {
        tracing::debug!(code, reason, "closing a socket");
        let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        // A client that reads nothing gets no farewell either.
        let _ = timeout(Duration::from_secs(1), socket.send(frame)).await;
    }
}

struct Connection {
    http: Http,
    visitor: Visitor,
    token: Option<String>,
    operations: HashMap<String, Operation>,
    /// Operations begun so far: an id may be used again, and what waits of its first use must not be sent then.
    begun: u64,
    /// Whether `connection_init` was acknowledged.
    ready: bool,
    queue: mpsc::Sender<Queued>,
}

/// An operation that runs; dropping it stops it.
struct Operation {
    number: u64,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Operation {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A message of an operation that waits to be written.
struct Queued {
    id: String,
    number: u64,
    text: String,
    last: bool,
}

impl Connection {
    /// Serves until one end has enough. `None`: the other end is gone.
    async fn run(mut self, socket: &mut WebSocket, mut queued: mpsc::Receiver<Queued>) -> Option<Close> {
        let init_deadline = Instant::now() + INIT_WITHIN;
        let mut heard = Instant::now();
        let mut pings = interval(PING_EVERY);
        let mut looks = interval(sessions::LOOK_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stop = self.http.stop.clone();
        loop {
            let text = tokio::select! {
                () = stop.cancelled() => return Some(Close::new(1012, "restarting, reconnect")),
                () = sleep_until(init_deadline), if !self.ready => {
                    return Some(Close::new(4408, "Connection initialisation timeout"));
                }
                message = socket.recv() => {
                    heard = Instant::now();
                    match self.hear(message).await {
                        Ok(Some(text)) => text,
                        Ok(None) => continue,
                        Err(close) => return close,
                    }
                }
                Some(queued) = queued.recv() => match self.take(queued) {
                    Some(text) => text,
                    None => continue,
                },
                _ = looks.tick() => {
                    if let Some(token) = &self.token && sessions::has_ended(&self.http, token).await {
                        return Some(Close::new(4403, "Forbidden: the session has ended"));
                    }
                    continue;
                }
                _ = pings.tick() => {
                    if heard.elapsed() > PING_EVERY * 2 {
                        return None;
                    }
                    write(socket, Message::Ping(bytes::Bytes::new())).await?;
                    continue;
                }
            };
            match timeout(WRITE_WITHIN, socket.send(Message::text(text))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return None,
                Err(_) => {
                    return Some(Close::new(1013, "reading too slowly: reconnect and resume after your last cursor"));
                }
            }
        }
    }

    /// Takes what came in; returns what to answer at once.
    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<Option<String>, Option<Close>> {
        let text = match message {
            None => return Err(None),
            Some(Err(error)) if is_too_large(&error) => return Err(Some(Close::new(1009, "the message is too large"))),
            Some(Err(_) | Ok(Message::Close(_))) => return Err(None),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(None),
            Some(Ok(Message::Binary(_))) => return Err(Some(Close::new(4400, "Invalid message: send text"))),
            Some(Ok(Message::Text(text))) => text,
        };
        let incoming =
            Incoming::parse(&text).map_err(|Invalid(why)| Close::new(4400, &format!("Invalid message: {why}")))?;
        match incoming {
            Incoming::ConnectionInit(payload) => self.init(&payload).await.map(Some).map_err(Some),
            Incoming::Ping(payload) => Ok(Some(Outgoing::pong(payload))),
            Incoming::Pong => Ok(None),
            Incoming::Subscribe { .. } if !self.ready => Err(Some(Close::new(4401, "Unauthorized"))),
            Incoming::Subscribe { id, .. } if self.operations.contains_key(&id) => {
                Err(Some(Close::new(4409, &format!("Subscriber for {id} already exists"))))
            }
            Incoming::Subscribe { id, params } => Ok(self.begin(id, params)),
            Incoming::Complete(id) => {
                self.operations.remove(&id);
                Ok(None)
            }
        }
    }

    /// Acknowledges, for whoever the payload's `authorization` says, else for whoever made the handshake.
    async fn init(&mut self, payload: &Map<String, Value>) -> Result<String, Close> {
        if self.ready {
            return Err(Close::new(4429, "Too many initialisation requests"));
        }
        let given = ["authorization", "Authorization"].into_iter().find_map(|name| payload.get(name));
        if let Some(given) = given.filter(|given| !given.is_null()) {
            let token = given.as_str().and_then(strip_bearer).unwrap_or_default().to_owned();
            match authenticate(&self.http.app, &token).await {
                Ok(Some(actor)) => (self.visitor.actor, self.token) = (actor, Some(token)),
                Ok(None) => return Err(Close::new(4403, "Forbidden: the access token is not valid")),
                Err(_) => return Err(Close::new(1011, "something went wrong on our side")),
            }
        }
        self.ready = true;
        Ok(Outgoing::ack())
    }

    /// Begins an operation; returns the error when it cannot run.
    fn begin(&mut self, id: String, params: super::params::Params) -> Option<String> {
        self.begun += 1;
        let number = self.begun;
        let mut visitor = self.visitor.clone();
        visitor.effects = Effects::default();
        visitor.request_id = format!("{}-{number}", visitor.request_id);
        let refused = |refusal: Refusal| Some(Outgoing::error(&id, &refusal.errors(&visitor.request_id)));
        if self.operations.len() >= MAX_OPERATIONS {
            return refused(Refusal::too_costly(&format!("too many operations at once: at most {MAX_OPERATIONS}")));
        }
        let ready = match self.http.prepare(params) {
            Ok(ready) => ready,
            Err(refusal) => return refused(refusal),
        };
        if let Err(exceeded) = self.http.spend(&visitor, ready.cost) {
            return refused(answer::too_fast(exceeded));
        }
        let (schema, queue, name) = (self.http.schema.clone(), self.queue.clone(), id.clone());
        let task = tokio::spawn(async move {
            let mut answers = schema.stream(visitor, ready);
            while let Some(answer) = answers.next().await {
                let text = Outgoing::next(&name, &answer);
                if queue.send(Queued { id: name.clone(), number, text, last: false }).await.is_err() {
                    return;
                }
            }
            let text = Outgoing::complete(&name);
            // The connection is gone when this fails.
            let _ = queue.send(Queued { id: name, number, text, last: true }).await;
        });
        self.operations.insert(id, Operation { number, task });
        None
    }

    /// The text of a queued message, unless its operation was completed by the client meanwhile.
    fn take(&mut self, queued: Queued) -> Option<String> {
        if self.operations.get(&queued.id)?.number != queued.number {
            return None;
        }
        if queued.last {
            self.operations.remove(&queued.id);
        }
        Some(queued.text)
    }
}

async fn write(socket: &mut WebSocket, message: Message) -> Option<()> {
    timeout(WRITE_WITHIN, socket.send(message)).await.ok()?.ok()
}

fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long")
}
