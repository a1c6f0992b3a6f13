//! Places that the server alone fills.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The element with this id, when the server has not filled it: when it is empty, or holds what belongs to another path
/// than this one, by `data-of` of what is in it.
pub(crate) fn unfilled(id: &str, path: &str) -> Option<web_sys::HtmlElement> {
    let place = document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlElement>().ok()?;
    let there = place.first_element_child().and_then(|inside| inside.get_attribute("data-of"));
    (there.as_deref() != Some(path)).then_some(place)
}
