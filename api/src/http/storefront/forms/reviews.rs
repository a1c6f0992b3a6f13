//! `POST /reviews/votes`: says whether a review helped. `POST /account/reviews/new`, `/account/reviews/edit`: writes a review and
//! changes it, with photographs. `POST /account/reviews/{id}/remove` takes it back, `POST /account/reviews/answer` answers it.

use super::FormVisitor;
use super::sent_review::read;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use crate::http::uploads::Places;
use crate::images::picture::MAX_BYTES;
use axum::extract::{DefaultBodyLimit, Form, Multipart, Path, Query};
use axum::response::Response;
use axum::routing::post;
use axum::{Extension, Router};
use serde::Deserialize;
use shared::Locale;
use shared::reviews::MAX_PHOTOS;
use web::paths;
use web::reviews::{
    About, Published, ReviewDraft, ReviewProblem, VOTE_FAILED, answer_review, change_review, delete_review,
    publish_review, vote,
};

/// Most bytes of a form with photographs: those, and the texts.
const MAX_FORM: usize = MAX_PHOTOS * MAX_BYTES + 100_000;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::review_votes(locale), post(cast))
        .route(&paths::review_removal(locale, "{id}"), post(remove))
        .route(&paths::review_answers(locale), post(answer).fallback(render::page))
}

/// Forms that bring photographs.
pub(super) fn patient_routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::review_new(locale), post(write).fallback(render::page))
        .route(&paths::review_edit(locale), post(change).fallback(render::page))
        .layer(DefaultBodyLimit::max(MAX_FORM))
}

#[derive(Deserialize)]
struct Vote {
    #[serde(default)]
    review: String,
    /// `up` or `down`; anything else takes the vote back.
    #[serde(default)]
    vote: String,
}

/// Goes back to the review on the page that the browser names. A guest signs in on the way, and then sees how many have
/// found it helpful by now: votes that nobody pressed for are not cast.
async fn cast(visitor: FormVisitor, Form(form): Form<Vote>) -> Response {
    let page = untold(&visitor.came_from().unwrap_or_else(|| paths::home(visitor.locale)));
    let back = format!("{page}#{}", paths::encode(&form.review));
    if !visitor.signed_in {
        let path = paths::sign_in_then(visitor.locale, &back);
        return visitor.see_other(&path);
    }
    if vote(visitor.transport(), &form.review, &form.vote).await {
        return visitor.see_other(&back);
    }
    let mark = if page.contains('?') { '&' } else { '?' };
    visitor.see_other(&format!("{page}{mark}{VOTE_FAILED}#reviews"))
}

/// A page's address without what it said of an earlier vote.
fn untold(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|part| *part != VOTE_FAILED).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// What the address of a form names.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Named {
    line: String,
    part: String,
    review: String,
}

async fn write(
    visitor: FormVisitor,
    Query(named): Query<Named>,
    Extension(places): Extension<Places>,
    form: Multipart,
) -> Response {
    let draft = read(&visitor, &places, form).await;
    let about = if named.line.is_empty() { About::Part(named.part) } else { About::Line(named.line) };
    if !draft.problems.is_empty() {
        return again(visitor, draft).await;
    }
    let outcome = publish_review(visitor.transport(), about, &draft).await;
    written(visitor, draft, outcome).await
}

async fn change(
    visitor: FormVisitor,
    Query(named): Query<Named>,
    Extension(places): Extension<Places>,
    form: Multipart,
) -> Response {
    let draft = read(&visitor, &places, form).await;
    if !draft.problems.is_empty() {
        return again(visitor, draft).await;
    }
    let outcome = change_review(visitor.transport(), &named.review, &draft).await;
    written(visitor, draft, outcome).await
}

/// Leads to what the account wrote, where the review stands with what became of it; or shows the form again.
async fn written(
    visitor: FormVisitor,
    draft: ReviewDraft,
    outcome: Result<(String, Published), Vec<ReviewProblem>>,
) -> Response {
    match outcome {
        Ok((id, became)) => {
            let page = paths::account_reviews(visitor.locale);
            let path = format!("{page}?saved={}#{}", became.as_str(), paths::encode(&id));
            visitor.see_other(&path)
        }
        Err(problems) => again(visitor, ReviewDraft { problems, ..draft }).await,
    }
}

async fn again(visitor: FormVisitor, draft: ReviewDraft) -> Response {
    visitor.again(Draft::Review(Box::new(draft))).await
}

async fn remove(visitor: FormVisitor, Path(id): Path<String>) -> Response {
    let page = paths::account_reviews(visitor.locale);
    let path = match delete_review(visitor.transport(), &id).await {
        Ok(()) => format!("{page}?saved=deleted"),
        Err(problems) if problems.contains(&ReviewProblem::SignedOut) => paths::sign_in_then(visitor.locale, &page),
        // What is gone already is as good as what goes now.
        Err(problems) if problems.contains(&ReviewProblem::NotThere) => page,
        Err(_) => format!("{page}?problem=again"),
    };
    visitor.see_other(&path)
}

#[derive(Deserialize)]
struct Answered {
    #[serde(default)]
    body: String,
}

async fn answer(visitor: FormVisitor, Query(named): Query<Named>, Form(form): Form<Answered>) -> Response {
    match answer_review(visitor.transport(), &named.review, &form.body).await {
        Ok(()) => {
            let path = format!("{}&saved=1", paths::review_answer(visitor.locale, &named.review));
            visitor.see_other(&path)
        }
        Err(problems) => again(visitor, ReviewDraft { body: form.body, problems, ..ReviewDraft::default() }).await,
    }
}
