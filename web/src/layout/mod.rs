//! The frame around every page: header, navigation, footer, announcements.

mod announcer;
#[cfg(feature = "ssr")]
mod bare;
mod currency;
mod footer;
mod header;
#[cfg(feature = "hydrate")]
mod intent;
mod not_found;
mod search_box;
mod session;
#[cfg(feature = "ssr")]
mod too_many_requests;

pub use announcer::{Announcer, use_announcer};
#[cfg(feature = "ssr")]
pub(crate) use bare::bare_document;
#[cfg(feature = "ssr")]
pub use currency::CurrencyChoices;
pub use not_found::{NotFound, NotFoundPage};
pub use session::{CartCount, Session, use_cart_count, use_session};
#[cfg(feature = "ssr")]
pub use too_many_requests::too_many_requests;

use crate::{i18n::use_language, text};
use announcer::LiveRegion;
use footer::Footer;
use header::Header;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame. Provides the visitor's [`Session`], the [`CartCount`] and the [`Announcer`] to the pages in it.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let lang = use_language();
    session::provide();
    announcer::provide();
    let main = NodeRef::<leptos::html::Main>::new();
    focus_on_navigation(main);
    #[cfg(feature = "hydrate")]
    intent::watch(crate::data::use_transport());
    view! {
        <a class="skip" href="#main" rel="external">{text!(lang, common.skip)}</a>
        <Header />
        <main id="main" tabindex="-1" node_ref=main>{children()}</main>
        <Footer />
        <LiveRegion />
    }
}

/// After in-app navigation the focus goes to the new page's content, as it would after a full load.
fn focus_on_navigation(main: NodeRef<leptos::html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path)
            && let Some(main) = main.get_untracked()
        {
            // A page that cannot take focus is still readable: nothing to do about a failure.
            let _ = main.focus();
        }
        path
    });
}
