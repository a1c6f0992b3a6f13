//! When the loaders of one request run.
//!
//! A loader gathers keys until it runs, then asks the database once. How long should it wait? Here it waits for
//! nothing but the request itself: its batches run in the request's own task, and only when every resolver that
//! could run has run and waits. Batches run in waves: those of the next wave begin when the last of this one has
//! ended, so that what two of them lead to is asked for together, whichever of them ends first. So a level of the
//! answer costs one batch whatever the machine does, and no timer adds to the time of the answer.
//!
//! Subscriptions, whose events are resolved by a stream, spawn their batches and wait a millisecond instead.

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::{Timer, TokioSpawner, TokioTimer};
use futures::channel::mpsc;
use futures::future::{BoxFuture, FutureExt as _};
use futures::stream::{FuturesUnordered, StreamExt as _};
use futures::task::{FutureObj, Spawn, SpawnError};
use std::future::{Future, poll_fn};
use std::hash::Hash;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// How a request's loaders are run.
#[derive(Clone)]
pub struct Batching(Option<mpsc::UnboundedSender<FutureObj<'static, ()>>>);

/// Runs what a [`Batching`] gathers.
pub struct Driver(mpsc::UnboundedReceiver<FutureObj<'static, ()>>);

impl Batching {
    /// Batches that run in the task of the request; [`Driver::run`] must run it.
    #[must_use]
    pub fn in_task() -> (Self, Driver) {
        let (sender, receiver) = mpsc::unbounded();
        (Self(Some(sender)), Driver(receiver))
    }

    /// Batches that run in tasks of their own, a millisecond after the first key.
    #[must_use]
    pub fn spawned() -> Self {
        Self(None)
    }

    /// A loader that runs this way.
    #[must_use]
    pub fn loader<K, L>(&self, loader: L) -> DataLoader<L>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        match &self.0 {
            Some(sender) => {
                DataLoader::new(loader, InTask(sender.clone()), AtOnce).delay(Duration::ZERO).max_batch_size(usize::MAX)
            }
            None => DataLoader::new(loader, TokioSpawner::current(), TokioTimer::default()),
        }
    }
}

struct InTask(mpsc::UnboundedSender<FutureObj<'static, ()>>);

impl Spawn for InTask {
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0.unbounded_send(future).map_err(|_| SpawnError::shutdown())
    }
}

struct AtOnce;

impl Timer for AtOnce {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

impl Driver {
    /// Runs a request to its end, and its batches whenever it waits.
    pub async fn run<F: Future>(mut self, request: F) -> F::Output {
        let mut request = pin!(request);
        let mut running = FuturesUnordered::new();
        poll_fn(move |cx| {
            loop {
                if let Poll::Ready(output) = request.as_mut().poll(cx) {
                    return Poll::Ready(output);
                }
                if running.is_empty() {
                    while let Ok(mut batch) = self.0.try_recv() {
                        // Begun at once: what it takes must not hang on whether another of its wave has ended already.
                        if batch.poll_unpin(cx).is_pending() {
                            running.push(batch);
                        }
                    }
                }
                // A batch that ended has answered resolvers: they go on first, and may gather keys for the next wave.
                if !matches!(running.poll_next_unpin(cx), Poll::Ready(Some(()))) {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Double(Arc<AtomicUsize>);

    impl Loader<u32> for Double {
        type Value = u32;
        type Error = ();
        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, ()> {
            self.0.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok(keys.iter().map(|key| (*key, key * 2)).collect())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_level_costs_one_batch() {
        for _ in 0..200 {
            let batches = Arc::new(AtomicUsize::new(0));
            let (batching, driver) = Batching::in_task();
            let loader = batching.loader::<u32, _>(Double(Arc::clone(&batches)));
            let chain = |key| {
                let loader = &loader;
                async move {
                    let first = loader.load_one(key).await?.ok_or(())?;
                    loader.load_one(first).await
                }
            };
            let answers = driver.run(futures::future::join_all((0..20).map(chain))).await;
            assert_eq!(answers, (0..20).map(|key| Ok(Some(key * 4))).collect::<Vec<_>>());
            assert_eq!(batches.load(Ordering::SeqCst), 2);
        }
    }

    /// Answers after as many turns of the machine as it was made with.
    struct After(u32);

    impl Loader<u64> for After {
        type Value = u32;
        type Error = ();
        async fn load(&self, keys: &[u64]) -> Result<HashMap<u64, u32>, ()> {
            for _ in 0..self.0 {
                tokio::task::yield_now().await;
            }
            Ok(keys.iter().map(|key| (*key, self.0)).collect())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_quick_batch_and_a_slow_one_lead_to_costs_one() {
        let batches = Arc::new(AtomicUsize::new(0));
        let (batching, driver) = Batching::in_task();
        let then = batching.loader::<u32, _>(Double(Arc::clone(&batches)));
        let first = [0, 3, 50].map(|turns| batching.loader::<u64, _>(After(turns)));
        let chain = |first| {
            let then = &then;
            async move { then.load_one(DataLoader::<After>::load_one(first, 0_u64).await?.ok_or(())?).await }
        };
        let answers = driver.run(futures::future::join_all(first.iter().map(chain))).await;
        assert_eq!(answers, [Ok(Some(0)), Ok(Some(6)), Ok(Some(100))]);
        assert_eq!(batches.load(Ordering::SeqCst), 1);
    }
}
