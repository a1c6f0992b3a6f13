//! Following an order: server-sent events of `orderEvents`, resumed after the last cursor that was seen.

use super::fields::{OrderEventFields, OrderVariables};
use crate::{
    data::{decode, schema},
    paths,
};
use cynic::{QueryVariables, SubscriptionBuilder};
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// Longest wait between two tries to connect.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// How it stands between this page and the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not following: on the server, without script, or because nothing more can come.
    #[default]
    Off,
    /// Connecting for the first time.
    Connecting,
    /// What happens is shown as it happens.
    Live,
    /// The connection dropped and is being made anew.
    Reconnecting,
}

#[derive(QueryVariables)]
struct FollowVariables {
    id: cynic::Id,
    access_token: Option<String>,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "FollowVariables")]
struct Followed {
    #[arguments(orderId: $id, accessToken: $access_token, after: $after)]
    order_events: OrderEventFields,
}

/// What a follower needs to know and to tell.
pub(super) struct Follow {
    /// Whose order.
    pub(super) order: OrderVariables,
    /// The cursor of the last event that the page shows.
    pub(super) last: Box<dyn Fn() -> Option<String>>,
    /// Takes an event that came.
    pub(super) on_event: Box<dyn Fn(OrderEventFields)>,
    /// Whether more can come.
    pub(super) open_end: Box<dyn Fn() -> bool>,
    /// Shows how the connection stands.
    pub(super) connection: RwSignal<Connection>,
}

/// Follows until the page goes. Call it in the browser alone.
pub(super) fn follow(follow: Follow) {
    let connection = follow.connection;
    connection.set(Connection::Connecting);
    let line = Rc::new(Line { follow, source: RefCell::new(None), tries: RefCell::new(0) });
    line.connect();
    let ending = send_wrapper::SendWrapper::new(Rc::clone(&line));
    on_cleanup(move || ending.hang_up());
    // Coming back online is the best moment to try again.
    let again = Rc::downgrade(&line);
    let online = window_event_listener(leptos::ev::online, move |_| {
        if let Some(line) = again.upgrade().filter(|_| connection.get_untracked() == Connection::Reconnecting) {
            line.connect();
        }
    });
    on_cleanup(move || online.remove());
}

struct Line {
    follow: Follow,
    source: RefCell<Option<Source>>,
    tries: RefCell<u32>,
}

/// An open stream with the handlers that must live as long.
struct Source {
    stream: EventSource,
    _handlers: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.stream.set_onopen(None);
        self.stream.set_onerror(None);
        self.stream.close();
    }
}

impl Line {
    fn connect(self: &Rc<Self>) {
        let Ok(stream) = EventSource::new(&self.address()) else { return self.lost() };
        let on = |act: fn(&Rc<Line>, MessageEvent)| {
            let line = Rc::downgrade(self);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event| {
                if let Some(line) = line.upgrade() {
                    act(&line, event);
                }
            })
        };
        let open = on(|line, _| {
            line.tries.replace(0);
            line.follow.connection.set(Connection::Live);
        });
        let error = on(|line, _| line.lost());
        let next = on(|line, event| line.received(event.data().as_string()));
        let complete = on(|line, _| line.completed());
        stream.set_onopen(Some(open.as_ref().unchecked_ref()));
        stream.set_onerror(Some(error.as_ref().unchecked_ref()));
        // Listening to an event by name cannot fail.
        let _ = stream.add_event_listener_with_callback("next", next.as_ref().unchecked_ref());
        let _ = stream.add_event_listener_with_callback("complete", complete.as_ref().unchecked_ref());
        self.replace(Some(Source { stream, _handlers: vec![open, error, next, complete] }));
    }

    fn address(&self) -> String {
        let OrderVariables { id, access_token } = self.follow.order.clone();
        let operation = Followed::build(FollowVariables { id, access_token, after: (self.follow.last)() });
        let request = serde_json::to_value(&operation).unwrap_or_default();
        let query = request["query"].as_str().unwrap_or_default();
        format!(
            "/graphql?query={}&variables={}",
            paths::encode(query),
            paths::encode(&request["variables"].to_string())
        )
    }

    fn received(self: &Rc<Self>, data: Option<String>) {
        match decode::<Followed>(Ok(data.unwrap_or_default())) {
            Ok(Followed { order_events }) => (self.follow.on_event)(order_events),
            // The server says no: it may know better later.
            Err(_) => self.lost(),
        }
    }

    fn completed(self: &Rc<Self>) {
        if (self.follow.open_end)() {
            self.lost();
        } else {
            self.hang_up();
            self.follow.connection.set(Connection::Off);
        }
    }

    /// Tries again after a while that grows with each failure. The browser's own retries would ask for the same
    /// address, with the cursor of the first time.
    fn lost(self: &Rc<Self>) {
        self.hang_up();
        self.follow.connection.set(Connection::Reconnecting);
        let tries = self.tries.replace_with(|tries| tries.saturating_add(1));
        let wait = Duration::from_millis(500 << tries.min(4)).min(LONGEST_WAIT);
        let line = Rc::downgrade(self);
        set_timeout(
            move || {
                let waiting = line.upgrade().filter(|line| {
                    line.source.borrow().is_none()
                        && line.follow.connection.try_get_untracked() == Some(Connection::Reconnecting)
                });
                if let Some(line) = waiting {
                    line.connect();
                }
            },
            wait,
        );
    }

    fn hang_up(&self) {
        self.replace(None);
    }

    /// A handler may be the one that runs now: what it belongs to is dropped after it has returned.
    fn replace(&self, source: Option<Source>) {
        if let Some(old) = self.source.replace(source) {
            old.stream.close();
            let old = send_wrapper::SendWrapper::new(old);
            queue_microtask(move || drop(old));
        }
    }
}
