//! The demonstration's courier moves orders from placed to delivered, through the server's own webhook.

use crate::support::TestApp;
use crate::support::orders::Placed;
use api::app::App;
use api::clock::Clock;
use api::config::Settings;
use api::serve::{Role, serve_on};
use serde_json::{Value, json};
use shared::payments::PaymentMethod;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a free port")
}

/// Serves until the token is cancelled.
fn serve(app: &App, role: Role, listener: TcpListener) -> (CancellationToken, tokio::task::JoinHandle<()>) {
    let stop = CancellationToken::new();
    let running = serve_on(app.clone(), role, listener, stop.clone());
    (stop, tokio::spawn(async move { running.await.expect("served") }))
}

/// The order, once it has arrived.
async fn delivered(test: &TestApp, placed: &Placed, deadline: Instant) -> Value {
    let query = "query($id: ID!, $token: String) { order(id: $id, accessToken: $token) { state isDemo payment { state }
        parts { state shipments { state events { status } } } events(first: 100) { nodes { kind } } } }";
    loop {
        let variables = json!({"id": placed.id(), "token": placed.token});
        let order = test.data(&test.guest(), query, variables).await["order"].clone();
        if order["state"] == "DELIVERED" {
            return order;
        }
        assert!(Instant::now() < deadline, "the courier is late: {order:#}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_courier_of_a_worker_posts_to_the_process_that_serves() {
    let (web, worker) = (listener().await, listener().await);
    let url = format!("http://{}", web.local_addr().expect("an address"));
    let settings = Settings {
        demo: Some(true),
        demo_courier: Some(true),
        demo_courier_pace_ms: Some(50),
        demo_courier_url: Some(url),
        addr: Some(worker.local_addr().expect("an address").to_string()),
        ..Settings::default()
    };
    let test = TestApp::with_clock(settings, Clock::system()).await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order(&test.guest(), &[(bowl, 1)]).await;
    let (stop_web, serving) = serve(&test.app, Role::Web, web);
    let (stop_worker, working) = serve(&test.app, Role::Worker, worker);
    delivered(&test, &placed, Instant::now() + Duration::from_secs(60)).await;
    for (stop, running) in [(stop_worker, working), (stop_web, serving)] {
        stop.cancel();
        running.await.expect("an orderly end");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_arrive_by_themselves_even_when_the_server_is_restarted() {
    let first = listener().await;
    let addr = first.local_addr().expect("an address");
    let settings = Settings {
        demo: Some(true),
        demo_courier: Some(true),
        demo_courier_pace_ms: Some(50),
        addr: Some(addr.to_string()),
        ..Settings::default()
    };
    let test = TestApp::with_clock(settings, Clock::system()).await;
    let (clay, wool) = (test.shop("clay").await, test.shop("wool").await);
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 100).await;
    let (_, jug) = test.product(clay, "jug", 2800, 100).await;
    let (_, scarf) = test.product(wool, "scarf", 4000, 100).await;
    let mut orders = Vec::new();
    for index in 0..8 {
        let method = if index % 2 == 0 { PaymentMethod::CashOnDelivery } else { PaymentMethod::BankTransfer };
        orders.push(test.order_by(&test.guest(), &[(bowl, 2), (jug, 1), (scarf, 1)], method).await);
    }

    let (stop, served) = serve(&test.app, Role::All, first);
    tokio::time::sleep(Duration::from_millis(400)).await;
    stop.cancel();
    served.await.expect("an orderly end");
    let again = TcpListener::bind(addr).await.expect("the same port");
    let (stop, served) = serve(&test.app, Role::All, again);

    let deadline = Instant::now() + Duration::from_secs(90);
    for placed in &orders {
        let order = delivered(&test, placed, deadline).await;
        assert_eq!((&order["isDemo"], &order["payment"]["state"]), (&json!(true), &json!("PAID")));
        let kinds = |kind: &str| {
            let events = order["events"]["nodes"].as_array().expect("events");
            events.iter().filter(|event| event["kind"] == kind).count()
        };
        let shipments: Vec<Value> = order["parts"]
            .as_array()
            .expect("parts")
            .iter()
            .flat_map(|part| part["shipments"].as_array().expect("shipments").clone())
            .collect();
        assert_eq!((kinds("CONFIRMED"), kinds("PAID")), (1, 1));
        assert_eq!((kinds("SHIPMENT_CREATED"), kinds("DELIVERED")), (shipments.len(), shipments.len()));
        assert!(shipments.iter().all(|shipment| shipment["events"].as_array().is_some_and(|told| told.len() >= 5)));
    }
    assert_eq!((test.stock(bowl).await, test.stock(jug).await), ((84, 0), (92, 0)));
    stop.cancel();
    served.await.expect("an orderly end");
}
