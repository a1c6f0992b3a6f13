//! The page on which a shop answers a review.

use super::{
    aspects::Chips,
    draft::{Problems, ReviewDraft, ReviewProblem, use_refused},
    item::Stars,
    own::subject,
    own_fields::{Found, OwnReview, ReviewQuery, Which},
};
use crate::{
    data::{Loaded, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton, TextArea, Trouble},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    Locale,
    format::{date, integer},
    reviews::AnswerBody,
};

/// `/account/reviews/answer?review=`, with `&saved=1` afterwards
#[component]
pub(super) fn AnswerPage() -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let asked = move || address.read().get("review").unwrap_or_default();
    let query = use_query(move || ReviewQuery::build(Which { id: cynic::Id::new(asked()) }));
    let refused = StoredValue::new(use_refused());
    let saved = address.read_untracked().get("saved").is_some();
    view! {
        <Head title=text!(lang, reviews.answer_title) description="" path="/account/reviews/answer" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |ReviewQuery { me, node }| match (me, node) {
                (Some(_), Some(Found::Review(review))) if review.viewer_can_answer => {
                    view! { <Answering review=*review refused=refused.get_value() saved /> }.sealed()
                }
                (Some(_), _) => view! { <NotFound /> }.sealed(),
                (None, _) => {
                    let here = paths::review_answer(locale, &untrack(asked));
                    match refused.get_value().filter(|draft| draft.has(ReviewProblem::SignedOut)) {
                        Some(draft) => {
                            view! {
                                <div class="review-page">
                                    <h1>{text!(lang, reviews.answer_title)}</h1>
                                    <AnswerForm draft action=here />
                                </div>
                            }
                            .sealed()
                        }
                        None => {
                            go_to(&paths::sign_in_then(locale, &here));
                            ().into_any()
                        }
                    }
                }
            }
        />
    }
    .sealed()
}

#[component]
fn Answering(review: OwnReview, refused: Option<ReviewDraft>, saved: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let written_in = Locale::from(review.language).as_str();
    let (name, href) = subject(lang, locale, &review);
    let about = match href.clone() {
        Some(href) => view! { <a href=href>{name}</a> }.sealed(),
        None => name.sealed(),
    };
    let author = review.author_name.clone();
    let author = author.map(|name| view! { <span lang=written_in>{name}</span> " · " });
    let day = review.written_at.as_ref().map(|at| date(at.timestamp(), locale)).unwrap_or_default();
    let title =
        (!review.title.is_empty()).then(|| view! { <p lang=written_in><strong>{review.title.clone()}</strong></p> });
    let said = saved.then(|| {
        view! {
            <p class="notice" role="status">
                {text!(lang, reviews.answer_saved)} " "
                {href.map(|href| view! { <a href=href>{text!(lang, reviews.answer_see)}</a> })}
            </p>
        }
    });
    let body = review.answer.as_ref().map(|answer| answer.body.clone()).unwrap_or_default();
    let draft = refused.unwrap_or(ReviewDraft { body, ..ReviewDraft::default() });
    view! {
        <div class="review-page">
            <h1>{text!(lang, reviews.answer_title)}</h1>
            {said}
            <article class="review">
                <p><Stars stars=review.stars /></p>
                <p class="fine">{about}</p>
                <p class="fine">{author} {day}</p>
                {title}
                <p class="review-body" lang=written_in>{review.body.clone()}</p>
                <Chips aspects=review.aspects.clone() />
            </article>
            <AnswerForm draft action=paths::review_answer(locale, review.id.inner()) />
        </div>
    }
    .sealed()
}

#[component]
fn AnswerForm(draft: ReviewDraft, action: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble: Trouble = RwSignal::new(draft.sentences(lang, locale));
    view! {
        <Problems problems=draft.problems />
        <form class="review-form" method="post" action=action novalidate=true>
            <TextArea
                name="body"
                label=text!(lang, reviews.field_answer)
                hint=text!(lang, reviews.field_answer_hint, max = integer(AnswerBody::MAX as i64, locale))
                value=draft.body
                max=AnswerBody::MAX
                trouble
            />
            <button class="button primary" type="submit">{text!(lang, reviews.answer_send)}</button>
        </form>
    }
    .sealed()
}
