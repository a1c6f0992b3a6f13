//! `POST /reviews/votes`: says whether a review helped.

use super::FormVisitor;
use crate::http::Http;
use axum::Router;
use axum::extract::Form;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::Locale;
use web::paths;
use web::reviews::vote;

pub(super) fn routes(locale: Locale) -> Router<Http> {
    Router::new().route(&paths::review_votes(locale), post(cast))
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
    let page = visitor.came_from().unwrap_or_else(|| paths::home(visitor.locale));
    let back = format!("{page}#{}", paths::encode(&form.review));
    if !visitor.signed_in {
        let path = paths::sign_in_then(visitor.locale, &back);
        return visitor.see_other(&path);
    }
    // What is refused changes nothing, and the page shows how it stands.
    let _ = vote(visitor.transport(), &form.review, &form.vote).await;
    visitor.see_other(&back)
}
