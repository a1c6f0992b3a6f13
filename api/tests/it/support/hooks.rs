//! Posting signed webhooks to the server's router.

use super::TestApp;
use api::carriers;
use api::config::DEMO_CARRIER;
use api::http::{Sockets, router};
use api::serve::Role;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use shared::Timestamp;
use tower::ServiceExt as _;

/// One event of a carrier.
pub fn report(id: &str, tracking_number: &str, status: &str, occurred_at: Timestamp) -> Value {
    json!({"id": id, "trackingNumber": tracking_number, "status": status, "occurredAt": occurred_at.to_string()})
}

impl TestApp {
    /// Posts events of the demonstration's carrier, signed now; returns the results.
    pub async fn report(&self, events: &[Value]) -> Vec<Value> {
        let body = json!({"events": events}).to_string();
        let seconds = self.app.clock.now().0 / 1000;
        let signature = carriers::sign(&self.app.config.carriers[DEMO_CARRIER], seconds, body.as_bytes());
        let headers = [("vouch-timestamp", seconds.to_string()), ("vouch-signature", signature)];
        let (status, answer) = self.post_hook("/hooks/carriers/demo-courier", &headers, body.into_bytes()).await;
        assert_eq!(status, 200, "{answer}");
        answer["results"].as_array().expect("results").clone()
    }

    /// Posts a body with headers; returns the status and the JSON.
    pub async fn post_hook(&self, path: &str, headers: &[(&str, String)], body: Vec<u8>) -> (u16, Value) {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let stop = tokio_util::sync::CancellationToken::new();
        let router = router(self.app.clone(), Role::All, stop, &Sockets::default());
        let response = router.oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}
