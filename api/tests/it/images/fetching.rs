//! Pictures of imports, fetched from a server of the test's.

use super::hostile;
use crate::support::TestApp;
use api::catalog::entity::{ImageState, image};
use api::config::Settings;
use api::images::fetch::{Fetched, fetch_due};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sea_orm::{EntityTrait, IntoActiveModel};
use shared::id::{ImageId, ProductId};
use shared::{Locale, Translated};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A host of pictures; it ends when dropped.
struct Host {
    url: String,
    asked: Arc<AtomicU32>,
    task: JoinHandle<()>,
}

impl Host {
    async fn start() -> Self {
        let asked = Arc::new(AtomicU32::new(0));
        let router = Router::new().route("/{file}", get(answer)).with_state(Arc::clone(&asked));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, asked, task }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(asked): State<Arc<AtomicU32>>, Path(file): Path<String>) -> Response {
    let before = asked.fetch_add(1, Ordering::Relaxed);
    let moved = |to: &str| (StatusCode::FOUND, [(header::LOCATION, to.to_owned())]).into_response();
    match file.as_str() {
        "photo.jpg" => hostile::jpeg(700, 900).into_response(),
        "moved.jpg" => moved("/photo.jpg"),
        "round.jpg" => moved("/round.jpg"),
        "inside.jpg" => moved("http://10.0.0.1/secret.jpg"),
        "file.jpg" => moved("file:///etc/passwd"),
        "page.jpg" => "<!doctype html><title>Not here</title>".into_response(),
        "large.jpg" => vec![0; 10_000_001].into_response(),
        "tired.jpg" if before < 2 => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "tired.jpg" => hostile::jpeg(60, 40).into_response(),
        "busy.jpg" => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "7200")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn app(allow: Option<&str>) -> (TestApp, ProductId) {
    let settings = Settings { demo: Some(true), fetch_images_allow: allow.map(str::to_owned), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    let shop = test.shop("otter").await;
    let (product, _) = test.product(shop, "walnut-bowl", 4_200, 5).await;
    image::Entity::delete_many().exec(test.app.db.write()).await.expect("no drawing");
    (test, product)
}

/// A picture of which an import has recorded the address.
async fn record(test: &TestApp, product_id: ProductId, url: &str, position: i32) -> ImageId {
    let row = image::Model {
        id: test.app.ids.next(),
        product_id,
        source_url: Some(url.to_owned()),
        path: None,
        width: None,
        height: None,
        alt: Translated::one(Locale::En, "A bowl"),
        position,
        state: ImageState::Recorded,
        widths: None,
        color: None,
        attempts: 0,
        next_attempt_at: test.app.clock.now(),
        last_error: None,
    };
    let id = row.id;
    image::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("a picture");
    id
}

async fn row(test: &TestApp, id: ImageId) -> image::Model {
    image::Entity::find_by_id(id).one(test.app.db.write()).await.expect("read").expect("there")
}

async fn fetch(test: &TestApp) -> Fetched {
    fetch_due(&test.app, None).await.expect("fetched")
}

#[tokio::test]
async fn a_recorded_picture_is_fetched_once_and_shown() {
    let host = Host::start().await;
    let (test, product) = app(Some("127.0.0.1")).await;
    let lost = record(&test, product, &format!("{}/lost.jpg", host.url), 0).await;
    let moved = record(&test, product, &format!("{}/moved.jpg", host.url), 1).await;
    assert_eq!(fetch(&test).await, Fetched { ready: 1, later: 0, failed: 1 });
    let (lost, moved) = (row(&test, lost).await, row(&test, moved).await);
    assert_eq!((lost.state, lost.last_error.as_deref()), (ImageState::Failed, Some("the host answers 404")));
    assert_eq!((moved.state, moved.width, moved.height), (ImageState::Ready, Some(700), Some(900)));
    let path = moved.path.clone().expect("a path");
    assert!(test.app.storage.get(&path).await.expect("it answers").is_some());
    let query = "query($id: ID!) { product(id: $id) { image { url state } images { id sources { width } } } }";
    let shown =
        test.data(&test.guest(), query, serde_json::json!({"id": product.to_string()})).await["product"].clone();
    assert_eq!(shown["image"], serde_json::json!({"url": format!("/media/{path}"), "state": "READY"}));
    assert_eq!(shown["images"].as_array().map(Vec::len), Some(1), "what could not be fetched is not shown");
    let asked = host.asked.load(Ordering::Relaxed);
    assert_eq!(fetch(&test).await, Fetched::default());
    assert_eq!(host.asked.load(Ordering::Relaxed), asked, "nobody is asked again");
}

#[tokio::test]
async fn a_host_that_fails_is_asked_again_later_and_a_busy_one_when_it_says() {
    let host = Host::start().await;
    let (test, product) = app(Some("127.0.0.0/8")).await;
    let tired = record(&test, product, &format!("{}/tired.jpg", host.url), 0).await;
    assert_eq!(fetch(&test).await, Fetched { ready: 0, later: 1, failed: 0 });
    assert_eq!(fetch(&test).await, Fetched::default(), "it rests");
    test.app.clock.advance_ms(60_000);
    assert_eq!(fetch(&test).await, Fetched { ready: 0, later: 1, failed: 0 });
    test.app.clock.advance_ms(240_000);
    assert_eq!(fetch(&test).await, Fetched { ready: 1, later: 0, failed: 0 });
    assert_eq!(row(&test, tired).await.attempts, 3);
    let busy = record(&test, product, &format!("{}/busy.jpg", host.url), 1).await;
    fetch(&test).await;
    let busy = row(&test, busy).await;
    assert_eq!((busy.state, busy.next_attempt_at), (ImageState::Recorded, test.app.clock.now().plus_ms(7_200_000)));
}

#[tokio::test]
async fn a_picture_that_never_comes_is_given_up() {
    let (test, product) = app(Some("127.0.0.1")).await;
    // Nobody listens there.
    let id = record(&test, product, "http://127.0.0.1:9/photo.jpg", 0).await;
    for _ in 0..8 {
        fetch(&test).await;
        test.app.clock.advance_ms(25 * 3_600_000);
    }
    let row = row(&test, id).await;
    assert_eq!((row.state, row.attempts), (ImageState::Failed, 8));
    assert!(row.last_error.expect("a reason").starts_with("the host cannot be reached"));
}

#[tokio::test]
async fn what_is_no_picture_or_too_much_is_given_up_with_its_reason() {
    let host = Host::start().await;
    let (test, product) = app(Some("127.0.0.1")).await;
    let cases = [
        ("page.jpg", "NOT_A_PICTURE: this is no picture, whatever its name says: send a JPEG, PNG, WebP or GIF"),
        ("large.jpg", "the file has more than 10 MB"),
        ("round.jpg", "the host sends us elsewhere again and again"),
        ("file.jpg", "only http and https are fetched"),
    ];
    let mut ids = Vec::new();
    for (at, (file, _)) in (0..).zip(cases) {
        ids.push(record(&test, product, &format!("{}/{file}", host.url), at).await);
    }
    assert_eq!(fetch(&test).await, Fetched { ready: 0, later: 0, failed: 4 });
    for (id, (file, reason)) in ids.into_iter().zip(cases) {
        assert_eq!(row(&test, id).await.last_error.as_deref(), Some(reason), "{file}");
    }
}

#[tokio::test]
async fn nobody_makes_the_server_knock_at_its_neighbours_doors() {
    let host = Host::start().await;
    let closed = "the host is not on the public internet; an operator may allow it with fetch_images_allow";
    let (test, product) = app(None).await;
    let by_name = host.url.replace("127.0.0.1", "localhost");
    let addresses = [
        format!("{}/photo.jpg", host.url),
        format!("{by_name}/photo.jpg"),
        host.url.replace("127.0.0.1", "2130706433"),
        host.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://0.0.0.0/photo.jpg".to_owned(),
    ];
    for (at, url) in (0..).zip(&addresses) {
        let id = record(&test, product, url, at).await;
        fetch(&test).await;
        assert_eq!(row(&test, id).await.last_error.as_deref(), Some(closed), "{url}");
    }
    assert_eq!(host.asked.load(Ordering::Relaxed), 0);
    // A host that is allowed sends us to one that is not.
    let (test, product) = app(Some("127.0.0.1")).await;
    let id = record(&test, product, &format!("{}/inside.jpg", host.url), 0).await;
    fetch(&test).await;
    assert_eq!(row(&test, id).await.last_error.as_deref(), Some(closed));
}
