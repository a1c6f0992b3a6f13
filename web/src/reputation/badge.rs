//! What is said of a shop in two words.

use crate::{data::schema, i18n::use_language, text};
use leptos::prelude::*;

/// How a shop stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopStandingLevel {
    /// Better than most, for long enough.
    Top,
    /// As it should be.
    Standard,
    /// Worse than buyers should expect.
    Below,
}

/// The badge of a shop that is better or worse than it should be; nothing of others.
#[component]
pub fn Badge(
    /// How it stands.
    level: ShopStandingLevel,
) -> impl IntoView {
    let lang = use_language();
    let (class, words) = match level {
        ShopStandingLevel::Top => ("badge", text!(lang, reputation.top)),
        ShopStandingLevel::Below => ("badge badge-below", text!(lang, reputation.below)),
        ShopStandingLevel::Standard => return None,
    };
    Some(view! { <p><span class=class>{words}</span></p> })
}
