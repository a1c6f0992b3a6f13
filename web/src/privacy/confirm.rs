//! The part of a form in which somebody shows that it is them.

use crate::{
    i18n::use_language,
    text,
    ui::{Field, Seal, Trouble},
};
use leptos::prelude::*;

/// The present password; whoever has none is told what is wanted instead.
#[component]
pub(super) fn ConfirmField(has_password: bool, trouble: Trouble) -> impl IntoView {
    let lang = use_language();
    if has_password {
        view! {
            <Field
                name="password"
                label=text!(lang, accounts.current_password)
                trouble
                kind="password"
                autocomplete="current-password"
                hint=text!(lang, privacy.password_why)
            />
        }
        .sealed()
    } else {
        view! { <p class="fine">{text!(lang, privacy.confirm_recent)}</p> }.sealed()
    }
}
