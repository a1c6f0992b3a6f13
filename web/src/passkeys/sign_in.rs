//! Signing in with a passkey: by a button, and offered by the browser in the field of the e-mail address.

use super::{
    PasskeyProblem, browser,
    change::{begin_sign_in, finish_sign_in},
    support::{Support, Unsupported, use_support},
};
use crate::{
    data::{SharedTransport, use_transport},
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use web_sys::AbortController;

/// What is offered in the field begins anew before its ceremony is over, in milliseconds.
const RENEW_MS: u32 = 270_000;

/// The offer in the field of the e-mail address: whoever takes it out and aborts it has ended it.
type Offer = StoredValue<Option<SendWrapper<AbortController>>>;

/// The button, or why there is none.
#[component]
pub(crate) fn PasskeySignIn<A: Fn() + Clone + Send + 'static>(
    /// What to do once somebody is signed in.
    arrive: A,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let transport = StoredValue::new(use_transport());
    let support = use_support();
    let (problem, busy) = (RwSignal::new(None::<PasskeyProblem>), RwSignal::new(false));
    let offer: Offer = StoredValue::new(None);
    let begin = {
        let arrive = arrive.clone();
        move || {
            let (transport, arrive) = (transport.get_value(), arrive.clone());
            spawn_local(async move {
                match offered(&transport, offer).await {
                    Some(Ok(())) => arrive(),
                    Some(Err(found)) => {
                        let _ = problem.try_set(Some(found));
                    }
                    None => {}
                }
            });
        }
    };
    let begin_again = begin.clone();
    Effect::new(move |_| {
        if support.with(|support| *support == Support::Ready) {
            begin();
        }
    });
    on_cleanup(move || end(offer));
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        // A browser asks one thing at a time.
        end(offer);
        busy.set(true);
        problem.set(None);
        let (transport, arrive, begin_again) = (transport.get_value(), arrive.clone(), begin_again.clone());
        spawn_local(async move {
            match asked(&transport).await {
                Ok(()) => arrive(),
                Err(found) => {
                    let _ = problem.try_set(Some(found));
                    let _ = busy.try_set(false);
                    begin_again();
                }
            }
        });
    };
    let button = move || {
        support.with(|support| *support == Support::Ready).then(|| {
            view! {
                <button
                    class="button wide"
                    type="button"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press.clone()
                >
                    {move || {
                        if busy.get() { text!(lang, passkeys.working) } else { text!(lang, passkeys.sign_in) }
                    }}
                </button>
            }
        })
    };
    view! {
        <div class="passkey-way">
            {button}
            <Unsupported support path=paths::sign_in(locale) />
            {move || problem.get().map(|problem| view! {
                <p class="passkey-problem" role="alert">{problem.sentence(lang, locale)}</p>
            })}
        </div>
    }
    .sealed()
}

/// Signs in by asking at once.
async fn asked(transport: &SharedTransport) -> Result<(), PasskeyProblem> {
    let ceremony = begin_sign_in(transport).await?;
    let credential = browser::get(&ceremony.options, None).await?;
    finish_sign_in(transport, ceremony, credential).await
}

/// Signs in by what is chosen in the field; `None` when nothing ever is.
async fn offered(transport: &SharedTransport, offer: Offer) -> Option<Result<(), PasskeyProblem>> {
    if !browser::offers_in_fields().await {
        return None;
    }
    loop {
        let ceremony = begin_sign_in(transport).await.ok()?;
        let controller = AbortController::new().ok()?;
        if offer.try_set_value(Some(SendWrapper::new(controller.clone()))).is_some() {
            // The page is gone.
            return None;
        }
        let signal = controller.signal();
        let renewal = Timeout::new(RENEW_MS, move || controller.abort());
        let answer = browser::get(&ceremony.options, Some(&signal)).await;
        drop(renewal);
        match answer {
            Ok(credential) => return Some(finish_sign_in(transport, ceremony, credential).await),
            // Nobody ended it: it is to begin anew.
            Err(PasskeyProblem::Stopped) if offer.try_with_value(Option::is_some) == Some(true) => {}
            Err(_) => return None,
        }
    }
}

/// Ends the offer, if there is one.
fn end(offer: Offer) {
    if let Some(controller) = offer.try_update_value(Option::take).flatten() {
        controller.abort();
    }
}
