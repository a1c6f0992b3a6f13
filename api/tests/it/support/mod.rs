//! The test bench: an app with a database of its own, and ways to ask it.

pub mod actors;
pub mod authenticator;
pub mod catalog;
mod database;
pub mod hooks;
pub mod mail;
pub mod orders;
pub mod server;
pub mod socket;

use api::app::App;
use api::clock::Clock;
use api::config::Settings;
use api::graphql::{self, Schema, Visitor};
use async_graphql::{Request, Response, Variables};
use futures::stream::{self, BoxStream, StreamExt as _};
use serde_json::Value;
use shared::{Locale, Timestamp};

/// 2026-03-02T09:00:00Z, a Monday: when every test begins.
pub const START: Timestamp = Timestamp::from_civil(2026, 3, 2, 9, 0, 0);

/// An app with its own empty, migrated database.
pub struct TestApp {
    pub app: App,
    pub schema: Schema,
    _database: database::TestDatabase,
}

impl TestApp {
    /// An app in demo mode's settings, at [`START`], with a clock that the test moves.
    pub async fn new() -> Self {
        Self::with_settings(Settings { demo: Some(true), ..Settings::default() }).await
    }

    /// An app with these settings; the database is chosen here.
    pub async fn with_settings(settings: Settings) -> Self {
        Self::with_clock(settings, Clock::fixed(START)).await
    }

    /// An app by the given clock.
    pub async fn with_clock(settings: Settings, clock: Clock) -> Self {
        let database = database::TestDatabase::create().await;
        let settings = Settings {
            database_url: Some(database.url.clone()),
            data_dir: Some(database.folder.path().join("data")),
            ..settings
        };
        let config = settings.into_config().expect("good settings");
        let app = App::new(config, clock).await.expect("the database answers");
        app.migrate().await.expect("the database can be migrated");
        let schema = graphql::schema(&app);
        Self { app, schema, _database: database }
    }

    /// How many statements `read` sends where nothing is remembered of the catalogue: the fewest of eight tries, since
    /// the consumers of events may send some of their own meanwhile.
    pub async fn statements(&self, read: impl AsyncFn()) -> u64 {
        let mut fewest = u64::MAX;
        for _ in 0..8 {
            self.app.shelf.forget();
            let before = self.app.db.statements_sent();
            read().await;
            fewest = fewest.min(self.app.db.statements_sent() - before);
        }
        fewest
    }

    /// A guest who reads English.
    pub fn guest(&self) -> Visitor {
        Visitor::guest(Locale::En)
    }

    /// Runs an operation and returns the whole answer as JSON: `{"data": …, "errors": […]}`.
    pub async fn run(&self, visitor: &Visitor, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables));
        let response = graphql::execute(&self.schema, visitor.clone(), request).await;
        serde_json::to_value(&response).expect("an answer is JSON")
    }

    /// Runs a subscription, which answers until it is dropped.
    pub fn subscribe(&self, visitor: &Visitor, query: &str, variables: Value) -> BoxStream<'static, Response> {
        let request = Request::new(query).variables(Variables::from_json(variables));
        match self.schema.prepare(request) {
            Ok(ready) => self.schema.stream(visitor.clone(), ready),
            Err(refusal) => stream::iter([refusal.into_response(&visitor.request_id)]).boxed(),
        }
    }

    /// Runs an operation that must succeed and returns its `data`.
    pub async fn data(&self, visitor: &Visitor, query: &str, variables: Value) -> Value {
        let answer = self.run(visitor, query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }
}
