//! The cart while a page shows it: what it holds now, and the one way to change it.

use super::{CartContent, Change, Refusal, change_cart};
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{Announcer, CartCount, use_announcer, use_cart_count},
    text,
};
use leptos::{prelude::*, task::spawn_local};
use shared::Locale;

/// A cart on a page.
#[derive(Clone, Copy)]
pub struct CartDesk {
    /// The cart as the API told last.
    pub cart: RwSignal<CartContent>,
    /// Changes that are on their way.
    pub pending: RwSignal<u32>,
    /// The last refusal, and of which line (empty: of none).
    pub refusal: RwSignal<Option<(String, Refusal)>>,
    transport: StoredValue<SharedTransport>,
    count: CartCount,
    announcer: Announcer,
    lang: Language,
    locale: Locale,
}

impl CartDesk {
    /// Puts a cart on the page. Call it while a component is built.
    #[must_use]
    pub fn new(cart: CartContent) -> Self {
        let count = use_cart_count();
        // What this page knows is newer than what its frame has read.
        count.0.set(Some(cart.total_quantity));
        Self {
            cart: RwSignal::new(cart),
            pending: RwSignal::new(0),
            refusal: RwSignal::new(None),
            transport: StoredValue::new(use_transport()),
            count,
            announcer: use_announcer(),
            lang: use_language(),
            locale: use_locale(),
        }
    }

    /// Changes the cart and shows what came of it.
    pub fn change(self, change: Change) {
        let line = match &change {
            Change::Quantity { line, .. } | Change::Remove { line } => line.clone(),
            Change::Delivery { .. } | Change::Acknowledge => String::new(),
        };
        let transport = self.transport.get_value();
        self.pending.update(|pending| *pending += 1);
        spawn_local(async move {
            let outcome = change_cart(&transport, change).await;
            self.pending.update(|pending| *pending -= 1);
            let refused = match outcome {
                Ok(changed) => {
                    if let Some(cart) = changed.cart {
                        self.show(cart);
                    }
                    changed.refused
                }
                Err(_) => Some(Refusal { problem: super::CartProblem::TryAgain, left: None }),
            };
            if refused.is_some() {
                // The field shows again what the cart really holds.
                self.cart.update(|_| ());
            }
            self.refusal.set(refused.map(|refusal| (line, refusal)));
        });
    }

    /// Shows a newer cart and says its total.
    pub fn show(self, cart: CartContent) {
        self.count.0.set(Some(cart.total_quantity));
        self.announcer.say(text!(self.lang, carts.updated, total = cart.total.text(self.locale)));
        self.cart.set(cart);
    }

    /// The refusal of a change of this line.
    #[must_use]
    pub fn refusal_of(self, line: &str) -> Option<Refusal> {
        self.refusal.with(|refusal| refusal.as_ref().filter(|(id, _)| id == line).map(|(_, refusal)| *refusal))
    }
}
