//! The mails of a demonstration, which are not sent: `/demo/outbox` and what lies in it.

use super::{security, visitor};
use crate::http::Http;
use crate::mail::{self, entity::Model};
use axum::Router;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use shared::Locale;
use shared::id::MailId;
use web::mail::{MailView, list_page, mail_page, no_mail_page};
use web::page::Page;
use web::paths;

/// Mails of the list.
const LISTED: u64 = 100;

/// The address of the stylesheet.
#[derive(Clone)]
struct Style(String);

/// The routes in every language; none where mail is meant in earnest.
pub(super) fn routes(http: &Http, style: &str) -> Router<Http> {
    if !http.app.config.demo {
        return Router::new();
    }
    let routes = Locale::ALL.iter().fold(Router::new(), |router, locale| {
        router
            .route(&paths::demo_outbox(*locale), get(list))
            .route(&paths::demo_mail(*locale, "{id}"), get(one))
            .route(&paths::demo_mail_html(*locale, "{id}"), get(html))
    });
    routes.layer(Extension(Style(style.to_owned())))
}

async fn list(State(http): State<Http>, Extension(Style(style)): Extension<Style>, request: Request) -> Response {
    let page = page(&http, &request);
    match mail::kept(&http.app, LISTED).await {
        Ok(mails) => {
            let mails: Vec<MailView> = mails.into_iter().map(view).collect();
            document(StatusCode::OK, security::WITHOUT_SCRIPTS, list_page(&page, &style, &mails))
        }
        Err(error) => failed(&error),
    }
}

async fn one(
    State(http): State<Http>,
    Extension(Style(style)): Extension<Style>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let page = page(&http, &request);
    match find(&http, &id).await {
        Ok(Some(mail)) => document(StatusCode::OK, security::WITHOUT_SCRIPTS, mail_page(&page, &style, &view(mail))),
        Ok(None) => document(StatusCode::NOT_FOUND, security::WITHOUT_SCRIPTS, no_mail_page(&page, &style)),
        Err(error) => failed(&error),
    }
}

/// The mail as the document that it is.
async fn html(State(http): State<Http>, Path(id): Path<String>) -> Response {
    match find(&http, &id).await {
        Ok(Some(mail)) => document(StatusCode::OK, security::A_MAIL, mail.html.unwrap_or_default()),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

fn page(http: &Http, request: &Request) -> Page {
    let (locale, _) = paths::split(request.uri().path());
    visitor::page(http, locale, request.headers())
}

async fn find(http: &Http, id: &str) -> Result<Option<Model>, sea_orm::DbErr> {
    match id.parse::<MailId>() {
        Ok(id) => mail::kept_one(&http.app, id).await,
        Err(_) => Ok(None),
    }
}

fn view(mail: Model) -> MailView {
    MailView {
        id: mail.id.to_string(),
        recipient: mail.recipient,
        locale: mail.locale,
        subject: mail.subject.unwrap_or_default(),
        text: mail.text.unwrap_or_default(),
        at: mail.created_at,
    }
}

fn document(status: StatusCode, policy: &'static str, html: String) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
    ];
    (status, headers, Html(html)).into_response()
}

fn failed(error: &sea_orm::DbErr) -> Response {
    tracing::error!(%error, "the outbox could not be read");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
