//! A real SMTP server: aiosmtpd, which lays every mail into a Maildir.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

/// Where the certificates of the tests are.
const TLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mail/tls");

/// The authority that vouches for the server, which nobody else knows.
pub fn authority() -> PathBuf {
    Path::new(TLS).join("authority.crt")
}

/// How a server keeps its letters secret on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Not at all.
    None,
    /// It refuses letters until STARTTLS.
    StartTls,
    /// TLS from the first byte on.
    Implicit,
}

/// A running server; it ends when dropped.
pub struct SmtpServer {
    pub port: u16,
    child: Child,
    folder: TempDir,
}

impl SmtpServer {
    /// Starts the server on a free port.
    pub async fn start() -> Self {
        Self::start_with(Secrecy::None).await
    }

    /// Starts a server that insists on this.
    pub async fn start_with(secrecy: Secrecy) -> Self {
        let probe = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = probe.local_addr().expect("an address").port();
        drop(probe);
        Self::start_as(port, secrecy).await
    }

    /// Starts the server on this port.
    pub async fn start_on(port: u16) -> Self {
        Self::start_as(port, Secrecy::None).await
    }

    async fn start_as(port: u16, secrecy: Secrecy) -> Self {
        let (certificate, key) = (format!("{TLS}/server.crt"), format!("{TLS}/server.key"));
        let secret = match secrecy {
            Secrecy::None => Vec::new(),
            Secrecy::StartTls => vec!["--tlscert", &certificate, "--tlskey", &key],
            Secrecy::Implicit => vec!["--smtpscert", &certificate, "--smtpskey", &key],
        };
        let folder = tempfile::tempdir().expect("a folder");
        let child = Command::new("aiosmtpd")
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
            .args(secret)
            .args(["--class", "aiosmtpd.handlers.Mailbox", &folder.path().join("mail").display().to_string()])
            .env_remove("LD_LIBRARY_PATH")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("aiosmtpd is installed: `cargo xtask test` does that, or Debian's package python3-aiosmtpd");
        let server = Self { port, child, folder };
        for _ in 0..400 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("aiosmtpd does not listen");
    }

    /// What has come in, each mail as it was on the wire.
    pub fn mails(&self) -> Vec<String> {
        let new: PathBuf = self.folder.path().join("mail/new");
        let Ok(entries) = std::fs::read_dir(new) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).expect("a mail").replace("\r\n", "\n")).collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // A server that has ended by itself cannot be ended any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
