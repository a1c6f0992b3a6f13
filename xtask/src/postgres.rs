//! A private PostgreSQL in a temporary folder: nobody's databases are touched, and nothing is left behind.

use std::env;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::serve::free_port;
use crate::{process, scratch, tools};

/// What a cluster is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Tests: no waiting for the disk, since nothing outlives the run.
    Tests,
    /// Measurements: commits wait for the disk, as in production.
    Bench,
}

/// A running cluster. It ends with this value, and with xtask itself, however that ends.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes a cluster and waits until it answers.
    pub fn start(purpose: Purpose) -> Result<Self> {
        let bin = tools::postgres_bin().context("PostgreSQL's server is missing")?;
        let port = free_port()?;
        scratch::sweep(&env::temp_dir(), PREFIX, scratch::is_alive);
        let folder = env::temp_dir().join(format!("{PREFIX}{}-{port}", std::process::id()));
        fs::create_dir_all(&folder)?;
        if tools::is_root() {
            process::run(Command::new("chown").arg("postgres:").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = as_postgres(&bin.join("initdb"), &folder);
        initdb.arg("--pgdata").arg(&data).args(["--username=postgres", "--auth=trust", "--encoding=UTF8"]);
        process::read(initdb.args(["--locale=C", "--no-sync"]))?;

        let log = File::create(folder.join("log"))?;
        let mut command = as_postgres(&bin.join("postgres"), &folder);
        command.arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"]).arg(&folder);
        command.args(["-c", "max_connections=400", "-c", "shared_buffers=256MB"]);
        command.args(certificate(&folder)?);
        if purpose == Purpose::Tests {
            command.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
            // Hundreds of databases that live for seconds: their log is never read again.
            command.args(["-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_wal_size=256MB"]);
        }
        let server = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("PostgreSQL cannot be started")?;
        let mut cluster = Self { server, folder, port };
        cluster.wait()?;
        Ok(cluster)
    }

    /// The cluster's address, to which a database's name is added.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/", self.port)
    }

    /// The last lines that the server said, where it is no longer there.
    pub fn ended(&mut self) -> Option<String> {
        self.server.try_wait().ok()??;
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        Some(lines[lines.len().saturating_sub(20)..].join("\n"))
    }

    fn wait(&mut self) -> Result<()> {
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            let ended = self.server.try_wait()?.is_some();
            if ended || begin.elapsed() > Duration::from_secs(60) {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL does not answer. Its log:\n{log}");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // `kill -QUIT` ends PostgreSQL with all its processes at once; killing the child alone would orphan the others.
        process::succeeds(Command::new("kill").args(["-QUIT", &self.server.id().to_string()]));
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a cluster's folder is called, before the id of the xtask that made it and the port.
const PREFIX: &str = "vouch-postgres-";

/// The settings that make the server speak TLS, as databases elsewhere do. The certificate is for localhost, signed by
/// itself and known to everybody: it proves nothing, and encrypts.
fn certificate(folder: &Path) -> Result<Vec<String>> {
    let (certificate, key) = (folder.join("localhost.crt"), folder.join("localhost.key"));
    fs::write(&certificate, include_str!("../tls/localhost.crt"))?;
    fs::write(&key, include_str!("../tls/localhost.key"))?;
    process::run(Command::new("chmod").arg("600").arg(&key))?;
    if tools::is_root() {
        process::run(Command::new("chown").arg("postgres:").args([&certificate, &key]))?;
    }
    let file = |name: &str, path: &Path| format!("{name}={}", path.display());
    let settings = ["ssl=on".to_owned(), file("ssl_cert_file", &certificate), file("ssl_key_file", &key)];
    Ok(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect())
}

/// `program`, run as the user postgres where xtask is root: PostgreSQL refuses to run as root.
///
/// setpriv becomes the program instead of starting it, so that the child's process id is PostgreSQL's, and ties its
/// life to xtask's.
fn as_postgres(program: &Path, folder: &Path) -> Command {
    if !tools::is_root() {
        return process::clean(program, folder);
    }
    let mut command = process::clean("setpriv", folder);
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT", "--"]).arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where PostgreSQL is missing there is nothing to test; `cargo xtask test` installs it first.
    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if tools::postgres_bin().is_none() {
            return;
        }
        let cluster = Cluster::start(Purpose::Tests).unwrap();
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        assert!(cluster.url().starts_with("postgres://postgres@127.0.0.1:"));
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
        drop(cluster);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
        assert!(!folder.exists());
    }
}
