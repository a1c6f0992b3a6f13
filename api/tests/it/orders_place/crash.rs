//! `kill -9` of the real server under a load of orders, ten times: every order that was acknowledged is there, and no
//! stock is lost or invented.

use super::input;
use crate::support::TestApp;
use api::catalog::entity::variant;
use api::events;
use api::orders::entity::{self, line, part};
use api::payments::entity as payment;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use shared::id::{OrderId, VariantId};
use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const ROUNDS: usize = 10;
const BUYERS: usize = 6;
const STOCK: i32 = 100_000;

/// A running `vouch`; killed without warning when it goes.
struct Server {
    child: Child,
    addr: SocketAddr,
}

impl Server {
    async fn start(test: &TestApp, data_dir: &std::path::Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = free.local_addr().expect("an address");
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_vouch"))
            .arg("serve")
            .args(["--database-url", &test.app.config.database_url, "--addr", &addr.to_string()])
            .arg("--data-dir")
            .arg(data_dir)
            .env("RUST_LOG", "error")
            .env("VOUCH_RATE_LIMIT", "0")
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let server = Self { child, addr };
        for _ in 0..600 {
            if server.get("/readyz").await.is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server was not ready in 30 seconds");
    }

    async fn get(&self, path: &str) -> Option<String> {
        exchange(self.addr, format!("GET {path} HTTP/1.1\r\nhost: vouch\r\nconnection: close\r\n\r\n")).await
    }

    fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; `None` when it was not answered whole.
async fn exchange(addr: SocketAddr, request: String) -> Option<String> {
    let mut stream = TcpStream::connect(addr).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

/// The `data` of an operation; `None` when the server went away.
async fn run(addr: SocketAddr, query: &str, variables: Value) -> Option<Value> {
    let body = json!({"query": query, "variables": variables}).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: vouch\r\nconnection: close\r\ncontent-type: application/json\r\n\
         accept: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(addr, request).await?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let start = body.find('{')?;
    let end = body.rfind('}')?;
    let answer: Value = serde_json::from_str(&body[start..=end]).ok()?;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    Some(answer["data"].clone())
}

/// What buyers know: orders that were acknowledged, and requests that were never answered.
#[derive(Default)]
struct Known {
    acknowledged: HashSet<OrderId>,
    unanswered: Vec<Value>,
}

/// Buys one piece after the other until the server is gone.
async fn buy(addr: SocketAddr, variant: VariantId, name: String, known: Arc<Mutex<Known>>) {
    for number in 0.. {
        let add = "mutation($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { cart { id } } }";
        let lines = json!([{"variantId": variant, "quantity": 1}]);
        let Some(made) = run(addr, add, json!({"input": {"lines": lines}})).await else { return };
        let cart = made["cartLinesAdd"]["cart"]["id"].as_str().expect("a cart").to_owned();
        let order = input(&cart, &format!("{name}-{number}"));
        match place(addr, &order).await {
            Some(id) => known.lock().expect("not poisoned").acknowledged.insert(id),
            None => return known.lock().expect("not poisoned").unanswered.push(order),
        };
    }
}

async fn place(addr: SocketAddr, order: &Value) -> Option<OrderId> {
    let query = "mutation($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id } userErrors { code } } }";
    let placed = run(addr, query, json!({"input": order})).await?["orderPlace"].clone();
    assert_eq!(placed["userErrors"], json!([]));
    Some(placed["order"]["id"].as_str().expect("an id").parse().expect("an order's id"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, bowl) = test.product(shop, "bowl", 1800, STOCK).await;
    let data_dir = tempfile::tempdir().expect("a folder");
    let known = Arc::new(Mutex::new(Known::default()));
    for round in 0..ROUNDS {
        let mut server = Server::start(&test, data_dir.path()).await;
        let buyers: Vec<_> = (0..BUYERS)
            .map(|buyer| tokio::spawn(buy(server.addr, bowl, format!("{round}-{buyer}"), Arc::clone(&known))))
            .collect();
        tokio::time::sleep(Duration::from_millis(300 + 70 * round as u64)).await;
        server.kill();
        for buyer in buyers {
            buyer.await.expect("no buyer was told anything wrong");
        }
    }
    // A buyer whose answer was lost asks again with the same key: the order is placed once, then or now.
    let server = Server::start(&test, data_dir.path()).await;
    let Known { acknowledged, unanswered } = std::mem::take(&mut *known.lock().expect("not poisoned"));
    let mut expected = acknowledged.clone();
    for order in &unanswered {
        let first = place(server.addr, order).await.expect("answered");
        assert_eq!(place(server.addr, order).await, Some(first));
        expected.insert(first);
    }
    drop(server);
    println!("{} orders acknowledged, {} asked for again", acknowledged.len(), unanswered.len());
    assert!(acknowledged.len() > ROUNDS, "there was a load");
    check(&test, bowl, &expected).await;
}

/// What the database holds is exactly what buyers know.
async fn check(test: &TestApp, bowl: VariantId, expected: &HashSet<OrderId>) {
    let conn = test.app.db.write();
    let orders: HashSet<OrderId> =
        entity::Entity::find().all(conn).await.expect("read").into_iter().map(|order| order.id).collect();
    assert_eq!(&orders, expected);
    let ordered: i32 = line::Entity::find().all(conn).await.expect("read").iter().map(|line| line.quantity).sum();
    let stock = variant::Entity::find_by_id(bowl).one(conn).await.expect("read").expect("there");
    assert_eq!((stock.on_hand, stock.reserved), (STOCK, ordered));
    let count = orders.len() as u64;
    assert_eq!(part::Entity::find().count(conn).await.expect("counted"), count);
    assert_eq!(line::Entity::find().count(conn).await.expect("counted"), count);
    assert_eq!(payment::Entity::find().count(conn).await.expect("counted"), count);
    for topic in ["order.placed", "order.confirmed"] {
        let told = events::entity::Entity::find().filter(events::entity::Column::Topic.eq(topic)).count(conn).await;
        assert_eq!(told.expect("counted"), count, "{topic}");
    }
    assert_eq!(ordered.unsigned_abs() as u64, count);
}
