//! The place of something that is on its way.

use crate::{i18n::use_language, text, ui::Seal};
use leptos::prelude::*;

/// Grey cards where products will stand, in the same grid.
#[component]
pub fn Skeleton(
    /// How many cards.
    cards: usize,
) -> impl IntoView {
    let lang = use_language();
    let cards = (0..cards)
        .map(|_| {
            view! {
                <li class="card skeleton">
                    <span class="frame"></span>
                    <span class="line"></span>
                    <span class="line short"></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="visually-hidden" role="status">{text!(lang, common.loading)}</p>
        <ul class="grid" aria-hidden="true">{cards}</ul>
    }
    .fixed()
}
