//! Running: logs, listening, background work, and an orderly end.

use crate::app::App;
use crate::{events, http, jobs};
use anyhow::Context as _;
use clap::ValueEnum;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Requests and background work.
    All,
    /// Requests only.
    Web,
    /// Background work only; it still answers /healthz, /readyz and /metrics.
    Worker,
}

/// Logs to the standard error; `RUST_LOG` chooses what (default: `info`, the database's libraries `warn`).
pub fn start_logging(json: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,tantivy=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).init();
    } else {
        registry.with(fmt::layer().with_target(false).with_writer(std::io::stderr)).init();
    }
}

/// Serves until SIGINT or SIGTERM, then lets requests finish and tells subscribers to reconnect.
///
/// # Errors
/// When the address is taken or the database does not answer at the start.
pub async fn serve(app: App, role: Role) -> anyhow::Result<()> {
    let addr = app.config.addr;
    let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}; is it taken?"))?;
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    tracing::info!("serving at http://{addr}");
    serve_on(app, role, listener, stop).await
}

/// Serves on a listener until `stop`.
///
/// # Errors
/// When the database does not answer at the start.
pub async fn serve_on(app: App, role: Role, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    let mut background = tokio::task::JoinSet::new();
    let dispatcher = events::dispatch(app.db.clone(), stop.clone());
    background.spawn(async move {
        if let Err(error) = dispatcher.await {
            tracing::error!(%error, "the event dispatcher could not start");
        }
    });
    if role != Role::Worker {
        background.spawn(crate::search::follow(app.clone(), stop.clone()));
    }
    if role != Role::Web {
        jobs::spawn(&mut background, &app, &stop);
    }
    let sockets = http::Sockets::default();
    let router = http::router(app, role, stop.clone(), &sockets).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned()).await?;
    stop.cancel();
    sockets.all_closed().await;
    background.join_all().await;
    tracing::info!("stopped");
    Ok(())
}

async fn stop_on_signal(stop: CancellationToken) {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard; use SIGINT");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping: requests finish, subscribers are told to reconnect");
    stop.cancel();
}
