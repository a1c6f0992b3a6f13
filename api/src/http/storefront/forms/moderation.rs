//! `POST /moderation/case`, `/reviews/flag`, `/account/reviews/appeal`.

use super::FormVisitor;
use crate::http::Http;
use crate::http::storefront::render::{self, Draft};
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use shared::Locale;
use web::moderation::{ModerationDraft, ModerationProblem, appeal_review, decide_case, flag_review};
use web::paths;

type Fields = Vec<(String, String)>;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new()
        .route(&paths::moderation_cases(locale), post(decide).fallback(render::page))
        .route(&paths::review_flags(locale), post(flag).fallback(render::page))
        .route(&paths::review_appeals(locale), post(appeal).fallback(render::page))
}

async fn decide(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let (draft, case) = sent(fields, "case");
    let outcome = decide_case(visitor.transport(), &draft).await;
    let path = format!("{}?done={}", paths::moderation(visitor.locale), paths::encode(&case));
    let here = paths::moderation_case(visitor.locale, &case);
    answer(visitor, draft, outcome, &path, &here).await
}

async fn flag(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let (draft, review) = sent(fields, "review");
    let outcome = flag_review(visitor.transport(), &draft).await;
    let here = paths::review_flag(visitor.locale, &review);
    answer(visitor, draft, outcome, &format!("{here}&sent=1"), &here).await
}

async fn appeal(visitor: FormVisitor, Form(fields): Form<Fields>) -> Response {
    let (draft, review) = sent(fields, "review");
    let outcome = appeal_review(visitor.transport(), &draft).await;
    let here = paths::review_appeal(visitor.locale, &review);
    answer(visitor, draft, outcome, &format!("{here}&sent=1"), &here).await
}

/// What came in, and what it is about.
fn sent(fields: Fields, about: &str) -> (ModerationDraft, String) {
    let draft = ModerationDraft { fields, problems: Vec::new() };
    let about = draft.field(about).to_owned();
    (draft, about)
}

/// Leads on, or shows the page of what the form is about again, with all that was typed. Whoever was signed out meanwhile
/// is told so before anything else.
async fn answer(
    mut visitor: FormVisitor,
    draft: ModerationDraft,
    outcome: Result<(), Vec<ModerationProblem>>,
    path: &str,
    here: &str,
) -> Response {
    let problems = match outcome {
        Ok(()) => return visitor.see_other(path),
        Err(_) if !visitor.signed_in => vec![ModerationProblem::SignedOut],
        Err(problems) => problems,
    };
    // The form says what it is about; the address to which it was sent need not.
    if let Ok(uri) = here.parse() {
        visitor.parts.uri = uri;
    }
    visitor.again(Draft::Moderation(ModerationDraft { problems, ..draft })).await
}
