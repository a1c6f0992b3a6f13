//! Keeping a search with script: it is said in place, and to those who do not see it.

use super::send::{SaveOutcome, save_search};
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{Announcer, use_announcer},
    paths, text,
    ui::fields_in,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::Locale;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// Marks a form that does what HTML does.
pub(crate) const PLAIN: &str = "data-plain";

/// What becomes of the form when it is sent: the module of [`take_over`] comes for it.
pub(super) fn on_submit() -> impl Fn(SubmitEvent) {
    let (transport, announcer, lang, locale) = (use_transport(), use_announcer(), use_language(), use_locale());
    move |event| {
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form.filter(|form| !form.has_attribute(PLAIN)) {
            event.prevent_default();
            spawn_local(crate::lazy::save_search(transport.clone(), (announcer, lang, locale), form));
        }
    }
}

/// Keeps the search of the form; leads guests to where they sign in, and back.
pub(crate) fn take_over(
    transport: SharedTransport,
    (announcer, lang, locale): (Announcer, Language, Locale),
    form: HtmlFormElement,
) {
    let fields = fields_in(&form);
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let (address, letters) = (field("search").unwrap_or_default(), field("letters").is_some());
    spawn_local(async move {
        let said = match save_search(&transport, &address, letters).await {
            SaveOutcome::SignIn => {
                let back = format!("{}{address}", paths::search(locale));
                // A browser that cannot go there stays where the search is.
                let _ = window().location().set_href(&paths::sign_in_then(locale, &back));
                return;
            }
            SaveOutcome::Saved => text!(lang, saved_searches.saved),
            SaveOutcome::Full => text!(lang, saved_searches.full),
            SaveOutcome::Failed => text!(lang, saved_searches.failed),
        };
        show(&form, said, text!(lang, saved_searches.see), &paths::account_searches(locale));
        announcer.say(said);
    });
}

/// Says what came of it beside the button, with the way to all that is kept. What cannot be changed stays as it is.
fn show(form: &HtmlFormElement, said: &str, link: &str, href: &str) {
    let Some(place) = form.query_selector(".save-search-said").ok().flatten() else { return };
    place.set_text_content(Some(&format!("{said} ")));
    if let Ok(all) = document().create_element("a") {
        let _ = all.set_attribute("href", href);
        all.set_text_content(Some(link));
        let _ = place.append_child(&all);
    }
}
