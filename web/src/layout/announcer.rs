//! Says what changed to those who do not see it.

use leptos::prelude::*;

/// Takes sentences for the page's live region.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// Says a sentence, after what is being said now.
    pub fn say(self, sentence: impl Into<String>) {
        self.0.set(sentence.into());
    }
}

pub(super) fn provide() {
    provide_context(Announcer(RwSignal::new(String::new())));
}

/// The announcer of this page. Keep it while a component is built; event handlers have no context.
///
/// # Panics
/// Outside of [`super::Layout`], which holds every page.
#[must_use]
pub fn use_announcer() -> Announcer {
    expect_context::<Announcer>()
}

#[component]
pub(super) fn LiveRegion() -> impl IntoView {
    let Announcer(sentence) = use_announcer();
    view! { <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcements">{sentence}</div> }
}
