//! What was decided about one's own review, and how to say that it is wrong.

use super::{
    draft::{Kept, LongField, ModerationDraft, ModerationProblem, Refusal, use_refused},
    fields::{Found, ReviewFields, StatementDecision},
    flag::{ReviewQuery, ReviewVariables},
    review::{ReviewQuote, Statement, own_reviews, subject},
};
use crate::{
    data::{Loaded, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::format::date;

/// Most characters of an appeal.
const TEXT: usize = 2_000;

/// `/account/reviews/appeal?review=`, with `&sent=1` afterwards
#[component]
pub(super) fn AppealPage() -> impl IntoView {
    let (locale, address) = (use_locale(), use_query_map());
    let asked = move || address.read().get("review").unwrap_or_default();
    let query = use_query(move || ReviewQuery::build(ReviewVariables { id: cynic::Id::new(asked()) }));
    let refused = StoredValue::new(use_refused());
    view! {
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |ReviewQuery { me, node }| match (me, node) {
                (None, _) if refused.with_value(|draft| draft.has(ModerationProblem::SignedOut)) => {
                    let draft = refused.get_value();
                    let action = paths::review_appeal(locale, draft.field("review"));
                    view! { <Kept draft action /> }.sealed()
                }
                (None, _) => {
                    let review = address.read_untracked().get("review").unwrap_or_default();
                    go_to(&paths::sign_in_then(locale, &paths::review_appeal(locale, &review)));
                    ().into_any()
                }
                (Some(_), Some(Found::Review(review))) if review.viewer_is_author => {
                    view! { <Appeal review=*review refused=refused.get_value() /> }.sealed()
                }
                (Some(_), _) => view! { <NotFound /> }.sealed(),
            }
        />
    }
    .sealed()
}

#[component]
fn Appeal(review: ReviewFields, refused: ModerationDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (id, may_appeal) = (review.id.clone(), review.may_appeal);
    let title = text!(lang, moderation.appeal_title, about = subject(&review));
    let back = own_reviews(locale, id.inner());
    let appealed = review.appealed_at.as_ref().map(|at| date(at.timestamp(), locale));
    let held = review.statement.as_ref().is_some_and(|statement| statement.decision == StatementDecision::Held);
    let statement = review.statement.clone();
    let rest = match (&statement, appealed, may_appeal) {
        (None, ..) => view! { <p class="notice">{text!(lang, moderation.nothing_to_appeal)}</p> }.sealed(),
        (Some(_), _, true) => view! { <AppealForm id draft=refused.clone() held /> }.sealed(),
        (Some(_), Some(date), false) => view! {
            <section class="notice" role="status" aria-labelledby="appealed-title">
                <h2 id="appealed-title">{text!(lang, moderation.appealed_title)}</h2>
                <p>{text!(lang, moderation.appealed, date = date)}</p>
            </section>
        }
        .sealed(),
        (Some(_), None, false) => view! { <p class="notice">{text!(lang, moderation.appeal_over)}</p> }.sealed(),
    };
    let statement = statement.map(|statement| {
        view! {
            <section class="account-part" aria-labelledby="statement-title">
                <h2 id="statement-title">{text!(lang, moderation.your_statement)}</h2>
                <Statement statement />
            </section>
        }
    });
    view! {
        <Head title=title.clone() description="" path="/account/reviews/appeal" />
        <div class="desk">
            <h1>{title}</h1>
            <Refusal draft=refused />
            {statement}
            {rest}
            <section class="account-part" aria-labelledby="review-title">
                <h2 id="review-title">{text!(lang, moderation.your_review)}</h2>
                <ReviewQuote review />
            </section>
            <p><a href=back>{text!(lang, moderation.own_reviews)}</a></p>
        </div>
    }
    .sealed()
}

/// Where the author says why it is wrong, and what happens then.
#[component]
fn AppealForm(id: cynic::Id, draft: ModerationDraft, held: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let action = paths::review_appeal(locale, id.inner());
    let next = if held { text!(lang, moderation.next_held) } else { text!(lang, moderation.next_decided) };
    view! {
        <section class="account-part" aria-labelledby="form-title">
            <h2 id="form-title">{text!(lang, moderation.appeal_form)}</h2>
            <p>{next}</p>
            <form class="decision" method="post" action=action novalidate=true>
                <input type="hidden" name="review" value=id.into_inner() />
                <LongField
                    name="text"
                    label=text!(lang, moderation.appeal_text)
                    hint=text!(lang, moderation.appeal_hint)
                    draft
                    max=TEXT
                />
                <button class="button primary" type="submit">{text!(lang, moderation.appeal_send)}</button>
            </form>
        </section>
    }
    .sealed()
}
