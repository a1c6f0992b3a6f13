//! One POST over plain HTTP/1.1 to the server itself or to another process of this installation; the demonstration needs
//! no more of a client.

use crate::config::Config;
use anyhow::Context as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Longest status line and headers that are read, in bytes.
const MAX_HEAD: u64 = 16 * 1024;

/// Posts a body and returns the status of the answer.
///
/// # Errors
/// When nobody listens there, or what answers is no HTTP.
pub(super) async fn post(config: &Config, path: &str, headers: &[(&str, String)], body: &[u8]) -> anyhow::Result<u16> {
    let host = config.demo_courier_host.clone().unwrap_or_else(|| reachable(config.addr).to_string());
    tokio::time::timeout(TIMEOUT, exchange(&host, path, headers, body))
        .await
        .with_context(|| format!("{host} does not answer"))?
        .with_context(|| format!("cannot post to {host}"))
}

async fn exchange(host: &str, path: &str, headers: &[(&str, String)], body: &[u8]) -> anyhow::Result<u16> {
    let mut stream = TcpStream::connect(host).await?;
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.take(MAX_HEAD).read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok());
    status.context("the answer is no HTTP")
}

/// Where a server that listens on every address can be reached from its own machine.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}
