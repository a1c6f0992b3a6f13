//! Whether passkeys can be made and used here, said plainly where they cannot.

use super::{browser, wire::OriginQuery};
use crate::{
    data::{SharedTransport, send, use_transport},
    i18n::use_language,
    text,
    ui::Seal,
};
use cynic::QueryBuilder;
use leptos::{prelude::*, task::spawn_local};

/// What can be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Support {
    /// Not known yet, as on the server: nothing is shown.
    Unknown,
    /// Passkeys work.
    Ready,
    /// The browser knows none.
    NoBrowser,
    /// They work at another address of this installation.
    Elsewhere(String),
    /// This installation has none.
    NotHere,
}

/// Finds out once the page lives in a browser.
pub(super) fn use_support() -> RwSignal<Support> {
    let transport = StoredValue::new(use_transport());
    let support = RwSignal::new(Support::Unknown);
    Effect::new(move |_| {
        let transport = transport.get_value();
        spawn_local(async move {
            // Whoever has left the page meanwhile needs no answer.
            let found = find_out(&transport).await;
            let _ = support.try_set(found);
        });
    });
    support
}

async fn find_out(transport: &SharedTransport) -> Support {
    let Ok(answer) = send(transport, OriginQuery::build(())).await else { return Support::Unknown };
    let here = window().location().origin().unwrap_or_default();
    match answer.site.passkey_origin {
        None => Support::NotHere,
        Some(origin) if origin != here => Support::Elsewhere(origin),
        Some(_) if browser::is_able() => Support::Ready,
        Some(_) => Support::NoBrowser,
    }
}

/// Why there is no button: nothing while that is not known, or where there is one.
#[component]
pub(super) fn Unsupported(
    /// What can be done here.
    support: RwSignal<Support>,
    /// The path of this page.
    path: String,
) -> impl IntoView {
    let lang = use_language();
    let reason = move || match support.get() {
        Support::Unknown | Support::Ready => ().into_any(),
        Support::NoBrowser => view! { <p class="fine">{text!(lang, passkeys.unsupported)}</p> }.sealed(),
        Support::NotHere => view! { <p class="fine">{text!(lang, passkeys.unavailable)}</p> }.sealed(),
        Support::Elsewhere(origin) => {
            let href = format!("{origin}{path}");
            view! {
                <p class="fine">
                    {text!(lang, passkeys.elsewhere)} " " <a href=href rel="external">{origin}</a>
                </p>
            }
            .sealed()
        }
    };
    view! { {reason} }.sealed()
}
