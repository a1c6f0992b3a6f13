//! What a page knows about the request that asked for it, and what it tells the server about its outcome.

use leptos::prelude::*;
use shared::Locale;
use std::sync::Arc;

/// How the page is lit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's system is.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Lamplight on wood.
    Dark,
}

impl Theme {
    /// The value of the cookie `vouch_theme` and of `data-theme` on the root element.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the cookie's value; anything unknown follows the system.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// What stays the same while a page lives. The server provides it from the request; the browser reads it back from
/// the document that the server wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The language, from the address.
    pub locale: Locale,
    /// Scheme and host of the site, without a slash at the end: `https://vouch.example`.
    pub origin: String,
    /// The theme that the visitor chose.
    pub theme: Theme,
}

/// When the server makes the page. Absent in the browser, which has a clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now(pub shared::Timestamp);

/// How a page ended, when it is not simply there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is at this address: 404.
    NotFound,
    /// It is not for this visitor: 403.
    Forbidden,
    /// Something was here and will not come back: 410.
    Gone,
    /// It moved for good to this path: 301.
    Moved(String),
    /// Look there instead, this time: 303.
    SeeOther(String),
    /// The data could not be read: 503.
    Unavailable,
}

/// Where the server takes a page's [`Outcome`] from. Absent in the browser, where statuses do not exist.
#[derive(Clone)]
pub struct OutcomeSink(pub Arc<dyn Fn(Outcome) + Send + Sync>);

/// Tells the server how this page ended; does nothing in the browser.
pub fn report(outcome: Outcome) {
    if let Some(sink) = use_context::<OutcomeSink>() {
        (sink.0)(outcome);
    }
}

/// Goes to another path for good: a 301 from the server, a replaced history entry in the browser.
pub fn moved_to(path: &str) {
    if cfg!(feature = "ssr") {
        report(Outcome::Moved(path.to_owned()));
    } else {
        let navigate = leptos_router::hooks::use_navigate();
        let options = leptos_router::NavigateOptions { replace: true, resolve: false, ..Default::default() };
        let path = path.to_owned();
        leptos::task::spawn_local(async move { navigate(&path, options) });
    }
}

/// Goes to another path this time: a 303 from the server, a replaced history entry in the browser.
pub fn go_to(path: &str) {
    if cfg!(feature = "ssr") {
        report(Outcome::SeeOther(path.to_owned()));
    } else {
        moved_to(path);
    }
}

/// The [`Page`] in which a component stands.
#[must_use]
pub fn use_page() -> Page {
    use_context::<Page>().unwrap_or_else(from_document)
}

/// Marks the document once the script has taken over, for whoever must not be faster than it: browser tests.
#[cfg(feature = "hydrate")]
pub(crate) fn announce_hydrated() {
    // After the tasks that hydration itself has queued.
    set_timeout(
        || {
            if let Some(root) = document().document_element() {
                // A mark that cannot be set is missed by nobody but tests.
                let _ = root.set_attribute("data-hydrated", "true");
            }
        },
        std::time::Duration::ZERO,
    );
}

#[cfg(feature = "hydrate")]
pub(crate) fn from_document() -> Page {
    let root = document().document_element();
    let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    Page {
        locale: attribute("lang").parse().unwrap_or_default(),
        origin: window().location().origin().unwrap_or_default(),
        theme: Theme::from_cookie(&attribute("data-theme")),
    }
}

#[cfg(not(feature = "hydrate"))]
pub(crate) fn from_document() -> Page {
    Page { locale: Locale::default(), origin: String::new(), theme: Theme::default() }
}
