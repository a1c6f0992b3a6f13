//! Following an order over real connections that break: WebSocket and server-sent events.

use super::following::{FOLLOW, set_up_silent, text, twenty_of, write};
use crate::support::orders::Placed;
use crate::support::server::{Streaming, TestServer};
use crate::support::socket::{Heard, Socket};
use serde_json::{Value, json};
use std::time::Duration;

const EVENTS: usize = 1000;

/// How a client that lost its connection says where it was.
#[derive(Clone, Copy)]
enum Resume {
    /// Over a new socket, with its last cursor as the argument `after`.
    Socket,
    /// With a new request for events and the argument `after`.
    Argument,
    /// As a browser's `EventSource` does it: the same request again, with `Last-Event-ID`.
    LastEventId,
}

/// A connection. Dropping it closes its TCP stream, whatever is on the way.
enum Feed {
    Socket(Box<Socket>),
    Events(Streaming),
}

impl Feed {
    async fn open(server: &TestServer, resume: Resume, placed: &Placed, cursor: Option<&str>) -> Self {
        let variables = |after: Option<&str>| json!({"id": placed.id(), "token": placed.token, "after": after});
        let request = |after| json!({"query": FOLLOW, "variables": variables(after)}).to_string();
        let (headers, body): (Vec<_>, _) = match resume {
            Resume::Socket => {
                let mut socket = Socket::ready(server).await;
                socket.subscribe_with("1", FOLLOW, &variables(cursor)).await;
                return Self::Socket(Box::new(socket));
            }
            Resume::Argument => (Vec::new(), request(cursor)),
            Resume::LastEventId => {
                (cursor.map(|cursor| ("last-event-id", cursor)).into_iter().collect(), request(None))
            }
        };
        let stream = server.stream("POST", "/graphql", &headers, &body).await;
        assert_eq!(stream.status, 200);
        Self::Events(stream)
    }

    async fn next(&mut self) -> Value {
        let (answer, id) = match self {
            Self::Socket(socket) => match socket.hear().await {
                Heard::Said(message) => {
                    assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!("1")), "{message}");
                    (message["payload"].clone(), None)
                }
                other => panic!("{other:?}"),
            },
            Self::Events(stream) => {
                let event = stream.next().await.expect("the stream goes on");
                assert_eq!(event.name, "next", "{event:?}");
                let answer = serde_json::from_str(event.data.as_deref().unwrap_or_default()).expect("JSON");
                (answer, Some(event.id.expect("an id")))
            }
        };
        assert!(answer.get("errors").is_none(), "{answer:#}");
        let event = answer["data"]["orderEvents"].clone();
        if let Some(id) = id {
            assert_eq!(event["cursor"], id, "the event's id is its cursor");
        }
        event
    }
}

async fn each_comes_once_and_in_order(resume: Resume) {
    let (test, clay, placed) = set_up_silent().await;
    let server = test.serve().await;
    let drops = twenty_of(&test, EVENTS);
    let read = async {
        let mut feed = Feed::open(&server, resume, &placed, None).await;
        assert_eq!(feed.next().await["kind"], "PLACED");
        assert_eq!(feed.next().await["kind"], "CONFIRMED");
        for number in 0..EVENTS {
            let event = feed.next().await;
            assert_eq!(event["location"], number.to_string(), "exactly once and in order");
            if drops.contains(&number) {
                drop(feed);
                // At times events go by while nobody listens, at times the client is back at once.
                tokio::time::sleep(Duration::from_millis(test.app.ids.below(20))).await;
                feed = Feed::open(&server, resume, &placed, Some(&text(&event["cursor"]))).await;
            }
        }
        feed
    };
    let write_all = async {
        for number in 0..EVENTS {
            write(&test, &placed, clay, std::iter::once(number)).await;
        }
    };
    let (mut feed, ()) = tokio::join!(read, write_all);
    let more = tokio::time::timeout(Duration::from_millis(200), feed.next()).await;
    assert!(more.is_err(), "nothing comes twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_cut_twenty_times_misses_none_of_a_thousand_events() {
    each_comes_once_and_in_order(Resume::Socket).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_events_cut_twenty_times_miss_none_of_a_thousand() {
    each_comes_once_and_in_order(Resume::Argument).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_comes_back_twenty_times_misses_none_of_a_thousand_events() {
    each_comes_once_and_in_order(Resume::LastEventId).await;
}
