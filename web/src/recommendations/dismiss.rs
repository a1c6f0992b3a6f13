//! Putting a suggestion away, with script: it goes at once, leaves a way to take that back in its place, and comes back by
//! itself when it is refused.

use super::send::{Hiding, hide, restore};
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{Language, use_language},
    layout::{Announcer, use_announcer},
    text,
    ui::Seal,
    wishlists::press_heart,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// Marks a form that does what HTML does.
pub(crate) const PLAIN: &str = "data-plain";

/// What becomes of a form among the suggestions that is sent: all of them are taken over by the module of [`take_over`].
pub(super) fn on_submit() -> impl Fn(SubmitEvent) {
    let (transport, announcer, lang) = (use_transport(), use_announcer(), use_language());
    move |event| {
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        // A heart that the browser has made sees to itself, and what could not be taken over is left to HTML.
        let form = form.filter(|form| !event.default_prevented() && !form.has_attribute(PLAIN));
        let sent = form.zip(event.submitter());
        if let Some((form, button)) = sent {
            event.prevent_default();
            spawn_local(crate::lazy::suggestion(transport.clone(), (announcer, lang), form, button));
        }
    }
}

/// Does what the button that was pressed says: puts a suggestion away, or keeps it for later where the server alone has
/// written its heart.
pub(crate) fn take_over(
    transport: SharedTransport,
    words: (Announcer, Language),
    form: &HtmlFormElement,
    button: HtmlElement,
) {
    let find = |selector: &str| form.query_selector(selector).ok().flatten();
    let Some(product) = find("[name=product]").and_then(|field| field.get_attribute("value")) else { return };
    let hiding = button.get_attribute("value").and_then(|value| Hiding::from_form(&value));
    let Some(((hiding, card), note)) =
        hiding.zip(form.closest("li").ok().flatten()).zip(document().create_element("div").ok())
    else {
        return press_heart(transport, words, button.into(), product);
    };
    let removal = Removal {
        transport,
        words,
        card,
        note,
        button: button.into(),
        failure: find(".dismissal-failed"),
        product,
        title: form.get_attribute("data-title").unwrap_or_default(),
        stage: Rc::new(Cell::new(Stage::Asked)),
    };
    spawn_local(removal.run(hiding));
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The server has been told.
    Asked,
    /// It has not answered, and the shopper wants the suggestion back already.
    Regretted,
    /// It is put away.
    Done,
    /// It is on its way back.
    Returning,
}

/// A suggestion that is put away, and its place in the document. What cannot be changed there stays as it is.
#[derive(Clone)]
struct Removal {
    transport: SharedTransport,
    words: (Announcer, Language),
    card: Element,
    /// What stands in the card meanwhile.
    note: Element,
    /// What was pressed.
    button: Element,
    /// Where the card says that it was not put away.
    failure: Option<Element>,
    product: String,
    title: String,
    stage: Rc<Cell<Stage>>,
}

impl Removal {
    /// Shows that it is put away, and tells the server.
    async fn run(self, hiding: Hiding) {
        let (announcer, lang) = self.words;
        self.set_hidden(true);
        self.show_note();
        announcer.say(text!(lang, recommendations.put_away, title = self.title.clone()));
        if !hide(&self.transport, &self.product, hiding).await {
            self.come_back(text!(lang, recommendations.failed));
            announcer.say(text!(lang, recommendations.failed));
        } else if self.stage.replace(Stage::Done) == Stage::Regretted {
            self.bring_back().await;
        }
    }

    /// The button of the note. Who presses it before the server has answered is heard when it has.
    fn undo(&self) {
        match self.stage.get() {
            Stage::Asked => self.stage.set(Stage::Regretted),
            Stage::Done => spawn_local(self.clone().bring_back()),
            Stage::Regretted | Stage::Returning => {}
        }
    }

    async fn bring_back(self) {
        let (announcer, lang) = self.words;
        self.stage.set(Stage::Returning);
        if restore(&self.transport, &self.product).await {
            self.come_back("");
            announcer.say(text!(lang, recommendations.brought_back, title = self.title.clone()));
        } else {
            self.stage.set(Stage::Done);
            if let Ok(Some(place)) = self.note.query_selector("[role=alert]") {
                place.set_text_content(Some(text!(lang, recommendations.failed)));
            }
        }
    }

    fn set_hidden(&self, hidden: bool) {
        let mut next = self.card.first_element_child();
        while let Some(part) = next {
            let _ = if hidden { part.set_attribute("hidden", "") } else { part.remove_attribute("hidden") };
            next = part.next_element_sibling();
        }
    }

    fn show_note(&self) {
        let (_, lang) = self.words;
        let _ = self.card.append_child(&self.note);
        let Some(place) = self.note.dyn_ref::<HtmlElement>().cloned() else { return };
        let said = text!(lang, recommendations.put_away, title = self.title.clone());
        let label = text!(lang, recommendations.undo_label, title = self.title.clone());
        let own = self.clone();
        let view = move || {
            view! {
                <div class="put-away">
                    <p>{said}</p>
                    <button class="button" type="button" aria-label=label on:click=move |_| own.undo()>
                        {text!(lang, recommendations.undo)}
                    </button>
                    <p role="alert"></p>
                </div>
            }
            .sealed()
        };
        leptos::mount::mount_to(place, view).forget();
        // The button that was pressed is out of sight: the focus goes where that can be taken back.
        if let Ok(Some(button)) = self.note.query_selector("button") {
            focus(&button);
        }
    }

    /// Shows the card as it was before.
    fn come_back(&self, failure: &str) {
        let had_focus = document().active_element().is_some_and(|focused| self.note.contains(Some(&focused)));
        self.note.remove();
        self.set_hidden(false);
        if let Some(place) = &self.failure {
            place.set_text_content(Some(failure));
        }
        if had_focus {
            focus(&self.button);
        }
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
