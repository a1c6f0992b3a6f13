//! Webhooks that come in: carriers report on parcels.

use super::Http;
use crate::carriers::{self, SignatureError, Unread};
use crate::shipments::{self, Verdict};
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::time::Duration;

/// Largest body, in bytes.
const MAX_BODY: usize = 64 * 1024;
/// How long a body may take to come.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The routes of webhooks.
pub(super) fn routes() -> Router<Http> {
    Router::new().route("/hooks/carriers/{carrier}", post(carrier))
}

/// `POST /hooks/carriers/{carrier}`: see docs/carriers.md.
async fn carrier(
    State(http): State<Http>,
    Path(carrier): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let app = &http.app;
    let secret = app
        .config
        .carriers
        .get(&carrier)
        .ok_or(Refused(StatusCode::NOT_FOUND, "this marketplace works with no carrier of this name".to_owned()))?;
    let body = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY))
        .await
        .map_err(|_| Refused(StatusCode::REQUEST_TIMEOUT, "the body came too slowly".to_owned()))?
        .map_err(|_| Refused(StatusCode::PAYLOAD_TOO_LARGE, format!("the body may have {MAX_BODY} bytes")))?;
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let now = app.clock.now();
    carriers::verify(secret, header("vouch-timestamp"), header("vouch-signature"), &body, now)?;
    let reports = carriers::read(&body, now).map_err(|error| Refused(StatusCode::BAD_REQUEST, error.to_string()))?;
    let mut results = Vec::with_capacity(reports.len());
    for report in reports {
        results.push(match report {
            Ok(report) => {
                let id = report.id.clone();
                told(&id, shipments::receive(app, &carrier, report).await, &carrier)
            }
            Err(Unread { id, message }) => json!({"id": id, "status": 422, "result": "invalid", "message": message}),
        });
    }
    // A carrier that looks at the status alone sends everything again, which does no harm.
    let failed = results.iter().any(|result| result["status"] == 500);
    let status = if failed { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
    Ok((status, Json(json!({ "results": results }))).into_response())
}

fn told(id: &str, verdict: anyhow::Result<Verdict>, carrier: &str) -> Value {
    match verdict {
        Ok(Verdict::Applied) => json!({"id": id, "status": 200, "result": "applied"}),
        Ok(Verdict::Kept) => json!({"id": id, "status": 200, "result": "kept"}),
        Ok(Verdict::Duplicate) => json!({"id": id, "status": 200, "result": "duplicate"}),
        Ok(Verdict::UnknownTrackingNumber) => json!({
            "id": id, "status": 404, "result": "unknown_tracking_number",
            "message": "no shipment of yours has this tracking number; if the label is new, send the event again later",
        }),
        Err(error) => {
            tracing::error!(carrier, event = id, error = format!("{error:#}"), "a carrier's report was not kept");
            json!({"id": id, "status": 500, "result": "failed", "message": "send this event again"})
        }
    }
}

/// A request that was not read, and why.
struct Refused(StatusCode, String);

impl From<SignatureError> for Refused {
    fn from(error: SignatureError) -> Self {
        let status = match error {
            SignatureError::Missing | SignatureError::Wrong => StatusCode::UNAUTHORIZED,
            SignatureError::Stale => StatusCode::FORBIDDEN,
        };
        Self(status, error.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}
