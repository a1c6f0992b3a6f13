//! GraphQL over HTTP, as <https://graphql.github.io/graphql-over-http/draft/> says, and its live transports.

mod accept;
mod answer;
mod messages;
mod params;
mod persisted;
mod sessions;
mod sse;
mod websocket;

use super::visitor::RequestId;
use super::{Http, cookies, metrics};
use crate::graphql::Visitor;
use crate::graphql::documents::{Kind, Ready, Refusal};
use crate::limits::{Allowance, Exceeded, Payer};
use accept::{Accepted, Format};
use async_graphql::Variables;
use axum::Router;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use params::{Malformed, Params};
use persisted::Persisted;
use std::time::Instant;

/// What the transports share.
pub(super) struct Transport {
    persisted: Persisted,
}

impl Transport {
    pub(super) fn new() -> Self {
        Self { persisted: Persisted::new() }
    }
}

/// The routes of the API.
pub(super) fn routes() -> Router<Http> {
    Router::new().route("/graphql", get(serve).post(serve).fallback(other_method))
}

async fn other_method(request: Request) -> Response {
    let refusal = Refusal::bad_input("send queries with GET or POST and mutations with POST");
    let mut response =
        answer::refused(Format::Json, StatusCode::METHOD_NOT_ALLOWED, refusal, request_id(request.extensions()));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

async fn serve(State(http): State<Http>, request: Request) -> Response {
    let begun = Instant::now();
    let (mut parts, body) = request.into_parts();
    if parts.headers.get(header::UPGRADE).is_some_and(|to| to.as_bytes().eq_ignore_ascii_case(b"websocket")) {
        return websocket::upgrade(http, parts).await;
    }
    let request_id = request_id(&parts.extensions).to_owned();
    let Some(accepted) = accept::negotiate(&parts.headers) else {
        let refusal = Refusal::bad_input("accept application/graphql-response+json or application/json");
        return answer::refused(Format::Json, StatusCode::NOT_ACCEPTABLE, refusal, &request_id);
    };
    let format = accepted.answer.unwrap_or(Format::Json);
    let visitor = match Visitor::from_request_parts(&mut parts, &http).await {
        Ok(visitor) => visitor,
        Err(stranger) => {
            let refusal = Refusal::new(stranger.code(), &stranger.to_string());
            let mut response = answer::refused(format, stranger.status(), refusal, &request_id);
            if stranger.status() == StatusCode::UNAUTHORIZED {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            return response;
        }
    };
    let params = match parts.method {
        Method::POST => params::from_body(&parts.headers, body).await,
        _ => params::from_uri(&parts.uri),
    };
    let params = match params {
        Ok(params) => params,
        Err(Malformed { status, message }) => {
            return answer::refused(format, status, Refusal::bad_input(message), &request_id);
        }
    };
    if params.query.is_none() && !params.extensions.contains_key("persistedQuery") {
        let refusal = Refusal::bad_input("the query is missing");
        return answer::refused(format, StatusCode::BAD_REQUEST, refusal, &request_id);
    }
    let mut response = match http.prepare(params) {
        Err(refusal) => {
            metrics::operation("unknown", "refused", begun.elapsed());
            if accepted.answer.is_none() {
                sse::refused(refusal, &request_id)
            } else {
                answer::request_error(format, refusal, &request_id)
            }
        }
        Ok(ready) if ready.kind == Kind::Mutation && parts.method != Method::POST => {
            let refusal = Refusal::bad_input("send mutations with POST");
            let mut response = answer::refused(format, StatusCode::METHOD_NOT_ALLOWED, refusal, &request_id);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Ok(ready) => run(&http, accepted, &parts.headers, visitor.clone(), ready, begun).await,
    };
    cookies::carry_out(visitor.effects.take(), &http.app.config, response.headers_mut());
    response
}

/// Runs what may run.
async fn run(
    http: &Http,
    accepted: Accepted,
    headers: &HeaderMap,
    visitor: Visitor,
    ready: Ready,
    begun: Instant,
) -> Response {
    let format = accepted.answer.unwrap_or(Format::Json);
    let allowance = match http.spend(&visitor, ready.cost) {
        Ok(allowance) => allowance,
        Err(exceeded) => return answer::rate_limited(format, exceeded, &visitor.request_id),
    };
    let kind = ready.kind;
    let mut response = if accepted.prefers_stream || (accepted.stream && kind == Kind::Subscription) {
        metrics::operation(name_of(kind), "streamed", begun.elapsed());
        sse::run(http, visitor, ready, headers)
    } else if kind == Kind::Subscription {
        let refusal = Refusal::bad_input("follow subscriptions over WebSocket, or accept text/event-stream");
        answer::request_error(format, refusal, &visitor.request_id)
    } else {
        let result = http.schema.run(visitor, ready).await;
        metrics::operation(name_of(kind), if result.is_ok() { "ok" } else { "errors" }, begun.elapsed());
        answer::json(format, StatusCode::OK, &result)
    };
    if let Some(allowance) = allowance {
        answer::tell(allowance, response.headers_mut());
    }
    response
}

impl Http {
    /// From what a request says to an operation that may run.
    fn prepare(&self, mut params: Params) -> Result<Ready, Refusal> {
        let (query, keep) = self.transport.persisted.query(&mut params)?;
        let mut request = async_graphql::Request::new(query);
        request.operation_name = params.operation_name;
        request.variables = Variables::from_json(serde_json::Value::Object(params.variables));
        let Some(keep) = keep else { return self.schema.prepare(request) };
        let query = request.query.clone();
        let ready = self.schema.prepare(request)?;
        self.transport.persisted.keep(&keep, &query);
        Ok(ready)
    }

    /// Takes an operation's cost from what the visitor may spend.
    fn spend(&self, visitor: &Visitor, cost: u64) -> Result<Option<Allowance>, Exceeded> {
        match Payer::of(visitor) {
            Some(payer) => self.app.limits.spend(&payer, cost),
            None => Ok(None),
        }
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Query => "query",
        Kind::Mutation => "mutation",
        Kind::Subscription => "subscription",
    }
}

fn request_id(extensions: &axum::http::Extensions) -> &str {
    extensions.get::<RequestId>().map_or("", |id| id.0.as_str())
}
