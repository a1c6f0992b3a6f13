//! Saying whether a review helped, with script: it shows at once, and goes back when it is refused.

use super::{item::helpful_text, vote};
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{Language, use_language},
    layout::{Announcer, use_announcer},
    page::use_page,
    text,
};
use leptos::ev::SubmitEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// What becomes of a form in the list that is sent: votes of those who may vote are taken over by the module of [`cast`],
/// all else does what HTML does.
pub(super) fn on_submit() -> impl Fn(SubmitEvent) {
    let (transport, announcer, lang) = (use_transport(), use_announcer(), use_language());
    move |event| {
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let form = form.filter(|form| form.has_attribute("data-live"));
        if let Some((form, button)) = form.zip(event.submitter()) {
            event.prevent_default();
            leptos::task::spawn_local(crate::lazy::vote(transport.clone(), (announcer, lang), form, button));
        }
    }
}

/// Sends the vote of the button that was pressed.
pub(crate) async fn cast(
    transport: SharedTransport,
    (announcer, lang): (Announcer, Language),
    form: HtmlFormElement,
    button: HtmlElement,
) {
    let field = form.query_selector("[name=review]").ok().flatten();
    let Some(review) = field.and_then(|field| field.get_attribute("value")) else { return };
    let said = button.get_attribute("value").unwrap_or_default();
    let before = Shown::read(&form);
    before.after(&said).show(&form, lang, "");
    if vote(&transport, &review, &said).await {
        announcer.say(if said == "none" { text!(lang, reviews.vote_taken_back) } else { text!(lang, reviews.voted) });
    } else {
        before.show(&form, lang, text!(lang, reviews.vote_failed));
    }
}

/// How a review's votes stand in the document.
struct Shown {
    /// How many it helped.
    helpful: i32,
    /// The visitor's vote: `up`, `down` or nothing.
    own: String,
}

impl Shown {
    fn read(form: &HtmlFormElement) -> Self {
        let helpful = count(form).and_then(|place| place.get_attribute("data-helpful"));
        let own = buttons(form).into_iter().find(|button| pressed(button));
        Self {
            helpful: helpful.and_then(|count| count.parse().ok()).unwrap_or_default(),
            own: own.and_then(|button| button.get_attribute("data-vote")).unwrap_or_default(),
        }
    }

    fn after(&self, said: &str) -> Self {
        let one = |vote: &str| i32::from(vote == "up");
        let own = if said == "none" { "" } else { said };
        Self { helpful: self.helpful - one(&self.own) + one(own), own: own.to_owned() }
    }

    // An element that cannot be marked shows what it did before.
    fn show(&self, form: &HtmlFormElement, lang: Language, failure: &str) {
        for button in buttons(form) {
            let vote = button.get_attribute("data-vote").unwrap_or_default();
            let pressed = vote == self.own;
            let _ = button.set_attribute("aria-pressed", if pressed { "true" } else { "false" });
            let _ = button.set_attribute("value", if pressed { "none" } else { &vote });
        }
        if let Some(place) = count(form) {
            let _ = place.set_attribute("data-helpful", &self.helpful.to_string());
            place.set_text_content(Some(&helpful_text(lang, use_page().locale, self.helpful)));
        }
        if let Ok(Some(note)) = form.query_selector(".vote-failed") {
            note.set_text_content(Some(failure));
        }
    }
}

fn buttons(form: &HtmlFormElement) -> Vec<Element> {
    let find = |vote: &str| form.query_selector(&format!("[data-vote={vote}]")).ok().flatten();
    ["up", "down"].into_iter().filter_map(find).collect()
}

fn pressed(button: &Element) -> bool {
    button.get_attribute("aria-pressed").is_some_and(|pressed| pressed == "true")
}

/// Where the review says how many it helped.
fn count(form: &HtmlFormElement) -> Option<Element> {
    form.parent_element()?.query_selector("[data-helpful]").ok().flatten()
}
