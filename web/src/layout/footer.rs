//! The footer: what this is, the languages, the light, the currency.

use super::currency::CurrencySwitch;
use crate::{
    i18n::{use_language, use_locale},
    page::{Theme, use_page},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::Locale;

#[component]
pub(super) fn Footer() -> impl IntoView {
    let lang = use_language();
    view! {
        <footer class="site-footer">
            <div class="about">
                <p>{text!(lang, common.footer_about)}</p>
                <p class="fine">{text!(lang, common.footer_open)}</p>
            </div>
            <HelpLinks />
            <LanguageSwitch />
            <ThemeSwitch />
            <CurrencySwitch />
        </footer>
    }
    .fixed()
}

/// Where questions are answered.
#[component]
fn HelpLinks() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let topics = [
        ("delivery", text!(lang, common.help_delivery)),
        ("returns", text!(lang, common.help_returns)),
        ("ranking", text!(lang, common.help_ranking)),
        ("privacy", text!(lang, common.help_privacy)),
        ("contact", text!(lang, common.help_contact)),
    ];
    let links = topics.map(|(slug, name)| view! { <li><a href=paths::help_topic(locale, slug)>{name}</a></li> });
    view! {
        <nav class="choices" aria-label=text!(lang, common.help)>
            <h2><a href=paths::help(locale)>{text!(lang, common.help)}</a></h2>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
    .fixed()
}

/// Links to this page in the other languages. A page has one language for its life, so they load it anew.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let (lang, current) = (use_language(), use_locale());
    let location = use_location();
    let here = move |locale: Locale| {
        let path = location.pathname.read();
        let search = location.search.read();
        let path = paths::localized(locale, paths::split(&path).1);
        if search.is_empty() { path } else { format!("{path}?{}", *search) }
    };
    let links = Locale::ALL
        .iter()
        .map(|locale| {
            let locale = *locale;

            view! {
                <li>
                    <a
                        href=move || here(locale)
                        rel="external"
                        lang=locale.as_str()
                        hreflang=locale.as_str()
                        aria-current=(locale == current).then_some("true")
                    >
                        {locale.own_name()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="choices" aria-label=text!(lang, common.language)>
            <h2>{text!(lang, common.language)}</h2>
            <ul>{links}</ul>
        </nav>
    }
}

/// A form that keeps the choice in a cookie; with JavaScript the light changes at once.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let location = use_location();
    let theme = RwSignal::new(use_page().theme);
    let choice = move |value: Theme, name: &'static str| {
        view! {
            <li>
                <button
                    type="submit"
                    name="theme"
                    value=value.as_str()
                    aria-pressed=move || (theme.get() == value).to_string()
                    on:click=move |event| {
                        if light(value) {
                            event.prevent_default();
                            theme.set(value);
                        }
                    }
                >
                    {name}
                </button>
            </li>
        }
    };
    view! {
        <form class="choices" method="post" action=paths::preferences(locale)>
            <input type="hidden" name="return" value=move || location.pathname.get() />
            <h2>{text!(lang, common.theme)}</h2>
            <ul>
                {choice(Theme::System, text!(lang, common.theme_system))}
                {choice(Theme::Light, text!(lang, common.theme_light))}
                {choice(Theme::Dark, text!(lang, common.theme_dark))}
            </ul>
        </form>
    }
}

/// Lights this document and remembers it; false when the server has to.
#[cfg(feature = "hydrate")]
fn light(theme: Theme) -> bool {
    use wasm_bindgen::JsCast;
    let document = document();
    let Some(root) = document.document_element() else { return false };
    let Some(cookies) = document.dyn_ref::<web_sys::HtmlDocument>() else { return false };
    let cookie = format!("vouch_theme={}; Path=/; Max-Age=31536000; SameSite=Lax", theme.as_str());
    cookies.set_cookie(&cookie).is_ok() && root.set_attribute("data-theme", theme.as_str()).is_ok()
}

#[cfg(not(feature = "hydrate"))]
fn light(_: Theme) -> bool {
    false
}
