//! Taking along everything that is kept about an account.

use super::confirm::ConfirmField;
use crate::{
    accounts::{
        AccountDraft,
        form::{WholeProblem, sentences},
    },
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// The form that fetches the document. The answer is a file: the page stays.
#[component]
pub(super) fn ExportForm(has_password: bool, refused: AccountDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = RwSignal::new(sentences(lang, locale, &refused.problems));
    view! {
        <section class="account-part" aria-labelledby="export-title">
            <h2 id="export-title">{text!(lang, privacy.export_title)}</h2>
            <p>{text!(lang, privacy.export_text)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::account_privacy(locale) novalidate=true>
                <ConfirmField has_password trouble />
                <button class="button" type="submit">{text!(lang, privacy.export_fetch)}</button>
            </form>
        </section>
    }
    .sealed()
}
