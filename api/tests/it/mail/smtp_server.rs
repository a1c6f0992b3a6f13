//! A real SMTP server: aiosmtpd, which lays every mail into a Maildir.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

/// A running server; it ends when dropped.
pub struct SmtpServer {
    pub port: u16,
    child: Child,
    folder: TempDir,
}

impl SmtpServer {
    /// Starts the server on a free port.
    pub async fn start() -> Self {
        let probe = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = probe.local_addr().expect("an address").port();
        drop(probe);
        Self::start_on(port).await
    }

    /// Starts the server on this port.
    pub async fn start_on(port: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let child = Command::new("aiosmtpd")
            .args(["--nosetuid", "--listen", &format!("127.0.0.1:{port}")])
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
