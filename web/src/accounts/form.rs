//! What the forms of signing in and up share.

use super::session::FieldProblem;
use crate::{
    i18n::{Language, use_language, use_locale},
    layout::{CartCount, use_cart_count, use_session},
    paths, text,
    ui::{Seal, Trouble},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use serde::{Deserialize, Serialize};
use shared::Locale;

/// What a plain form brought that was refused: the host puts it into the context of the page with which it answers.
/// Passwords are never sent back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    /// The name to show.
    pub display_name: String,
    /// The e-mail address.
    pub email: String,
    /// Where to go afterwards.
    pub back: String,
    /// The token of the link that led to the page.
    pub token: String,
    /// Which form of the page it was, where there are several.
    pub form: String,
    /// What stands in the way.
    pub problems: Vec<FieldProblem>,
}

/// The draft of this page, and the path to which it leads on.
pub(super) fn use_draft() -> (AccountDraft, String) {
    let locale = use_locale();
    let draft = use_refused();
    let asked = use_query_map().read_untracked().get("return").unwrap_or_default();
    let asked = if draft.back.is_empty() { asked } else { draft.back.clone() };
    // In the language of this page, whatever the link said.
    let back = paths::own(&asked)
        .map_or_else(|| paths::account_orders(locale), |path| paths::localized(locale, paths::split(path).1));
    (draft, back)
}

/// Problems as the fields show them.
pub(super) fn sentences(lang: Language, locale: Locale, problems: &[FieldProblem]) -> Vec<(String, String)> {
    problems.iter().map(|(field, problem)| (field.clone(), problem.sentence(lang, locale))).collect()
}

/// What the plain form of this page brought, if it was refused.
pub(super) fn use_refused() -> AccountDraft {
    SharedValue::new(use_context::<AccountDraft>).into_inner().unwrap_or_default()
}

/// The field of this name among those that a form sends.
pub(super) fn field_of(fields: &[(String, String)], name: &str) -> String {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// What to do once somebody is signed in: the frame shows it, and the page leads on.
pub(super) fn use_arrival(back: String) -> impl Fn() + Clone {
    let (session, CartCount(count)) = (use_session(), use_cart_count());
    let navigate = use_navigate();
    move || {
        // The carts of guest and account became one: the frame reads how much is in it.
        count.set(None);
        session.refetch();
        let options = NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() };
        navigate(&back, options);
    }
}

/// What is wrong with the form as a whole.
#[component]
pub(crate) fn WholeProblem(trouble: Trouble) -> impl IntoView {
    let lang = use_language();
    let sentence = move || {
        trouble.with(|all| all.iter().find(|(field, _)| field.is_empty()).map(|(_, sentence)| sentence.clone()))
    };
    view! {
        {move || sentence().map(|sentence| view! {
            <div class="notice notice-failure" role="alert">
                <h2>{text!(lang, accounts.problem_title)}</h2>
                <p>{sentence}</p>
            </div>
        })}
    }
    .sealed()
}
