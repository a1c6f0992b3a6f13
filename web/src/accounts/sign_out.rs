//! Signing out.

use super::session::sign_out;
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    layout::{CartCount, use_cart_count, use_session},
    paths, text,
    ui::Seal,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The button that ends the session and leads to the front page.
#[component]
pub(super) fn SignOut() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (session, CartCount(count)) = (use_session(), use_cart_count());
    let transport = StoredValue::new(use_transport());
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (transport, navigate) = (transport.get_value(), navigate.clone());
        spawn_local(async move {
            if sign_out(&transport).await {
                count.set(None);
                session.refetch();
                let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                navigate(&paths::home(locale), options);
            }
        });
    };
    view! {
        <form class="sign-out" method="post" action=paths::sign_out(locale) on:submit=submit>
            <button class="link" type="submit">{text!(lang, common.sign_out)}</button>
        </form>
    }
    .sealed()
}
