//! `GET /metrics` for Prometheus.
//!
//! Any module counts with the macros of the crate `metrics`, such as `metrics::counter!("orders_placed_total")`; names
//! follow Prometheus' conventions.

use super::Http;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Upper bounds of the histograms, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How often recorded durations are folded into the histograms; until then each takes memory.
const FOLD_EVERY: Duration = Duration::from_secs(5);

/// Starts recording, once a process, and folds until `stop`.
pub(super) fn start(stop: CancellationToken) {
    let Some(handle) = handle() else { return };
    tokio::spawn(async move {
        while tokio::time::timeout(FOLD_EVERY, stop.cancelled()).await.is_err() {
            handle.run_upkeep();
        }
    });
}

/// `GET /metrics`
pub(super) async fn show(State(http): State<Http>) -> axum::response::Response {
    let Some(handle) = handle() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    metrics::counter!("sql_statements_total").absolute(http.app.db.statements_sent());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// Counts an answer. Requests that match no route count together: their paths are the clients' own words.
pub(super) fn answered(method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
    let route = route.unwrap_or("other").to_owned();
    let method = match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    };
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method, "status" => status.as_u16().to_string())
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route).record(took.as_secs_f64());
}

/// Counts a GraphQL operation: its kind, and whether it ran cleanly, with errors, or was refused.
pub(super) fn operation(kind: &'static str, outcome: &'static str, took: Duration) {
    metrics::counter!("graphql_operations_total", "kind" => kind, "outcome" => outcome).increment(1);
    metrics::histogram!("graphql_operation_duration_seconds", "kind" => kind).record(took.as_secs_f64());
}

/// The process' recorder; `None` when another one was installed.
fn handle() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?.build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            Some(handle)
        })
        .as_ref()
}
