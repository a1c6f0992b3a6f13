//! Running: logs, listening, background work, and an orderly end.

use crate::app::App;
use crate::config::Config;
use crate::{events, http, jobs};
use anyhow::{Context as _, ensure};
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
/// When the configuration does not fit the role, the address is taken, or the database does not answer at the start.
pub async fn serve(app: App, role: Role) -> anyhow::Result<()> {
    can_serve(&app.config, role)?;
    let addr = app.config.addr;
    if app.mailer.is_none() && role != Role::Web && !app.config.demo {
        tracing::warn!("no mail leaves this installation: set smtp_url and mail_from");
    }
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
        background.spawn(crate::currencies::follow(app.clone(), stop.clone()));
        background.spawn(crate::recommendations::follow(app.clone(), stop.clone()));
        jobs::spawn_serving(&mut background, &app, &stop);
    }
    let sockets = http::Sockets::default();
    // Before the jobs: it starts the recording of what they count.
    let router =
        http::router(app.clone(), role, stop.clone(), &sockets).into_make_service_with_connect_info::<SocketAddr>();
    if role != Role::Web {
        jobs::spawn(&mut background, &app, &stop);
    }
    axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned()).await?;
    stop.cancel();
    sockets.all_closed().await;
    background.join_all().await;
    tracing::info!("stopped");
    Ok(())
}

/// Whether a configuration fits a role.
///
/// # Errors
/// A sentence that says what to set.
fn can_serve(config: &Config, role: Role) -> anyhow::Result<()> {
    let posts_to_itself = config.demo_courier && config.demo_courier_host.is_none();
    ensure!(
        !(posts_to_itself && role == Role::Worker),
        "a worker serves no webhooks for the demonstration's courier to post to: say with --demo-courier-url where a \
         process of the role web listens"
    );
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn a_worker_is_told_where_its_courier_posts() {
        let config = |url: Option<&str>| {
            let url = url.map(str::to_owned);
            let settings = Settings { demo_courier: Some(true), demo_courier_url: url, ..Settings::default() };
            settings.into_config().expect("good settings")
        };
        let refusal = can_serve(&config(None), Role::Worker).expect_err("it would post to itself").to_string();
        assert!(refusal.contains("--demo-courier-url"), "{refusal}");
        assert!(can_serve(&config(Some("http://127.0.0.1:8080")), Role::Worker).is_ok());
        assert!(can_serve(&config(None), Role::All).is_ok());
        assert!(can_serve(&config(None), Role::Web).is_ok(), "who posts is another process's business");
    }
}
