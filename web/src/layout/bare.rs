//! Documents that stand alone: no frame, no data, no script.

use leptos::prelude::*;
use shared::Locale;

/// A document in the shop's style, kept out of search engines. `style` is the address of the stylesheet, `theme` the
/// light (`Theme::as_str`), `class` that of the only element, which holds `content`.
pub(crate) fn bare_document(
    (locale, theme): (Locale, &'static str),
    style: &str,
    title: &str,
    class: &'static str,
    content: AnyView,
) -> String {
    let document = view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <title>{format!("{title} · Vouch")}</title>
                {(!style.is_empty()).then(|| view! { <link rel="stylesheet" href=style.to_owned() /> })}
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
            </head>
            <body>
                <main id="main" class=class>{content}</main>
            </body>
        </html>
    };
    document.to_html()
}
