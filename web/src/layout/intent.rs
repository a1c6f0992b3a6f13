//! Fetching what is behind a link when somebody is about to follow it: the mouse rests on it, or a finger touches it.

use crate::{catalog, data::SharedTransport, lazy, paths};
use leptos::{
    ev::{Event, pointerout, pointerover},
    prelude::*,
};
use std::{cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::JsCast;

/// How long the mouse rests on a link before its page is wanted.
const REST: Duration = Duration::from_millis(65);

/// Watches all links of the document, for as long as that lives.
pub(super) fn watch(transport: SharedTransport) {
    if saves_data() {
        return;
    }
    let meant = Rc::new(Cell::new(0_u32));
    let over = {
        let meant = Rc::clone(&meant);
        move |event: web_sys::PointerEvent| {
            let Some(path) = target(&event) else { return };
            let own = meant.get().wrapping_add(1);
            meant.set(own);
            if event.pointer_type() != "mouse" {
                return fetch(&transport, &path);
            }
            let (meant, transport) = (Rc::clone(&meant), transport.clone());
            set_timeout(
                move || {
                    if meant.get() == own {
                        fetch(&transport, &path);
                    }
                },
                REST,
            );
        }
    };
    window_event_listener(pointerover, over);
    window_event_listener(pointerout, move |_| meant.set(meant.get().wrapping_add(1)));
}

/// The path of the link of this site under the pointer, without its language; none for the page that is shown.
fn target(event: &Event) -> Option<String> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link = element.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let here = window().location().pathname().ok()?;
    (href.starts_with('/') && href != here && !link.has_attribute("download")).then_some(href)
}

/// The module of the page and, for a product's, what it reads.
fn fetch(transport: &SharedTransport, href: &str) {
    let (_, path) = paths::split(href);
    lazy::preload(path.split(['?', '#']).next().unwrap_or(path));
    if let Some(slug) = path.strip_prefix("/p/")
        && !slug.contains(['/', '#'])
    {
        catalog::expect_product(transport, slug.split('?').next().unwrap_or(slug));
    }
}

/// Whether the visitor has asked their browser to save data.
fn saves_data() -> bool {
    let of = |value: &wasm_bindgen::JsValue, name: &str| js_sys::Reflect::get(value, &name.into()).ok();
    let connection = of(&window().navigator(), "connection");
    connection.and_then(|connection| of(&connection, "saveData")).is_some_and(|saves| saves.is_truthy())
}
