//! Background work, one file a job. Every job is idempotent and may run in several processes at once.

use crate::app::App;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Starts every job; each ends at `stop`.
pub fn spawn(_background: &mut JoinSet<()>, _app: &App, _stop: &CancellationToken) {}
