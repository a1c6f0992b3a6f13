//! One case: the review, what speaks against it, what was done, and the decision.

use super::{
    decide::DecisionForm,
    draft::{Kept, ModerationDraft, ModerationProblem, Refusal, Typed, use_refused},
    evidence::Evidence,
    fields::{AppealFields, CaseFields, CaseState, FlagFields},
    history::{Decided, History},
    review::{ReviewQuote, Statement, subject},
    shut::Shut,
    words,
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::format::date_time;

#[derive(cynic::QueryVariables)]
struct CaseVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CaseVariables")]
struct CaseQuery {
    me: Option<Moderator>,
    #[arguments(id: $id)]
    moderation_case: Option<CaseFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Moderator {
    is_moderator: bool,
}

/// `/moderation/case?id=`
#[component]
pub(super) fn CasePage() -> impl IntoView {
    let (locale, address) = (use_locale(), use_query_map());
    let asked = move || address.read().get("id").unwrap_or_default();
    let query = use_query(move || CaseQuery::build(CaseVariables { id: cynic::Id::new(asked()) }));
    let refused = StoredValue::new(use_refused());
    view! {
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |CaseQuery { me, moderation_case }| match (me, moderation_case) {
                (None, _) if refused.with_value(|draft| draft.has(ModerationProblem::SignedOut)) => {
                    let draft = refused.get_value();
                    let action = paths::moderation_case(locale, draft.field("case"));
                    view! { <Kept draft action /> }.sealed()
                }
                (None, _) => {
                    let id = address.read_untracked().get("id").unwrap_or_default();
                    go_to(&paths::sign_in_then(locale, &paths::moderation_case(locale, &id)));
                    ().into_any()
                }
                (Some(me), _) if !me.is_moderator => view! { <Shut /> }.sealed(),
                (Some(_), None) => view! { <NotFound /> }.sealed(),
                (Some(_), Some(case)) => view! { <Case case refused=refused.get_value() /> }.sealed(),
            }
        />
    }
    .sealed()
}

#[component]
fn Case(case: CaseFields, refused: ModerationDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CaseFields { id, version, state, review, origin, priority, opened_at, evidence, flags, appeal, mine, log } =
        case;
    let about = review.as_ref().map_or_else(|| text!(lang, moderation.taken_back).to_owned(), subject);
    let title = text!(lang, moderation.case_title, about = about);
    let since = text!(lang, moderation.opened_on, date = date_time(opened_at.timestamp(), locale));
    let standing = match state {
        CaseState::Open => words::priority(lang, locale, priority),
        CaseState::Decided => text!(lang, moderation.state_decided).to_owned(),
    };
    let last = log.last().cloned();
    let decision = match (&review, state) {
        (Some(_), CaseState::Open) if mine => view! { <NotYours draft=refused.clone() /> }.sealed(),
        (Some(review), CaseState::Open) => {
            let statement = review.statement.as_ref().map(|statement| statement.decision);
            let (id, status) = (id.clone(), review.status);
            view! { <DecisionForm id version status statement draft=refused.clone() /> }.sealed()
        }
        _ => view! { <Decided last draft=refused.clone() /> }.sealed(),
    };
    let statement = review.as_ref().and_then(|review| review.statement.clone()).map(|statement| {
        view! {
            <section class="account-part" aria-labelledby="statement-title">
                <h2 id="statement-title">{text!(lang, moderation.statement_title)}</h2>
                <Statement statement />
            </section>
        }
    });
    let quote = match review {
        Some(review) => view! { <ReviewQuote review /> }.sealed(),
        None => view! { <p>{text!(lang, moderation.taken_back_text)}</p> }.sealed(),
    };
    view! {
        <Head title=title.clone() description="" path="/moderation/case" />
        <div class="desk">
            <h1>{title}</h1>
            <AccountNav here=AccountPlace::Moderation />
            <p class="case-facts">
                <span class="chip">{words::origin(lang, origin)}</span>
                <span>{standing}</span>
                <span class="fine">{since}</span>
            </p>
            <Refusal draft=refused />
            <section class="account-part" aria-labelledby="review-title">
                <h2 id="review-title">{text!(lang, moderation.review_title)}</h2>
                {quote}
            </section>
            {appeal.map(|appeal| view! { <Appeal appeal /> })}
            <Flags flags />
            {evidence.map(|evidence| view! { <Evidence evidence /> })}
            {statement}
            <History log />
            {decision}
            <p><a href=paths::moderation(locale)>{text!(lang, moderation.back)}</a></p>
        </div>
    }
    .sealed()
}

/// What the author says.
#[component]
fn Appeal(appeal: AppealFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <section class="account-part" aria-labelledby="appeal-title">
            <h2 id="appeal-title">{text!(lang, moderation.appeal_heading)}</h2>
            <blockquote class="written">{appeal.text}</blockquote>
            <p class="fine">{date_time(appeal.created_at.timestamp(), locale)}</p>
        </section>
    }
    .sealed()
}

/// What others say.
#[component]
fn Flags(flags: Vec<FlagFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let entry = |FlagFields { category, comment, created_at, by }: FlagFields| {
        view! {
            <li>
                <p><strong>{words::ground(lang, category.ground())}</strong></p>
                {(!comment.is_empty()).then(|| view! { <p class="written">{comment}</p> })}
                <p class="fine">{by} " · " {date_time(created_at.timestamp(), locale)}</p>
            </li>
        }
    };
    (!flags.is_empty())
        .then(|| {
            view! {
                <section class="account-part" aria-labelledby="flags-title">
                    <h2 id="flags-title">{text!(lang, moderation.flags_title)}</h2>
                    <ul class="flags">{flags.into_iter().map(entry).collect_view()}</ul>
                </section>
            }
        })
        .sealed()
}

/// Why this moderator cannot decide.
#[component]
fn NotYours(draft: ModerationDraft) -> impl IntoView {
    let lang = use_language();
    view! {
        <section class="notice notice-warning" aria-labelledby="decide-title">
            <h2 id="decide-title">{text!(lang, moderation.not_yours_title)}</h2>
            <p>{text!(lang, moderation.not_yours)}</p>
            <Typed draft name="reason" />
        </section>
    }
    .sealed()
}
