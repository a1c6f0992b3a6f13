//! Where a demonstration's mail lies.

use crate::{
    data::waiting,
    i18n::{use_language, use_locale},
    layout::use_session,
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// Says where to look for mail that is not sent; nothing where it is.
#[component]
pub(crate) fn DemoOutbox() -> impl IntoView {
    let (lang, locale, session) = (use_language(), use_locale(), use_session());
    waiting(ViewFnOnce::default(), move || {
        Box::pin(async move {
            let demo = session.load().await.is_ok_and(|session| session.site.demo);
            let hint = demo.then(|| {
                view! {
                    <p class="fine">
                        {text!(lang, accounts.outbox_hint)} " "
                        <a href=paths::demo_outbox(locale) rel="external">{text!(lang, accounts.outbox_link)}</a> "."
                    </p>
                }
            });
            hint.sealed()
        })
    })
}
