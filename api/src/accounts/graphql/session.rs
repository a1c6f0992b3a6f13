//! Sessions in the API.

use crate::accounts::device::{Device, device};
use crate::accounts::entity::session;
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;
use async_graphql::{Enum, ID, Object};
use shared::account::SessionKind;
use shared::id::SessionId;

/// How a session is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "SessionKind", name = "SessionKind")]
pub enum SessionKindCode {
    /// In a browser's cookie: it ends 30 days after it was last used.
    Cookie,
    /// In an app's `Authorization` header: it ends 90 days after it was made.
    Bearer,
}

/// Where an account is signed in. Only the account sees it.
pub struct Session {
    row: session::Model,
    device: Device,
    current: bool,
}

impl Session {
    /// A session, seen from another one of the same account.
    pub(super) fn new(row: session::Model, current: SessionId) -> Self {
        let device = row.user_agent.as_deref().map(device).unwrap_or_default();
        Self { current: row.id == current, row, device }
    }
}

/// Where an account is signed in. Only the account sees it.
#[Object]
impl Session {
    /// Its id, to end it.
    async fn id(&self) -> ID {
        ids::show(self.row.id)
    }

    /// The browser's name, such as `Firefox`; null when it is not known.
    async fn browser(&self) -> Option<&str> {
        self.device.browser
    }

    /// The system that the browser runs on, such as `Android`; null when it is not known.
    async fn system(&self) -> Option<&str> {
        self.device.system
    }

    /// How it is carried.
    async fn kind(&self) -> SessionKindCode {
        self.row.kind.into()
    }

    /// Whether it is the one that asks.
    async fn current(&self) -> bool {
        self.current
    }

    /// When it began.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }

    /// When it was last used, to the hour.
    async fn last_seen_at(&self) -> DateTime {
        self.row.last_seen_at.into()
    }

    /// When it ends by itself.
    async fn expires_at(&self) -> DateTime {
        self.row.expires_at.into()
    }
}
