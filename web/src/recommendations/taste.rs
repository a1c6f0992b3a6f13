//! What is known of somebody's taste, what it is used for, and the switch.
//!
//! Every form here is a plain one, as on the other pages about what is kept.

use super::{
    taste_fields::{Owner, TasteFields, TasteQuery, by_product},
    taste_list::{HiddenList, KnownList},
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    data::{Loaded, use_query},
    i18n::{Language, use_language, use_locale},
    paths,
    privacy::{ConsentFields, ConsentPurpose},
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/account/taste?saved=forgotten`, `/account/taste?problem=again`
#[component]
pub fn TastePage() -> impl IntoView {
    let lang = use_language();
    let query = use_query(|| TasteQuery::build(()));
    let address = use_query_map();
    let notice = notice(lang, address.read_untracked().get("saved"), address.read_untracked().get("problem"));
    view! {
        <Head title=text!(lang, recommendations.taste_title) description="" path="/account/taste" />
        <h1>{text!(lang, recommendations.taste_title)}</h1>
        <p class="lead">{text!(lang, recommendations.taste_lead)}</p>
        {notice}
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=|TasteQuery { me, consents, taste }| view! { <Known me consents taste /> }.sealed()
        />
    }
    .sealed()
}

/// What became of the form that led here.
fn notice(lang: Language, saved: Option<String>, problem: Option<String>) -> Option<AnyView> {
    let good = match saved.as_deref() {
        Some("choices") => Some(text!(lang, privacy.saved)),
        Some("restored") => Some(text!(lang, recommendations.restored)),
        Some("all") => Some(text!(lang, recommendations.forgotten_all)),
        Some(_) => Some(text!(lang, recommendations.forgotten)),
        None => None,
    };
    let bad = match problem.as_deref() {
        Some("off") => Some(text!(lang, recommendations.off_refused)),
        Some("wording") => Some(text!(lang, privacy.outdated)),
        Some(_) => Some(text!(lang, accounts.problem_again)),
        None => None,
    };
    match (bad, good) {
        (Some(said), _) => Some(view! { <p class="notice notice-failure" role="alert">{said}</p> }.sealed()),
        (None, Some(said)) => Some(view! { <p class="notice" role="status">{said}</p> }.sealed()),
        (None, None) => None,
    }
}

#[component]
fn Known(me: Option<Owner>, consents: Vec<ConsentFields>, taste: TasteFields) -> impl IntoView {
    let signed_in = me.is_some();
    let TasteFields { personalisation, signals, hidden } = taste;
    let consent = consents.into_iter().find(|consent| consent.purpose == ConsentPurpose::Personalisation);
    let known = by_product(signals);
    let anything = !known.is_empty() || !hidden.is_empty();
    view! {
        <div class="own-account">
            {signed_in.then(|| view! { <AccountNav here=AccountPlace::Taste /> })}
            {consent.map(|consent| view! { <Switch consent on=personalisation signed_in /> })}
            <KnownList known on=personalisation />
            {(!hidden.is_empty()).then(|| view! { <HiddenList hidden /> })}
            {anything.then(|| view! { <ForgetAll /> })}
            <PlainWords signed_in />
        </div>
    }
    .sealed()
}

/// Whether suggestions may be made from what they look at, in the words to which they say yes.
#[component]
fn Switch(consent: ConsentFields, on: bool, signed_in: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ConsentFields { purpose, title, text, wording_version, .. } = consent;
    let (state, answer, press) = if on {
        (text!(lang, recommendations.is_on), "no", text!(lang, recommendations.switch_off))
    } else {
        (text!(lang, recommendations.is_off), "yes", text!(lang, recommendations.switch_on))
    };
    let whose =
        if signed_in { text!(lang, recommendations.whose_account) } else { text!(lang, recommendations.whose_guest) };
    view! {
        <section class="account-part" aria-labelledby="switch-title">
            <h2 id="switch-title">{title}</h2>
            <p class="taste-state">{state}</p>
            <p>{text}</p>
            <p>{whose}</p>
            <form method="post" action=paths::privacy_choices(locale)>
                <input type="hidden" name="form" value="choices" />
                <input type="hidden" name="wording" value=wording_version.to_string() />
                <button class="button" type="submit" name=purpose.field() value=answer>{press}</button>
            </form>
        </section>
    }
    .sealed()
}

/// Forgets it all, once somebody has said so twice.
#[component]
fn ForgetAll() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <section class="account-part" aria-labelledby="forget-title">
            <h2 id="forget-title">{text!(lang, recommendations.forget_all)}</h2>
            <p>{text!(lang, recommendations.forget_all_text)}</p>
            <details class="taste-sure">
                <summary class="button">{text!(lang, recommendations.forget_all)}</summary>
                <form method="post" action=paths::account_taste(locale)>
                    <p>{text!(lang, recommendations.forget_all_sure)}</p>
                    <button class="button" type="submit" name="change" value="forget-all">
                        {text!(lang, recommendations.forget_all_confirm)}
                    </button>
                </form>
            </details>
        </section>
    }
    .sealed()
}

/// What it is used for, and what not.
#[component]
fn PlainWords(signed_in: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let kept =
        if signed_in { text!(lang, recommendations.words_account) } else { text!(lang, recommendations.words_guest) };
    view! {
        <section class="account-part" aria-labelledby="words-title">
            <h2 id="words-title">{text!(lang, recommendations.words_title)}</h2>
            <ul class="account-facts">
                <li>{text!(lang, recommendations.words_use)}</li>
                <li>{text!(lang, recommendations.words_others)}</li>
                <li>{text!(lang, recommendations.words_off)}</li>
                <li>{kept}</li>
            </ul>
            <p>
                // Pages about what is kept share one route: such a link loads the page anew.
                <a href=paths::account_privacy(locale) rel="external">{text!(lang, privacy.back)}</a>
            </p>
        </section>
    }
    .sealed()
}
