//! The question whether something may be remembered: asked once, at the end of the page, in the way of nothing.
//!
//! Only the server writes it, after everything that the program takes over; answering is a plain form.

use crate::{page::use_page, paths};
use leptos::prelude::*;

/// What is asked, in the words that the answer will refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its heading.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// The answer that allows all.
    pub yes: String,
    /// The answer that refuses all.
    pub no: String,
    /// The link to the choices one by one.
    pub choose: String,
    /// The version of these words.
    pub wording: i32,
}

/// The question.
#[component]
pub fn Ask(
    /// Its words.
    question: Question,
) -> impl IntoView {
    let locale = use_page().locale;
    let Question { title, text, yes, no, choose, wording } = question;
    view! {
        <section class="consent-ask" aria-labelledby="consent-ask-title" data-nosnippet="">
            <div>
                <h2 id="consent-ask-title">{title}</h2>
                <p>{text}</p>
            </div>
            <form method="post" action=paths::privacy_choices(locale)>
                <input type="hidden" name="form" value="question" />
                <input type="hidden" name="wording" value=wording.to_string() />
                <button class="button" type="submit" name="answer" value="no">{no}</button>
                <button class="button" type="submit" name="answer" value="yes">{yes}</button>
                <a href=paths::account_privacy(locale) rel="external">{choose}</a>
            </form>
        </section>
    }
}
