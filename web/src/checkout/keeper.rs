//! When what is typed is kept: a moment after somebody stops typing, and at once when the page goes.

use super::{CheckoutFields, keep_buyer};
use crate::data::{SharedTransport, use_transport};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long somebody must rest before what they typed is sent.
const REST: Duration = Duration::from_millis(600);
/// Where the tab keeps what the server has not got: a reload asks for the page before it lets the old one speak, and a
/// session that has ended cannot keep anything.
#[cfg(feature = "hydrate")]
const STASH: &str = "vouch-checkout";

/// Keeps a form's fields.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    /// As they are now; none until somebody has changed something.
    latest: StoredValue<Option<CheckoutFields>>,
    /// As they were sent last.
    sent: StoredValue<Option<CheckoutFields>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    sending: StoredValue<bool>,
    over: StoredValue<bool>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser's tab keeps anything"))]
    cart: StoredValue<String>,
    transport: StoredValue<SharedTransport>,
}

impl Keeper {
    /// For the form of this page, which is about this cart. Call it while the form is built.
    pub(super) fn new(cart: String) -> Self {
        let keeper = Self {
            latest: StoredValue::new(None),
            sent: StoredValue::new(None),
            timer: StoredValue::new(None),
            sending: StoredValue::new(false),
            over: StoredValue::new(false),
            cart: StoredValue::new(cart),
            transport: StoredValue::new(use_transport()),
        };
        #[cfg(feature = "hydrate")]
        {
            let leaving = window_event_listener(leptos::ev::pagehide, move |_| keeper.leave());
            on_cleanup(move || {
                leaving.remove();
                keeper.leave();
            });
        }
        keeper
    }

    /// Something was typed or chosen.
    pub(super) fn changed(self, fields: CheckoutFields) {
        self.latest.set_value(Some(fields));
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = set_timeout_with_handle(move || self.send(), REST).ok();
        });
    }

    /// Nothing is kept any more: there is an order, or nobody is signed in.
    pub(super) fn stop(self) {
        self.over.set_value(true);
    }

    fn unsent(self) -> Option<CheckoutFields> {
        // A page that goes takes these values with it.
        let over = self.over.try_get_value().unwrap_or(true);
        let latest = self.latest.try_get_value().flatten().filter(|_| !over)?;
        (self.sent.try_get_value().flatten().as_ref() != Some(&latest)).then_some(latest)
    }

    /// One at a time, so that the last one sent is the last one kept.
    fn send(self) {
        if self.sending.try_get_value().unwrap_or(true) {
            return;
        }
        let Some(fields) = self.unsent() else { return };
        self.sending.set_value(true);
        let transport = self.transport.get_value();
        spawn_local(async move {
            let kept = keep_buyer(&transport, &fields).await;
            if self.sending.try_get_value().is_none() {
                return;
            }
            self.sending.set_value(false);
            if kept {
                self.sent.set_value(Some(fields));
                // What was typed meanwhile.
                self.send();
            }
        });
    }

    /// Sends what is not kept yet in a way that outlives the page.
    #[cfg(feature = "hydrate")]
    fn leave(self) {
        let Some(fields) = self.unsent() else { return };
        self.stash(&fields);
        let kind = web_sys::BlobPropertyBag::new();
        // A type that no plain form can send: proves to the server that this page's own code asks.
        kind.set_type("application/json");
        let body = js_sys::Array::of1(&super::keep::keep_request(&fields).into());
        if let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&body, &kind) {
            // A browser that refuses has the fields of the last rest kept all the same.
            let _ = window().navigator().send_beacon_with_opt_blob("/graphql", Some(&blob));
        }
        self.sent.try_set_value(Some(fields));
    }

    /// Keeps the fields in this tab.
    #[cfg(feature = "hydrate")]
    pub(super) fn stash(self, fields: &CheckoutFields) {
        let Some(cart) = self.cart.try_get_value() else { return };
        if let (Ok(Some(storage)), Ok(text)) = (window().session_storage(), serde_json::to_string(&(cart, fields))) {
            // Without room in it, the fields are on the page until it is left.
            let _ = storage.set_item(STASH, &text);
        }
    }

    #[cfg(not(feature = "hydrate"))]
    pub(super) const fn stash(self, _: &CheckoutFields) {}

    /// Takes what this tab has kept of this cart. What it has of another one may be somebody else's, and goes too.
    #[cfg(feature = "hydrate")]
    pub(super) fn take_stash(self) -> Option<CheckoutFields> {
        let storage = window().session_storage().ok()??;
        let text = storage.get_item(STASH).ok()??;
        // What cannot be removed is taken again the next time.
        let _ = storage.remove_item(STASH);
        let (cart, fields) = serde_json::from_str::<(String, CheckoutFields)>(&text).ok()?;
        (cart == self.cart.try_get_value()?).then_some(fields)
    }

    #[cfg(not(feature = "hydrate"))]
    pub(super) const fn take_stash(self) -> Option<CheckoutFields> {
        None
    }
}
