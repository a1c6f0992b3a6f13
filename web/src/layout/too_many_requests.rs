//! Somebody asks for pages faster than people read.

use super::bare_document;
use crate::{i18n::language, page::Page, text};
use leptos::prelude::*;

/// The document of status 429. It asks for no data and runs no script, so that it costs the server next to nothing.
/// `style` is the address of the stylesheet; `again` says whether its address can simply be asked for once more.
#[must_use]
pub fn too_many_requests(page: &Page, style: &str, again: bool) -> String {
    let lang = language(page.locale);
    let title = text!(lang, common.limited_title);
    let content = view! {
        <svg class="drawing" viewBox="0 0 160 96" aria-hidden="true">
            <path d="M56 8h48M56 88h48M60 8c0 24 14 28 14 40s-14 16-14 40M100 8c0 24-14 28-14 40s14 16 14 40" />
            <path class="accent" d="M68 84c2-12 9-14 12-22 3 8 10 10 12 22zM80 48v12" />
        </svg>
        <h1>{title}</h1>
        <p>{text!(lang, common.failure_limited)}</p>
        // An empty address is the document's own.
        {again.then(|| view! { <p><a class="button" href="">{text!(lang, common.retry)}</a></p> })}
    };
    bare_document((page.locale, page.theme.as_str()), style, title, "lone", content.into_any())
}
