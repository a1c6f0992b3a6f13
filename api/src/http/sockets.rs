//! Sockets outlive their request; the server waits for their farewells before it ends.

use tokio::sync::watch;

/// The open sockets of a server.
#[derive(Clone, Debug)]
pub struct Sockets(watch::Sender<()>);

/// Held by an open socket.
#[derive(Debug)]
pub struct Guard(#[expect(dead_code, reason = "it counts while it is held")] watch::Receiver<()>);

impl Default for Sockets {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Sockets {
    /// Counts a socket for as long as the guard is held.
    #[must_use]
    pub fn guard(&self) -> Guard {
        Guard(self.0.subscribe())
    }

    /// Resolves when no socket is open.
    pub async fn all_closed(&self) {
        self.0.closed().await;
    }
}
