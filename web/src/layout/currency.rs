//! The choice of the currency in which amounts are also shown. The server alone draws it: the browser's program leaves
//! it as it is, and carries nothing of it.

use leptos::prelude::*;

/// What can be chosen. The host puts it into the context of every page.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurrencyChoices {
    /// Code, name, and whether it is the visitor's; the market's own first. Empty without rates.
    pub choices: Vec<(&'static str, &'static str, bool)>,
    /// The day of the rates.
    pub date: shared::Timestamp,
    /// Whether the rates are older than they should be.
    pub stale: bool,
}

/// The form, a note on what the amounts are, and nothing at all without rates.
#[component]
pub(super) fn CurrencySwitch() -> impl IntoView {
    view! { <div class="currency" inner_html=drawn()></div> }
}

#[cfg(not(feature = "ssr"))]
const fn drawn() -> &'static str {
    ""
}

#[cfg(feature = "ssr")]
fn drawn() -> String {
    use crate::{
        i18n::{use_language, use_locale},
        paths, text,
    };
    use shared::format::date;

    let (lang, locale) = (use_language(), use_locale());
    let known = use_context::<CurrencyChoices>().filter(|known| !known.choices.is_empty());
    let Some(CurrencyChoices { choices, date: day, stale }) = known else { return String::new() };
    let location = leptos_router::hooks::use_location();
    let search = location.search.get_untracked();
    let path = location.pathname.get_untracked();
    let back = if search.is_empty() { path } else { format!("{path}?{search}") };
    let day = date(day, locale);
    let own = choices.first().map(|(_, name, _)| *name).unwrap_or_default();
    let other = choices.iter().any(|(_, _, chosen)| *chosen) && !choices.first().is_some_and(|(.., chosen)| *chosen);
    let note = other.then(|| {
        let old = stale.then(|| text!(lang, common.currency_old));
        view! {
            <p class="fine">
                {text!(lang, common.currency_note, currency = own, date = day)}
                {old.map(|sentence| view! { " " <strong>{sentence}</strong> })}
            </p>
        }
    });
    let options = choices
        .into_iter()
        .map(|(code, name, chosen)| view! { <option value=code selected=chosen>{format!("{name} ({code})")}</option> })
        .collect_view();
    let form = view! {
        <form method="post" action=paths::preferences(locale)>
            <input type="hidden" name="return" value=back />
            <label for="currency">{text!(lang, common.currency)}</label>
            <div>
                <select id="currency" name="currency" autocomplete="off">{options}</select>
                <button class="button" type="submit">{text!(lang, common.currency_show)}</button>
            </div>
        </form>
        {note}
    };
    form.to_html()
}
