//! A mock of an S3 service: one bucket in memory. It is no real one, but it speaks the real protocol, and checks each
//! signature as Amazon's documentation of Signature Version 4 says.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const BUCKET: &str = "pictures";
pub const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub const SECRET_KEY: &str = "the mock's secret, which is none";

/// Names and what lies under them.
pub type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// A running mock; it ends when dropped.
pub struct MockS3 {
    pub endpoint: String,
    pub objects: Objects,
    task: JoinHandle<()>,
}

impl MockS3 {
    pub async fn start() -> Self {
        let objects = Objects::default();
        let router = Router::new().fallback(serve).with_state(Arc::clone(&objects));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { endpoint, objects, task }
    }
}

impl Drop for MockS3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(State(objects): State<Objects>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 16_000_000).await.expect("a body");
    if let Err(why) = signed(&parts, &body) {
        return error(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", why);
    }
    let Some(key) = parts.uri.path().strip_prefix(&format!("/{BUCKET}/")).map(str::to_owned) else {
        return error(StatusCode::NOT_FOUND, "NoSuchBucket", "there is one bucket");
    };
    let mut objects = objects.lock().expect("not poisoned");
    match parts.method {
        Method::PUT => {
            let tag = tag(&body);
            objects.insert(key, body.to_vec());
            ([(header::ETAG, tag)], Body::empty()).into_response()
        }
        Method::GET | Method::HEAD => match objects.get(&key) {
            Some(bytes) => {
                let told =
                    [(header::ETAG, tag(bytes)), (header::LAST_MODIFIED, "Mon, 02 Mar 2026 09:00:00 GMT".to_owned())];
                (told, bytes.clone()).into_response()
            }
            None => error(StatusCode::NOT_FOUND, "NoSuchKey", "there is no such object"),
        },
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "a mock knows less"),
    }
}

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&Sha256::digest(bytes)[..16]))
}

fn error(status: StatusCode, code: &str, message: &str) -> Response {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>");
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// Whether the request was signed with the secret key, body and all.
fn signed(parts: &Parts, body: &[u8]) -> Result<(), &'static str> {
    let authorization = text(&parts.headers, "authorization").ok_or("no signature")?;
    let fields = authorization.strip_prefix("AWS4-HMAC-SHA256 ").ok_or("another kind of signature")?;
    let field = |name: &str| fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
    let credential = field("Credential").ok_or("no credential")?;
    let (key, scope) = credential.split_once('/').ok_or("no scope")?;
    let names = field("SignedHeaders").ok_or("no headers")?;
    let signature = field("Signature").ok_or("no signature")?;
    let hash = text(&parts.headers, "x-amz-content-sha256").ok_or("no hash of the body")?;
    if key != ACCESS_KEY {
        return Err("another key");
    }
    if hash != hex::encode(Sha256::digest(body)) {
        return Err("another body");
    }
    let headers: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", text(&parts.headers, name).unwrap_or_default().trim()))
        .collect();
    let mut query: Vec<&str> = parts.uri.query().unwrap_or_default().split('&').collect();
    query.sort_unstable();
    let (method, path, query) = (parts.method.as_str(), parts.uri.path(), query.join("&"));
    let canonical = format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{hash}");
    let at = text(&parts.headers, "x-amz-date").ok_or("no date")?;
    let to_sign = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)));
    let secret = format!("AWS4{SECRET_KEY}").into_bytes();
    let key = scope.split('/').fold(secret, |key, part| keyed(&key, part));
    (hex::encode(keyed(&key, &to_sign)) == signature).then_some(()).ok_or("another secret, or another request")
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
