//! Why data could not be read.

use serde::{Deserialize, Serialize};

/// Why a query has no data. It travels inside the page, so the browser shows what the server saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoadError {
    /// The API was not reached: offline, or the server is away.
    Unreachable,
    /// The API answered without data.
    Refused {
        /// `extensions.code` of its first error, for instance `RATE_LIMITED`; empty when there was none.
        code: String,
        /// What to quote when asking for help.
        request_id: Option<String>,
    },
    /// The answer is no GraphQL response of the expected shape: the page is older or newer than the server.
    Malformed,
}

impl LoadError {
    /// What to quote when asking for help.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Refused { request_id, .. } => request_id.as_deref(),
            Self::Unreachable | Self::Malformed => None,
        }
    }
}
