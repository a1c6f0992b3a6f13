//! A server of its own for a measurement: started, watched, ended.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths::Repo;
use crate::{process, serve};

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// From its start to its first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts the release server on a database and waits for its first answer.
    pub fn start(repo: &Repo, database_url: &str, data: &Path, settings: &[&str]) -> Result<Self> {
        Self::start_as(repo, true, database_url, data, settings)
    }

    /// The same with the server of either profile: what is not timed can be asked of the debug build.
    pub fn start_as(repo: &Repo, release: bool, database_url: &str, data: &Path, settings: &[&str]) -> Result<Self> {
        let port = serve::free_port()?;
        let mut vouch = process::clean(repo.vouch(release), &repo.root);
        vouch.arg("serve").args(["--addr", &format!("127.0.0.1:{port}"), "--database-url", database_url]);
        vouch
            .arg("--data-dir")
            .arg(data)
            .arg("--site")
            .arg(repo.site())
            .args(["--rate-limit", "0", "--page-rate-limit", "0"])
            .args(settings)
            .env("RUST_LOG", "warn");
        let begin = Instant::now();
        let child = vouch.stdin(Stdio::null()).spawn().context("the server cannot be started")?;
        let mut server = Self { child, port, first_answer: Duration::ZERO };
        while !serve::is_ready(port) {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended ({status}); its log above tells why");
            }
            if begin.elapsed() > Duration::from_secs(120) {
                bail!("the server does not answer");
            }
            sleep(Duration::from_millis(5));
        }
        server.first_answer = begin.elapsed();
        Ok(server)
    }

    /// Memory that is really in use, in bytes (`VmRSS` of /proc).
    pub fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("the kernel tells no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
