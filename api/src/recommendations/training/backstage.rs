//! Heavy work on a thread of its own that gives way to those that answer requests.

use anyhow::Context as _;
use std::thread;
use tokio::sync::oneshot;

/// By how much the thread is nicer than others: it gets next to nothing while somebody else wants the processor.
#[cfg(target_os = "linux")]
const NICE: i32 = 15;

/// Runs something that computes, and waits for it without holding a thread that serves. It is one thread, however many
/// processors there are: the others are for requests.
///
/// # Errors
/// When the thread cannot be started, or it panicked.
pub(super) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    let (done, wait) = oneshot::channel();
    let learn = move || {
        give_way();
        // Nobody waits any more only when the process ends.
        let _ = done.send(work());
    };
    thread::Builder::new().name("learning".to_owned()).spawn(learn).context("no thread can be started to learn")?;
    wait.await.context("learning broke off")
}

/// Makes the thread that calls this one that gives way. That it cannot be is no reason not to learn.
#[cfg(target_os = "linux")]
fn give_way() {
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE);
}

/// Elsewhere than on Linux a single thread has no priority of its own to lower.
#[cfg(not(target_os = "linux"))]
fn give_way() {}
