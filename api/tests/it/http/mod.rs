//! The transports of the API, over a real listener and a small schema of their own.

mod bombs;
mod graphql;
mod limits;
mod live;
mod pages;
mod schema;
mod visitors;
mod websocket;

use crate::support::TestApp;
use crate::support::server::TestServer;

/// A server of the small schema.
async fn server() -> (TestApp, TestServer) {
    let test = TestApp::new().await;
    let server = test.serve_schema(schema::schema(&test.app)).await;
    (test, server)
}
