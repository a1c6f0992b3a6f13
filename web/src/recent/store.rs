//! The slugs of products in `localStorage`, the newest first.

/// The key.
#[cfg(feature = "hydrate")]
const KEY: &str = "vouch_recent";
/// Most slugs that are remembered.
#[cfg(any(feature = "hydrate", test))]
const MOST: usize = 30;

/// The slugs with `slug` before the others, once.
#[cfg(any(feature = "hydrate", test))]
fn with(known: &str, slug: &str) -> String {
    let others = known.split(' ').filter(|other| !other.is_empty() && *other != slug);
    std::iter::once(slug).chain(others).take(MOST).collect::<Vec<_>>().join(" ")
}

/// What is remembered; nothing where the browser keeps nothing.
pub(super) fn slugs() -> Vec<String> {
    read().split(' ').filter(|slug| !slug.is_empty()).map(str::to_owned).collect()
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok()?
}

#[cfg(feature = "hydrate")]
fn read() -> String {
    storage().and_then(|storage| storage.get_item(KEY).ok()?).unwrap_or_default()
}

/// On the server nobody is remembered.
#[cfg(not(feature = "hydrate"))]
fn read() -> String {
    String::new()
}

/// Remembers a product.
#[cfg(feature = "hydrate")]
pub(super) fn remember(slug: &str) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing shows nothing later.
        let _ = storage.set_item(KEY, &with(&read(), slug));
    }
}

/// Forgets everything.
#[cfg(feature = "hydrate")]
pub(super) fn forget() {
    if let Some(storage) = storage() {
        // As above.
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
