//! The pages of an account.

use crate::{
    data::waiting,
    i18n::{use_language, use_locale},
    layout::use_session,
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// A page of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPlace {
    /// Its orders.
    Orders,
    /// What it may review and what it wrote.
    Reviews,
    /// Its address book.
    Addresses,
    /// Name, password, passkeys, sessions.
    Account,
    /// What is kept about it.
    Privacy,
    /// What is known of its taste.
    Taste,
    /// The searches that it keeps.
    Searches,
    /// What waits for moderators.
    Moderation,
}

impl AccountPlace {
    /// Whether a link from here to there loads the page anew: some pages share one route, within which the router would
    /// change the address and keep the page.
    fn is_beside(self, other: Self) -> bool {
        let shares = |place: Self| matches!(place, Self::Privacy | Self::Taste | Self::Searches);
        self != other && shares(self) && shares(other)
    }
}

/// Links between the pages of an account.
#[component]
pub fn AccountNav(
    /// The page on which it stands.
    here: AccountPlace,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let current = |place: AccountPlace| (place == here).then_some("page");
    let anew = |place: AccountPlace| here.is_beside(place).then_some("external");
    view! {
        <nav class="account-nav" aria-label=text!(lang, addresses.nav)>
            <ul>
                <li>
                    <a href=paths::account_orders(locale) aria-current=current(AccountPlace::Orders)>
                        {text!(lang, common.account)}
                    </a>
                </li>
                <li>
                    <a href=paths::account_reviews(locale) aria-current=current(AccountPlace::Reviews)>
                        {text!(lang, reviews.own_title)}
                    </a>
                </li>
                <li>
                    <a href=paths::account_addresses(locale) aria-current=current(AccountPlace::Addresses)>
                        {text!(lang, addresses.title)}
                    </a>
                </li>
                <li><a href=paths::wishlist(locale)>{text!(lang, wishlists.title)}</a></li>
                <li>
                    <a
                        href=paths::account_searches(locale)
                        aria-current=current(AccountPlace::Searches)
                        rel=anew(AccountPlace::Searches)
                    >
                        {text!(lang, saved_searches.title)}
                    </a>
                </li>
                <li>
                    <a href=paths::account(locale) aria-current=current(AccountPlace::Account)>
                        {text!(lang, accounts.account_link)}
                    </a>
                </li>
                <li>
                    <a
                        href=paths::account_privacy(locale)
                        aria-current=current(AccountPlace::Privacy)
                        rel=anew(AccountPlace::Privacy)
                    >
                        {text!(lang, privacy.title)}
                    </a>
                </li>
                <li>
                    <a
                        href=paths::account_taste(locale)
                        aria-current=current(AccountPlace::Taste)
                        rel=anew(AccountPlace::Taste)
                    >
                        {text!(lang, recommendations.nav)}
                    </a>
                </li>
                <DeskLink here />
            </ul>
        </nav>
    }
    .sealed()
}

/// The way to the moderation desk, for those to whom it is open.
#[component]
fn DeskLink(here: AccountPlace) -> impl IntoView {
    let (lang, locale, session) = (use_language(), use_locale(), use_session());
    let current = (here == AccountPlace::Moderation).then_some("page");
    waiting(ViewFnOnce::default(), move || {
        Box::pin(async move {
            let visitor = session.load().await.ok().and_then(|session| session.me);
            let link = visitor.is_some_and(|visitor| visitor.is_moderator).then(|| {
                view! {
                    <li>
                        <a href=paths::moderation(locale) aria-current=current>
                            {text!(lang, moderation.link)}
                        </a>
                    </li>
                }
            });
            link.sealed()
        })
    })
}
