//! The server as xtask starts it, and the question whether it is ready.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Repo;
use crate::{process, step};

/// The server in demonstration mode: the demo catalogue in an empty database, and a courier that moves orders.
///
/// It is a demonstration of this repository alone, so its site and its catalogue are named and not searched for.
pub fn demonstration(repo: &Repo, release: bool, port: u16, database_url: &str) -> Command {
    let mut vouch = process::clean(repo.vouch(release), &repo.root);
    vouch
        .arg("serve")
        .args(["--addr", &format!("127.0.0.1:{port}")])
        .args(["--database-url", database_url])
        .arg("--site")
        .arg(repo.site())
        .arg("--demo-dir")
        .arg(repo.root.join("demo"))
        .args(["--demo", "--demo-courier"]);
    vouch
}

/// A database that people keep between runs: `var/vouch.db`, which git ignores.
pub fn default_database(repo: &Repo) -> String {
    format!("sqlite://{}", repo.root.join("var/vouch.db").display())
}

/// Fails with a sentence when somebody already listens on `port`.
pub fn require_free(port: u16) -> Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .with_context(|| format!("port {port} is taken; stop what listens there, or choose another with --port"))
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Whether the server on `port` says that it is ready.
pub fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status == *b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

/// Says when the server is ready: what `up` leaves behind while it becomes the server itself.
#[derive(clap::Args)]
pub struct Announcement {
    /// The port that the server listens on.
    #[arg(long)]
    port: u16,
    /// The server's process: nothing is announced after its end.
    #[arg(long)]
    server: u32,
}

impl Announcement {
    /// Starts this program anew to watch the server that the present process is about to become.
    pub fn start(port: u16) -> Result<()> {
        let mut announcer = Command::new(std::env::current_exe()?);
        announcer.arg("announce").args(["--port", &port.to_string()]);
        announcer.args(["--server", &std::process::id().to_string()]);
        announcer.spawn().context("the announcer cannot be started")?;
        Ok(())
    }
}

/// Waits for the server and prints its address.
pub fn announce(announcement: &Announcement) -> Result<()> {
    let begin = Instant::now();
    let process = PathBuf::from(format!("/proc/{}", announcement.server));
    let can_tell = PathBuf::from("/proc/self").exists();
    while !is_ready(announcement.port) {
        if can_tell && !process.exists() {
            return Ok(());
        }
        if begin.elapsed() > Duration::from_secs(600) {
            bail!("the server is not ready after 10 minutes; its log above tells why");
        }
        sleep(Duration::from_millis(50));
    }
    println!(
        "\n    Vouch is open at http://127.0.0.1:{} (ready after {}; Ctrl-C stops it)\n",
        announcement.port,
        step::show(begin.elapsed())
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn answering(status: &'static str) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let length = stream.read(&mut request).unwrap();
            assert!(request[..length].starts_with(b"GET /readyz "));
            stream.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).unwrap();
        });
        port
    }

    #[test]
    fn ready_is_what_answers_200() {
        assert!(is_ready(answering("200 OK")));
        assert!(!is_ready(answering("503 Service Unavailable")));
        assert!(!is_ready(free_port().unwrap()));
    }

    #[test]
    fn a_taken_port_is_refused_with_advice() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(require_free(port).unwrap_err().to_string().ends_with("choose another with --port"));
    }
}
