//! `POST /media/uploads`: one picture, its bytes as they are. See docs/api.md. Plain forms that bring pictures share its bounds.

use super::Http;
use super::visitor::Stranger;
use crate::actor::Shopper;
use crate::failure::Failure;
use crate::graphql::Visitor;
use crate::images::picture::MAX_BYTES;
use crate::images::{self, PictureError, Upload, UploadError};
use crate::limits::Payer;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use bytes::Bytes;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long the bytes may take to come: ten megabytes over a slow phone.
pub(super) const BODY_TIMEOUT: Duration = Duration::from_secs(120);
/// Bodies that are read at the same time: each lies in memory until its picture is made.
const AT_ONCE: usize = 8;
/// What an upload costs of the points that an account may spend in a minute.
const COST: u64 = 2_000;

/// Places for bodies with pictures, shared by all routes that read some.
#[derive(Clone)]
pub(super) struct Places(pub(super) Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// The route of uploads. Its answer may take longer than others.
pub(super) fn routes(places: Places) -> Router<Http> {
    Router::new().route("/media/uploads", post(receive)).layer(Extension(places))
}

async fn receive(
    State(http): State<Http>,
    Extension(Places(places)): Extension<Places>,
    request: Request,
) -> Result<Response, Refused> {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &http).await?;
    let shopper = may_send(&http, &visitor)?;
    let announced = length(&parts.headers);
    if announced.is_some_and(|length| length > MAX_BYTES as u64) {
        return Err(Refused::picture(PictureError::TooManyBytes));
    }
    let Ok(_place) = places.try_acquire() else { return Err(Refused::busy()) };
    let upload = keep(&http, &shopper, read(body).await?).await?;
    Ok((StatusCode::CREATED, Json(show(&upload))).into_response())
}

/// Takes a picture that a plain form brought, whose bytes it has read.
///
/// # Errors
/// The code of why it is not taken, as the route of uploads gives it.
pub(super) async fn of_form(http: &Http, visitor: &Visitor, bytes: Bytes) -> Result<Upload, &'static str> {
    let taken = async { keep(http, &may_send(http, visitor)?, bytes).await };
    taken.await.map_err(|refused: Refused| refused.code)
}

/// Whoever is signed in may send a picture, so many in a minute.
fn may_send(http: &Http, visitor: &Visitor) -> Result<Shopper, Refused> {
    let shopper = visitor.actor.shopper().ok_or(Refused::sign_in())?;
    if let Some(payer) = Payer::of(visitor) {
        http.app.limits.spend(&payer, COST).map_err(|exceeded| Refused::too_often(exceeded.retry_after))?;
    }
    Ok(shopper)
}

async fn keep(http: &Http, shopper: &Shopper, bytes: Bytes) -> Result<Upload, Refused> {
    images::receive(&http.app, shopper, bytes).await.map_err(|failure| match failure {
        Failure::Refused(error) => Refused::upload(error),
        Failure::NotFound => Refused::fault(),
        Failure::Internal(error) => {
            tracing::error!(error = format!("{error:#}"), "an upload was not kept");
            Refused::fault()
        }
    })
}

async fn read(body: Body) -> Result<Bytes, Refused> {
    // One byte more than there may be, so that the sentence about it is ours.
    match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BYTES + 1)).await {
        Err(_) => Err(Refused::slow()),
        Ok(Err(_)) => Err(Refused::picture(PictureError::TooManyBytes)),
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn show(upload: &Upload) -> serde_json::Value {
    let image = &upload.image;
    let source = |width: &i32| json!({"url": format!("/media/{}", images::path(&image.name, *width)), "width": width});
    json!({"image": {
        "id": upload.id.to_string(),
        "url": format!("/media/{}", image.path()),
        "width": image.width,
        "height": image.height,
        "placeholderColor": image.color,
        "sources": image.widths.0.iter().map(source).collect::<Vec<_>>(),
    }})
}

/// An upload that was not taken, and why.
struct Refused {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<u64>,
}

impl Refused {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in first")
    }

    fn too_often(seconds: u64) -> Self {
        let message = format!("too many requests; try again in {seconds} seconds");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message) }
    }

    fn busy() -> Self {
        let message = "many pictures are coming in at once; try again in a few seconds";
        Self { retry_after: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "BUSY", message) }
    }

    fn slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "TOO_SLOW", "the picture came too slowly: make it smaller")
    }

    fn fault() -> Self {
        let message = "something went wrong on our side; tell us the request id and we can find out what";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }

    fn picture(error: PictureError) -> Self {
        let status = match error {
            PictureError::Empty => StatusCode::BAD_REQUEST,
            PictureError::TooManyBytes | PictureError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            PictureError::NotAPicture | PictureError::UnsupportedFormat => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            PictureError::Damaged => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code(), error.to_string())
    }

    fn upload(error: UploadError) -> Self {
        match error {
            UploadError::Picture(error) => Self::picture(error),
            UploadError::TooManyWaiting => Self::new(StatusCode::CONFLICT, error.code(), error.to_string()),
        }
    }
}

impl From<Stranger> for Refused {
    fn from(stranger: Stranger) -> Self {
        Self::new(stranger.status(), stranger.code(), stranger.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = Json(json!({"error": {"code": self.code, "message": self.message}}));
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}
