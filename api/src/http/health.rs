//! Is the process alive, and can it serve?

use super::Http;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`: the process runs.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers and the server is not stopping.
pub(super) async fn ready(State(http): State<Http>) -> (StatusCode, &'static str) {
    if http.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match http.app.db.read().ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
