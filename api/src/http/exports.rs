//! `GET /account/export/{token}`: everything that is kept about an account, as a file. The token in the path is all that
//! is asked for: it was made for somebody who had just shown that it is them, fetches the file once, and soon expires.

use super::Http;
use super::visitor::address;
use crate::accounts::AccountError;
use crate::accounts::export::{self, Export, PATH};
use crate::failure::Failure;
use crate::ids::Secret;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

pub(super) fn routes() -> Router<Http> {
    Router::new().route(&format!("{PATH}/{{token}}"), get(fetch))
}

async fn fetch(State(http): State<Http>, Path(token): Path<String>, request: Request) -> Response {
    let address = address(request.headers(), request.extensions(), &http.app.config);
    let mut response = match export::open(&http.app, &Secret::presented(&token), address).await {
        Ok(export) => file(export),
        Err(Failure::Refused(AccountError::TooManyAttempts(seconds))) => {
            let wait = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            (StatusCode::TOO_MANY_REQUESTS, wait, "Too many tries: wait, then ask for the file again.\n")
                .into_response()
        }
        Err(Failure::Refused(_) | Failure::NotFound) => {
            (StatusCode::GONE, "This link has been used or has expired: ask for the file again.\n").into_response()
        }
        Err(Failure::Internal(error)) => {
            tracing::error!(error = format!("{error:#}"), "an account's export could not be opened");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn file(export: Export) -> Response {
    let day = export.at.to_string();
    let name = format!("attachment; filename=\"vouch-account-{}.json\"", day.get(..10).unwrap_or_default());
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CONTENT_DISPOSITION, &name)];
    (headers, Body::from_stream(export.write())).into_response()
}
