//! What a page says about itself to browsers, search engines and people who share it.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title; on the server also description, canonical address, languages and Open Graph.
#[component]
pub fn Head(
    /// The page's name, without the site's.
    #[prop(into)]
    title: String,
    /// One or two sentences for search results; empty keeps the page out of them.
    #[prop(into)]
    description: String,
    /// The canonical path without its language, with the query that belongs to it.
    #[prop(into)]
    path: String,
    /// The address of a picture.
    #[prop(optional_no_strip, into)]
    image: Option<String>,
) -> impl IntoView {
    // The browser needs the title alone: nothing reads the rest once the page lives.
    #[cfg(feature = "ssr")]
    for_machines(&title, description, &path, image);
    #[cfg(not(feature = "ssr"))]
    let _ = (description, path, image);
    let title = if title.is_empty() { "Vouch".to_owned() } else { format!("{title} · Vouch") };
    view! { <Title text=title /> }
}

#[cfg(feature = "ssr")]
fn for_machines(title: &str, description: String, path: &str, image: Option<String>) {
    use crate::{page::use_page, paths};
    use leptos_meta::{Link, Meta};
    use shared::Locale;

    let page = use_page();
    let absolute = |locale| format!("{}{}", page.origin, paths::localized(locale, path));
    let canonical = absolute(page.locale);
    let picture = image.map(|image| if image.starts_with('/') { format!("{}{image}", page.origin) } else { image });
    let indexed = !description.is_empty();
    // Rendering a tag of leptos_meta writes it into the head; its place in the body is empty.
    let tags = view! {
        <Meta property="og:site_name" content="Vouch" />
        <Meta property="og:title" content=title.to_owned() />
        <Meta property="og:url" content=canonical.clone() />
        <Meta property="og:locale" content=page.locale.as_str() />
        {picture.map(|url| view! { <Meta property="og:image" content=url /> })}
        {indexed.then(|| view! {
            <Meta name="description" content=description.clone() />
            <Meta property="og:description" content=description />
            <Link rel="canonical" href=canonical />
            <Link rel="alternate" hreflang="x-default" href=absolute(Locale::En) />
            {Locale::ALL.iter().map(|locale| view! {
                <Link rel="alternate" hreflang=locale.as_str() href=absolute(*locale) />
            }).collect_view()}
        })}
        {(!indexed).then(|| view! { <Meta name="robots" content="noindex" /> })}
    };
    let _ = tags.to_html();
}
