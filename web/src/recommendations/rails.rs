//! Rails: suggestions of one kind under a heading that says of which.

use super::{
    fields::{RailKind, Shown, SuggestionFields},
    reason::Reason,
    suggestion::Suggestion,
};
use crate::{
    catalog::Offers,
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// The rails of a page, and before them where else its product is sold.
#[component]
pub(super) fn Rails(
    shown: Shown,
    /// The page on which they stand.
    path: String,
) -> impl IntoView {
    let Shown { personal, offers, rails } = shown;
    let hidden = offers.is_empty() && rails.is_empty();
    let offers = (!offers.is_empty()).then(|| view! { <Offers offers /> });
    let rails = rails
        .into_iter()
        .map(|(kind, suggestions)| view! { <Rail kind suggestions personal here=path.clone() /> })
        .collect_view();
    view! { <div class="rails" data-of=path hidden=hidden>{offers}{rails}</div> }.sealed()
}

#[component]
fn Rail(kind: RailKind, suggestions: Vec<SuggestionFields>, personal: bool, here: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = kind.id();
    // A reason that all of them share is said once.
    let shared = suggestions.first().map(|first| first.reason.clone());
    let shared =
        shared.filter(|reason| kind != RailKind::ForYou && suggestions.iter().all(|one| one.reason == *reason));
    let reasoned = shared.is_none();
    let cards = suggestions
        .into_iter()
        .map(|suggestion| view! { <li class="card"><Suggestion suggestion reasoned personal here=here.clone() /></li> })
        .collect_view();
    view! {
        <section class="rail-section" aria-labelledby=id>
            <div class="section-head">
                <h2 id=id>{title(lang, kind)}</h2>
                <a href=paths::account_taste(locale)>{text!(lang, recommendations.why_these)}</a>
            </div>
            {shared.map(|reason| view! { <Reason reason here /> })}
            <ul class="rail">{cards}</ul>
        </section>
    }
    .sealed()
}

fn title(lang: Language, kind: RailKind) -> &'static str {
    match kind {
        RailKind::ForYou => text!(lang, recommendations.for_you),
        RailKind::BecauseYouViewed => text!(lang, recommendations.because_you_viewed),
        RailKind::BuyAgain => text!(lang, recommendations.buy_again),
        RailKind::Trending => text!(lang, recommendations.trending),
        RailKind::BoughtTogether => text!(lang, recommendations.bought_together),
        RailKind::Similar => text!(lang, recommendations.similar),
        RailKind::CompleteTheCart => text!(lang, recommendations.complete_the_cart),
    }
}
