//! What a page says about itself to browsers, search engines and people who share it.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title; on the server also description, canonical address, languages, and what is shown where somebody
/// shares a link to it (Open Graph, which the cards of X read too).
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
    /// Whether the page is about something that can be bought.
    #[prop(optional)]
    product: bool,
) -> impl IntoView {
    // The browser needs the title alone: nothing reads the rest once the page lives.
    #[cfg(feature = "ssr")]
    for_machines(&title, description, &path, image, product);
    #[cfg(not(feature = "ssr"))]
    let _ = (description, path, image, product);
    let title = if title.is_empty() { "Vouch".to_owned() } else { format!("{title} · Vouch") };
    view! { <Title text=title /> }
}

#[cfg(feature = "ssr")]
fn for_machines(title: &str, description: String, path: &str, image: Option<String>, product: bool) {
    use crate::{page::use_page, paths};
    use leptos_meta::{Link, Meta};
    use shared::Locale;

    if description.is_empty() {
        let _ = view! { <Meta name="robots" content="noindex" /> }.to_html();
        return;
    }
    let page = use_page();
    let absolute = |locale| format!("{}{}", page.origin, paths::localized(locale, path));
    let canonical = absolute(page.locale);
    let title = if title.is_empty() { "Vouch".to_owned() } else { title.to_owned() };
    let card = image.as_deref().and_then(card_of);
    let size = card.is_some().then_some(CARD_SIZE);
    let (picture, shape) = match card.or(image) {
        Some(picture) => (picture, "summary_large_image"),
        None => ("/icon-512.png".to_owned(), "summary"),
    };
    let picture = if picture.starts_with('/') { format!("{}{picture}", page.origin) } else { picture };
    let elsewhere = Locale::ALL.iter().filter(|locale| **locale != page.locale);
    // Rendering a tag of leptos_meta writes it into the head; its place in the body is empty.
    let tags = view! {
        <Meta name="description" content=description.clone() />
        <Link rel="canonical" href=canonical.clone() />
        <Link rel="alternate" hreflang="x-default" href=absolute(Locale::En) />
        {Locale::ALL.iter().map(|locale| view! {
            <Link rel="alternate" hreflang=locale.as_str() href=absolute(*locale) />
        }).collect_view()}
        <Meta property="og:site_name" content="Vouch" />
        <Meta property="og:type" content=if product { "product" } else { "website" } />
        <Meta property="og:title" content=title.clone() />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=canonical />
        <Meta property="og:locale" content=territory(page.locale) />
        {elsewhere.map(|locale| view! {
            <Meta property="og:locale:alternate" content=territory(*locale) />
        }).collect_view()}
        <Meta property="og:image" content=picture />
        <Meta property="og:image:alt" content=title />
        {size.map(|(width, height)| view! {
            <Meta property="og:image:width" content=width />
            <Meta property="og:image:height" content=height />
        })}
        <Meta name="twitter:card" content=shape />
    };
    let _ = tags.to_html();
}

/// Width and height of the cards that the server draws, in pixels.
#[cfg(feature = "ssr")]
const CARD_SIZE: (&str, &str) = ("1200", "630");

/// Sites that show what is shared draw no SVG: the server has a card, a PNG, of each of its drawings.
#[cfg(feature = "ssr")]
fn card_of(image: &str) -> Option<String> {
    let (name, version) = image.strip_prefix("/media/demo/")?.split_once(".svg")?;
    Some(format!("/media/cards/{name}.png{version}"))
}

/// Open Graph names a language with a country.
#[cfg(feature = "ssr")]
const fn territory(locale: shared::Locale) -> &'static str {
    match locale {
        shared::Locale::En => "en_GB",
        shared::Locale::Vi => "vi_VN",
        shared::Locale::Hy => "hy_AM",
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::card_of;

    #[test]
    fn a_drawing_has_a_card_of_the_same_version() {
        assert_eq!(card_of("/media/demo/tea-bowl.svg?v=01ab").as_deref(), Some("/media/cards/tea-bowl.png?v=01ab"));
        assert_eq!(card_of("/media/01ab.webp"), None);
    }
}
