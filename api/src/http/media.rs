//! Pictures: those that were sent or fetched, and the drawings (SVG) of the demo catalogue.

use super::Http;
use crate::images;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// A drawing may be shown and do nothing: no scripts, no requests, no forms, an origin of its own.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// The address carries a hash of the content, so a changed picture has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FIVE_MINUTES: &str = "public, max-age=300";

/// The routes of pictures.
pub(super) fn routes() -> Router<Http> {
    Router::new().route("/media/demo/{file}", get(demo)).route("/media/images/{name}/{file}", get(stored))
}

async fn stored(
    State(http): State<Http>,
    Path((name, file)): Path<(String, String)>,
    request: HeaderMap,
) -> Result<Response, StatusCode> {
    let width = file.strip_suffix(".webp").and_then(|width| width.parse::<u16>().ok());
    let width = width.filter(|_| images::is_name(&name)).ok_or(StatusCode::NOT_FOUND)?;
    // The name is a hash of the content: what has it is what was kept.
    let tag = format!("\"{name}-{width}\"");
    let headers: [(HeaderName, &str); 3] =
        [(header::CACHE_CONTROL, FOR_EVER), (header::ETAG, &tag), (header::CONTENT_SECURITY_POLICY, SANDBOX)];
    let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let path = images::path(&name, i32::from(width));
    let found = http.app.storage.get(&path).await.map_err(|error| {
        tracing::error!(path, error = format!("{error:#}"), "a picture could not be read");
        StatusCode::BAD_GATEWAY
    })?;
    let bytes = found.ok_or(StatusCode::NOT_FOUND)?;
    Ok((headers, [(header::CONTENT_TYPE, "image/webp")], bytes).into_response())
}

async fn demo(State(http): State<Http>, Path(file): Path<String>, RawQuery(query): RawQuery) -> Response {
    if !is_picture_name(&file) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(bytes) = tokio::fs::read(http.app.config.demo_dir.join("images").join(&file)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let versioned = query.is_some_and(|query| query.starts_with("v="));
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, if versioned { FOR_EVER } else { FIVE_MINUTES }),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

/// Lower-case letters, digits and hyphens, then `.svg`: nothing that could leave the folder.
pub(super) fn is_picture_name(file: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    file.strip_suffix(".svg").is_some_and(|name| !name.is_empty() && name.bytes().all(known))
}

#[cfg(test)]
mod tests {
    use super::is_picture_name;

    #[test]
    fn no_name_leaves_the_folder() {
        assert!(is_picture_name("river-mist-tea-bowl-2.svg"));
        for bad in ["../secret.svg", "a/b.svg", ".svg", "a.svg.html", "a%2e.svg", "A.svg", "a.png"] {
            assert!(!is_picture_name(bad), "{bad}");
        }
    }
}
