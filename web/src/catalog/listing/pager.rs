//! The way to a list's other pages: plain links with cursors.

use super::{choice::Choice, query::PageInfo};
use crate::{i18n::use_language, text};
use leptos::prelude::*;

/// Links to the page before and the page after, where there are any.
#[component]
pub fn Pager(
    /// What the list says about its pages.
    page_info: PageInfo,
    /// What was chosen of the list.
    choice: Choice,
    /// The page's path, without a query.
    path: String,
) -> impl IntoView {
    let lang = use_language();
    let PageInfo { has_next_page, has_previous_page, start_cursor, end_cursor } = page_info;
    let link = |choice: Choice| format!("{path}{}", choice.to_query());
    let start = choice.from_start();
    let previous =
        start_cursor.filter(|_| has_previous_page).map(|before| link(Choice { before: Some(before), ..start.clone() }));
    let next = end_cursor.filter(|_| has_next_page).map(|after| link(Choice { after: Some(after), ..start }));
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=text!(lang, common.pages)>
                {previous.map(|href| view! { <a class="button" rel="prev" href=href>{text!(lang, common.previous)}</a> })}
                {next.map(|href| view! { <a class="button next" rel="next" href=href>{text!(lang, common.next)}</a> })}
            </nav>
        }
    })
}
