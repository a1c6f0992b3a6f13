//! The slugs of products in `localStorage`, the newest first, with blanks between them.

/// The key.
#[cfg(feature = "hydrate")]
const KEY: &str = "vouch_recent";
/// Most slugs that are remembered.
const MOST: usize = 30;

/// The slugs with `slug` before the others, once.
fn with(known: &str, slug: &str) -> String {
    let others = known.split(' ').filter(|other| !other.is_empty() && *other != slug);
    std::iter::once(slug).chain(others).take(MOST).collect::<Vec<_>>().join(" ")
}

/// Remembers what is looked at, and lets the rail of what was come into its place, once the page is there.
#[cfg(feature = "hydrate")]
pub(super) fn visit(looked_at: String) {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;

    let Some(owner) = Owner::current() else { return };
    request_animation_frame(move || {
        let Ok(Some(storage)) = window().local_storage() else { return };
        let known = storage.get_item(KEY).ok().flatten().unwrap_or_default();
        if !looked_at.is_empty() {
            // A browser that keeps nothing shows nothing later.
            let _ = storage.set_item(KEY, &with(&known, &looked_at));
        }
        let seen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let place =
            document().get_element_by_id("recent").filter(|place| place.get_bounding_client_rect().top() > seen);
        let place = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(place) = place.filter(|_| !known.is_empty() && known != looked_at) {
            leptos::task::spawn_local(crate::lazy::recent(owner, place, known, looked_at));
        }
    });
}

/// Forgets everything.
#[cfg(feature = "hydrate")]
pub(super) fn forget() {
    if let Ok(Some(storage)) = leptos::prelude::window().local_storage() {
        // What cannot be forgotten was not kept.
        let _ = storage.remove_item(KEY);
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, with};

    #[test]
    fn the_newest_stands_first_once_and_the_oldest_goes() {
        assert_eq!(with("", "bowl"), "bowl");
        assert_eq!(with("cup bowl jug", "bowl"), "bowl cup jug");
        let many = (0..40).fold(String::new(), |known, number| with(&known, &format!("bowl-{number}")));
        assert_eq!(many.split(' ').count(), MOST);
        assert!(many.starts_with("bowl-39 bowl-38 "));
    }
}
