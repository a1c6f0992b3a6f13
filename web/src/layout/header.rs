//! The header: wordmark, search, account, cart, and the categories.

use super::{
    CartCount, Session,
    search_box::SearchBox,
    session::{RootCategory, SignedIn},
    use_cart_count, use_session,
};
use crate::{
    data::waiting,
    i18n::{plural, use_language, use_locale},
    paths, text,
    ui::{Icon, Seal, Sign},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::format::integer;

#[component]
pub(super) fn Header() -> impl IntoView {
    let session = use_session();
    // What the session says stays away when it cannot be read; the rest of the header stands anyway.
    waiting(ViewFnOnce::default(), move || {
        Box::pin(async move {
            let session = session.load().await.ok();
            view! { <HeaderView session /> }.fixed()
        })
    })
}

#[component]
fn HeaderView(session: Option<Session>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (demo, visitor, count, categories) = match session {
        Some(Session { site, me, cart, categories }) => {
            (site.demo, me, cart.map_or(0, |cart| cart.total_quantity), categories)
        }
        None => (false, None, 0, Vec::new()),
    };
    let menu = categories.clone();
    let details = NodeRef::<leptos::html::Details>::new();
    let path = use_location().pathname;
    // The menu has done its work when another page is there.
    Effect::new(move |_| {
        path.track();
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    });
    view! {
        <header class="site-header">
            {demo.then(|| view! { <p class="demo-notice">{text!(lang, common.demo_notice)}</p> })}
            <div class="bar">
                <details class="menu" node_ref=details>
                    <summary>
                        <Icon sign=Sign::Menu />
                        <span>{text!(lang, common.menu)}</span>
                    </summary>
                    <nav aria-label=text!(lang, common.menu)>
                        <ul>{menu.into_iter().map(|category| view! { <MenuEntry category /> }).collect_view()}</ul>
                    </nav>
                </details>
                <a class="wordmark" href=paths::home(locale) aria-label=text!(lang, common.home_link)>
                    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
                        <rect class="seal" x="2" y="2" width="28" height="28" rx="5" />
                        <path class="seal-cut" d="M8.5 8.5 16 24 23.5 8.5M12.5 8.5 16 16.5l3.5-8" />
                    </svg>
                    <span>{text!(lang, common.site)}</span>
                </a>
                <SearchBox />
                <a class="tool wish" href=paths::wishlist(locale) aria-label=text!(lang, wishlists.title)>
                    <Icon sign=Sign::Heart />
                    <span>{text!(lang, wishlists.short)}</span>
                </a>
                <AccountLink visitor />
                <CartLink loaded=count />
            </div>
            <nav class="shelf" aria-label=text!(lang, common.categories)>
                <ul>
                    {categories
                        .into_iter()
                        .map(|category| view! {
                            <li><a href=paths::category(locale, &category.slug)>{category.name}</a></li>
                        })
                        .collect_view()}
                </ul>
            </nav>
        </header>
    }
    .fixed()
}

#[component]
fn MenuEntry(category: RootCategory) -> impl IntoView {
    let locale = use_locale();
    let children = category
        .children
        .into_iter()
        .map(|child| view! { <li><a href=paths::category(locale, &child.slug)>{child.name}</a></li> })
        .collect_view();
    view! {
        <li>
            <a href=paths::category(locale, &category.slug)>{category.name}</a>
            <ul>{children}</ul>
        </li>
    }
    .fixed()
}

#[component]
fn AccountLink(visitor: Option<SignedIn>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    match visitor.map(|visitor| visitor.display_name) {
        Some(name) => view! {
            <a
                class="tool account"
                href=paths::account_orders(locale)
                aria-label=text!(lang, common.account_of, name = name.clone())
            >
                <Icon sign=Sign::Account />
                <span>{name.clone()}</span>
            </a>
        }
        .fixed(),
        None => view! {
            <a class="tool account" href=paths::sign_in(locale)>
                <Icon sign=Sign::Account />
                <span>{text!(lang, common.sign_in)}</span>
            </a>
        }
        .fixed(),
    }
}

#[component]
fn CartLink(loaded: i32) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CartCount(changed) = use_cart_count();
    let count = move || i64::from(changed.get().unwrap_or(loaded));
    let label = move || {
        let (count, number) = (count(), integer(count(), locale));
        match count {
            0 => text!(lang, common.cart).to_owned(),
            _ => plural(
                locale,
                count,
                text!(lang, common.cart_single, count = number.clone()),
                text!(lang, common.cart_many, count = number),
            ),
        }
    };
    view! {
        <a class="tool basket" href=paths::cart(locale) aria-label=label>
            <Icon sign=Sign::Cart />
            <span>{text!(lang, common.cart)}</span>
            <span class="count" aria-hidden="true" hidden=move || count() == 0>
                {move || integer(count(), locale)}
            </span>
        </a>
    }
    .fixed()
}
