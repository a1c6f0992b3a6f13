//! Making an account with a passkey instead of a password.

use super::{
    change::sign_up,
    support::{Support, Unsupported, use_support},
};
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Seal, Trouble, fields_around},
};
use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};

/// The button, or why there is none. It stands in the form whose name and address it takes.
#[component]
pub(crate) fn PasskeySignUp<A: Fn() + Clone + Send + 'static>(
    /// What is wrong in the form.
    trouble: Trouble,
    /// Whether the form is at work.
    sending: RwSignal<bool>,
    /// What to do once somebody is signed in.
    arrive: A,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let transport = StoredValue::new(use_transport());
    let support = use_support();
    let press = move |event: MouseEvent| {
        if sending.get_untracked() {
            return;
        }
        let fields = fields_around(&event);
        let field = |name: &str| {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let (name, email) = (field("displayName"), field("email"));
        let (transport, arrive) = (transport.get_value(), arrive.clone());
        sending.set(true);
        spawn_local(async move {
            match sign_up(&transport, locale, &name, &email).await {
                Ok(()) => arrive(),
                Err(problems) => {
                    let sentences = problems
                        .into_iter()
                        .map(|problem| (problem.field().to_owned(), problem.sentence(lang, locale)))
                        .collect();
                    let _ = trouble.try_set(sentences);
                    let _ = sending.try_set(false);
                }
            }
        });
    };
    let button = move || {
        support.with(|support| *support == Support::Ready).then(|| {
            view! {
                <p class="fine">{text!(lang, passkeys.sign_up_hint)}</p>
                <button
                    class="button wide"
                    type="button"
                    aria-disabled=move || sending.get().then_some("true")
                    on:click=press.clone()
                >
                    {text!(lang, passkeys.sign_up)}
                </button>
            }
        })
    };
    view! {
        <div class="passkey-way">
            {button}
            <Unsupported support path=paths::sign_up(locale) />
        </div>
    }
    .sealed()
}
