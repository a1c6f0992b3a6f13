//! Cards: what stands beside a link to a product where somebody shares it. Sites that show such pictures draw no SVG, so
//! a card is a PNG of 1200 × 630 with the product's drawing on paper and the market's seal.

use super::Http;
use super::media;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use moka::sync::Cache;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Pixels.
const WIDTH: u32 = 1200;
/// Pixels.
const HEIGHT: u32 = 630;
/// Bytes of cards that are held: a card is some 100 KB.
const HELD: u64 = 32_000_000;
/// Cards drawn at the same time: each takes a core for some ten milliseconds.
const AT_ONCE: usize = 2;

/// The paper that a drawing lies on, and the seal at its foot.
const PAPER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><path d="M0 0h1200v630H0z" fill="#f6f0e4"/><path d="M342 0h516v630H342z" fill="#e6dccb"/><g transform="translate(56 490) scale(2.6)"><rect x="2" y="2" width="28" height="28" rx="5" fill="#982518"/><path d="M8.5 8.5 16 24 23.5 8.5M12.5 8.5 16 16.5l3.5-8" fill="none" stroke="#fbf7ef" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"/></g></svg>"##;

/// Cards that were drawn.
#[derive(Clone)]
struct Cards {
    held: Cache<String, Bytes>,
    drawing: Arc<Semaphore>,
}

/// The routes of cards.
pub(super) fn routes() -> Router<Http> {
    let weigh = |_: &String, card: &Bytes| u32::try_from(card.len()).unwrap_or(u32::MAX);
    let held = Cache::builder().weigher(weigh).max_capacity(HELD).build();
    let cards = Cards { held, drawing: Arc::new(Semaphore::new(AT_ONCE)) };
    Router::new().route("/media/cards/{file}", get(card)).layer(Extension(cards))
}

async fn card(State(http): State<Http>, Extension(cards): Extension<Cards>, Path(file): Path<String>) -> Response {
    let drawing = file.strip_suffix(".png").map(|name| format!("{name}.svg"));
    let Some(drawing) = drawing.filter(|drawing| media::is_picture_name(drawing)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The drawing tells whether the card is still that of it.
    let Ok(svg) = tokio::fs::read(http.app.config.demo_dir.join("images").join(&drawing)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let key = format!("{drawing} {}", hex::encode(Sha256::digest(&svg)));
    if let Some(card) = cards.held.get(&key) {
        return show(card);
    }
    let Ok(_turn) = cards.drawing.acquire().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match tokio::task::spawn_blocking(move || draw(&svg)).await {
        Ok(Ok(card)) => {
            let card = Bytes::from(card);
            cards.held.insert(key, card.clone());
            show(card)
        }
        Ok(Err(error)) => {
            tracing::warn!(drawing, error = format!("{error:#}"), "a card could not be drawn");
            StatusCode::NOT_FOUND.into_response()
        }
        Err(error) => {
            tracing::error!(drawing, %error, "drawing a card failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn show(card: Bytes) -> Response {
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, card).into_response()
}

/// Draws the card of a drawing.
fn draw(svg: &[u8]) -> anyhow::Result<Vec<u8>> {
    // A drawing is drawn from itself alone: no other file is read for it.
    let alone = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: alone, ..Options::default() };
    let (paper, drawing) = (Tree::from_str(PAPER, &usvg::Options::default())?, Tree::from_data(svg, &options)?);
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| anyhow::anyhow!("no memory for a card"))?;
    resvg::render(&paper, Transform::identity(), &mut pixels.as_mut());
    let size = drawing.size();
    let scale = (HEIGHT as f32 / size.height()).min(504.0 / size.width());
    let (left, top) = (WIDTH as f32 - size.width() * scale, HEIGHT as f32 - size.height() * scale);
    let place = Transform::from_scale(scale, scale).post_translate(left / 2.0, top / 2.0);
    resvg::render(&drawing, place, &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_a_png_with_the_drawing_in_its_middle() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1000"><path d="M0 0h800v1000H0z" fill="#0000ff"/></svg>"##;
        let png = draw(svg.as_bytes()).unwrap();
        let card = Pixmap::decode_png(&png).unwrap();
        assert_eq!((card.width(), card.height()), (WIDTH, HEIGHT));
        let at = |x, y| card.pixel(x, y).map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).unwrap();
        assert_eq!(at(600, 315), (0, 0, 255));
        assert_eq!(at(10, 10), (0xf6, 0xf0, 0xe4));
        assert!(draw(b"no drawing").is_err());
    }
}
