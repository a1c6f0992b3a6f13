//! A server on a real port, and a small HTTP client that can also say what no good client says.

use super::TestApp;
use api::graphql::Schema;
use api::http::{self, Sockets};
use api::serve::{self, Role};
use axum::http::HeaderMap;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A test fails rather than waits longer than this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server; it stops when dropped.
pub struct TestServer {
    pub addr: SocketAddr,
    pub stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

/// An answer that is no text.
#[derive(Debug)]
pub struct RawReply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// An answer that goes on.
pub struct Streaming {
    pub status: u16,
    pub headers: HeaderMap,
    lines: BufReader<TcpStream>,
}

/// One server-sent event.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SentEvent {
    pub name: String,
    pub id: Option<String>,
    pub data: Option<String>,
}

impl TestApp {
    /// Serves as `vouch serve` does.
    pub async fn serve(&self) -> TestServer {
        let app = self.app.clone();
        TestServer::start(|listener, stop| async move {
            serve::serve_on(app, Role::All, listener, stop).await.expect("the server runs");
        })
        .await
    }

    /// Serves another schema over the same transports.
    pub async fn serve_schema(&self, schema: Schema) -> TestServer {
        let app = self.app.clone();
        TestServer::start(|listener, stop| async move {
            let sockets = Sockets::default();
            let router = http::router_with(app, schema, Role::Web, stop.clone(), &sockets);
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await.expect("it serves");
            sockets.all_closed().await;
        })
        .await
    }
}

impl TestServer {
    async fn start<F: Future<Output = ()> + Send + 'static>(
        serve: impl FnOnce(TcpListener, CancellationToken) -> F,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (addr, stop) = (listener.local_addr().expect("an address"), CancellationToken::new());
        let task = tokio::spawn(serve(listener, stop.clone()));
        Self { addr, stop, task }
    }

    /// Stops the server and waits until it has ended.
    pub async fn end(mut self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, &mut self.task).await.expect("it ends in time").expect("without a panic");
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", path, headers, "").await
    }

    /// Posts JSON to /graphql.
    pub async fn post(&self, body: &Value, headers: &[(&str, &str)]) -> Reply {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send("POST", "/graphql", &headers, &body.to_string()).await
    }

    /// Sends anything and reads the whole answer.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.send_bytes(method, path, headers, body.as_bytes()).await
    }

    pub async fn send_bytes(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let RawReply { status, headers, body } = self.exchange(method, path, headers, body).await;
        Reply { status, headers, body: String::from_utf8(body).expect("UTF-8") }
    }

    /// Asks for what is no text.
    pub async fn get_bytes(&self, path: &str, headers: &[(&str, &str)]) -> RawReply {
        self.exchange("GET", path, headers, b"").await
    }

    async fn exchange(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> RawReply {
        let answer = async {
            let mut stream = self.open(method, path, headers, body).await;
            let (status, headers) = head(&mut stream).await;
            let mut bytes = Vec::new();
            if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
                while let Some(chunk) = chunk(&mut stream).await {
                    bytes.extend(chunk);
                }
            } else {
                stream.read_to_end(&mut bytes).await.expect("a body");
            }
            RawReply { status, headers, body: bytes }
        };
        tokio::time::timeout(PATIENCE, answer).await.expect("an answer in time")
    }

    /// Begins to read a stream of events.
    pub async fn stream(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Streaming {
        let headers = [&[("accept", "text/event-stream"), ("content-type", "application/json")], headers].concat();
        let mut lines = self.open(method, path, &headers, body.as_bytes()).await;
        let (status, headers) = tokio::time::timeout(PATIENCE, head(&mut lines)).await.expect("a head in time");
        Streaming { status, headers, lines }
    }

    async fn open(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.addr).await.expect("it listens");
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.addr);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" && !headers.iter().any(|(name, _)| *name == "content-length") {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        stream.write_all(format!("{text}\r\n").as_bytes()).await.expect("sent");
        stream.write_all(body).await.expect("sent");
        BufReader::new(stream)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON expected: {self:?}"))
    }

    /// `extensions.code` of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Streaming {
    /// The next event; `None` when the stream has ended. Comments are skipped.
    pub async fn next(&mut self) -> Option<SentEvent> {
        tokio::time::timeout(PATIENCE, self.read()).await.expect("an event in time")
    }

    async fn read(&mut self) -> Option<SentEvent> {
        loop {
            // Each event is a chunk of its own.
            let chunk = chunk(&mut self.lines).await?;
            let text = String::from_utf8(chunk).expect("UTF-8");
            let mut event = SentEvent::default();
            for line in text.lines() {
                match line.split_once(':').map(|(field, value)| (field, value.trim_start())) {
                    Some(("event", name)) => event.name = name.to_owned(),
                    Some(("id", id)) => event.id = Some(id.to_owned()),
                    Some(("data", data)) => event.data = Some(data.to_owned()),
                    _ => {}
                }
            }
            if event != SentEvent::default() {
                return Some(event);
            }
        }
    }
}

async fn head(stream: &mut BufReader<TcpStream>) -> (u16, HeaderMap) {
    let mut line = String::new();
    stream.read_line(&mut line).await.expect("a status line");
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("{line:?}"));
    let mut headers = HeaderMap::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await.expect("a header");
        let Some((name, value)) = line.trim_end().split_once(':') else { return (status, headers) };
        let name: axum::http::HeaderName = name.parse().expect("a header's name");
        headers.append(name, value.trim().parse().expect("a header's value"));
    }
}

async fn chunk(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await.ok()? == 0 {
        return None;
    }
    let length = usize::from_str_radix(line.trim(), 16).unwrap_or_else(|_| panic!("a chunk's length: {line:?}"));
    let mut bytes = vec![0; length + 2];
    stream.read_exact(&mut bytes).await.ok()?;
    bytes.truncate(length);
    (length > 0).then_some(bytes)
}
