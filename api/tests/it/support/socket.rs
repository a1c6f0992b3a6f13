//! A client of subscriptions over WebSocket.

use super::server::TestServer;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A test fails rather than waits longer than this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A WebSocket that speaks `graphql-transport-ws`. Dropping it cuts the connection without a farewell.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What comes over a socket.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Said(Value),
    Closed(u16, String),
    Gone,
}

impl Socket {
    pub async fn try_open(server: &TestServer, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut request = format!("ws://{}/graphql", server.addr).into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a value"));
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().expect("a header's name");
            request.headers_mut().insert(name, value.parse().expect("a header's value"));
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opened by a client that names no protocol.
    pub async fn open_without_protocol(server: &TestServer) -> Self {
        let request = format!("ws://{}/graphql", server.addr).into_client_request().expect("an address");
        Self(connect_async(request).await.expect("a socket").0)
    }

    pub async fn open(server: &TestServer) -> Self {
        Self::try_open(server, &[]).await.expect("a socket")
    }

    /// Opened, initialised and acknowledged.
    pub async fn ready(server: &TestServer) -> Self {
        let mut socket = Self::open(server).await;
        socket.say(json!({"type": "connection_init"})).await;
        assert_eq!(socket.hear().await, Heard::Said(json!({"type": "connection_ack"})));
        socket
    }

    pub async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    pub async fn say_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("sent");
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({"id": id, "type": "subscribe", "payload": {"query": query}})).await;
    }

    /// Begins an operation with variables.
    pub async fn subscribe_with(&mut self, id: &str, query: &str, variables: &Value) {
        self.say(json!({"id": id, "type": "subscribe", "payload": {"query": query, "variables": variables}})).await;
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            match tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something in time") {
                Some(Ok(Message::Text(text))) => return Heard::Said(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Heard::Closed(frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return Heard::Gone,
            }
        }
    }

    pub async fn said(&mut self) -> Value {
        match self.hear().await {
            Heard::Said(value) => value,
            other => panic!("{other:?}"),
        }
    }
}
