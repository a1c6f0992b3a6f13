//! A saved search in the list: what it asks for, what is new, and what can be done with it.

use super::fields::SavedSearchFields;
use crate::{
    i18n::{Language, plural, use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::Locale;
use shared::format::{date, integer};

#[component]
pub(super) fn SavedSearchItem(search: SavedSearchFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (title, facts) = (title(lang, &search), facts(lang, locale, &search).join(" · "));
    let SavedSearchFields { id, address, letters, new_count, created_at, .. } = search;
    let id = id.into_inner();
    let href = format!("{}{address}", paths::search(locale));
    let news = if new_count > 0 {
        let (count, number) = (i64::from(new_count), integer(i64::from(new_count), locale));
        let said = plural(
            locale,
            count,
            text!(lang, saved_searches.new_single, count = number.clone()),
            text!(lang, saved_searches.new_many, count = number),
        );
        let label = format!("{said}: {title}");
        view! { <Change id=id.clone() change="open" look="button" label>{said}</Change> }.sealed()
    } else {
        view! { <p class="fine">{text!(lang, saved_searches.nothing_new)}</p> }.sealed()
    };
    let (state, change, press, label) = if letters {
        (
            text!(lang, saved_searches.letters_on),
            "letters-off",
            text!(lang, saved_searches.switch_off),
            text!(lang, saved_searches.switch_off_label, title = title.clone()),
        )
    } else {
        (
            text!(lang, saved_searches.letters_off),
            "letters-on",
            text!(lang, saved_searches.switch_on),
            text!(lang, saved_searches.switch_on_label, title = title.clone()),
        )
    };
    let delete_label = text!(lang, saved_searches.delete_label, title = title.clone());
    let day = date(created_at.timestamp(), locale);
    view! {
        <li>
            <div class="saved-search-text">
                <h2><a href=href>{title}</a></h2>
                {(!facts.is_empty()).then(|| view! { <p>{facts}</p> })}
                <p class="fine">{text!(lang, saved_searches.since, date = day)} " · " {state}</p>
            </div>
            {news}
            <div class="saved-search-tools">
                <Change id=id.clone() change look="link" label>{press}</Change>
                <Change id change="delete" look="link" label=delete_label>{text!(lang, saved_searches.delete)}</Change>
            </div>
        </li>
    }
    .sealed()
}

/// A form of one button.
#[component]
fn Change(id: String, change: &'static str, look: &'static str, label: String, children: Children) -> impl IntoView {
    let locale = use_locale();
    view! {
        <form method="post" action=paths::account_searches(locale)>
            <input type="hidden" name="id" value=id />
            <button class=look type="submit" name="change" value=change aria-label=label>{children()}</button>
        </form>
    }
    .sealed()
}

/// What was typed, else what narrows it.
fn title(lang: Language, search: &SavedSearchFields) -> String {
    let SavedSearchFields { search, category, shops, .. } = search;
    match (search, category) {
        (Some(search), _) => text!(lang, saved_searches.quoted, search = search.clone()),
        (None, Some(category)) => category.name.clone(),
        (None, None) if shops.is_empty() => text!(lang, saved_searches.anything).to_owned(),
        (None, None) => shops.iter().map(|shop| shop.name.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// What narrows it and is not in its title.
fn facts(lang: Language, locale: Locale, search: &SavedSearchFields) -> Vec<String> {
    let SavedSearchFields { search: typed, category, shops, min_price, max_price, available, .. } = search;
    let mut facts = Vec::new();
    facts.extend(category.iter().filter(|_| typed.is_some()).map(|category| category.name.clone()));
    if !shops.is_empty() && (typed.is_some() || category.is_some()) {
        facts.push(shops.iter().map(|shop| shop.name.as_str()).collect::<Vec<_>>().join(", "));
    }
    match (min_price, max_price) {
        (Some(min), Some(max)) => {
            let (min, max) = (min.text(locale), max.text(locale));
            facts.push(text!(lang, saved_searches.between, min = min, max = max));
        }
        (Some(min), None) => facts.push(text!(lang, saved_searches.at_least, min = min.text(locale))),
        (None, Some(max)) => facts.push(text!(lang, saved_searches.at_most, max = max.text(locale))),
        (None, None) => {}
    }
    match available {
        Some(true) => facts.push(text!(lang, saved_searches.in_stock).to_owned()),
        Some(false) => facts.push(text!(lang, saved_searches.sold_out).to_owned()),
        None => {}
    }
    facts
}
