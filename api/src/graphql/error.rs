//! The only place that turns failures into what clients see.
//!
//! - A refusal of a mutation (`Failure::Refused`) is data: the resolver puts it into the payload's `userErrors`.
//! - [`Fault`] is for the answer's `errors`: a malformed request, a missing permission, a fault of ours. It carries
//!   `extensions.code`, and for faults of ours only the request id, never the text of the cause.

use crate::failure::Failure;
use crate::graphql::context::ContextExt;
use async_graphql::{Context, Error, ErrorExtensions};

/// An error of the answer's `errors`.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An argument cannot be what it says.
    #[error("{0}")]
    BadUserInput(String),
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Signed in, but not allowed.
    #[error("you are not allowed to do this")]
    Forbidden,
    /// There is no such thing for this visitor: for the roots that cannot answer null.
    #[error("there is no such thing, or it is not yours to see")]
    NotFound,
    /// An idempotency key was used with other input.
    #[error("{0}")]
    Conflict(String),
    /// Too many tries.
    #[error("too many requests; try again in {0} seconds")]
    RateLimited(u64),
    /// A fault of ours; the cause goes to the log.
    #[error("something went wrong on our side; tell us the request id and we can find out what")]
    Internal(anyhow::Error),
}

impl Fault {
    /// `extensions.code`
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadUserInput(_) => "BAD_USER_INPUT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict(_) => "CONFLICT",
            Self::RateLimited(_) => "RATE_LIMITED",
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// The error as async-graphql wants it; logs the cause of a fault of ours.
    #[must_use]
    pub fn into_error(self, ctx: &Context<'_>) -> Error {
        self.into_error_of(&ctx.visitor().request_id)
    }

    /// The same where the request's context is gone: in the stream of a subscription.
    #[must_use]
    pub fn into_error_of(self, request_id: &str) -> Error {
        if let Self::Internal(cause) = &self {
            tracing::error!(request_id, error = format!("{cause:#}"), "a request failed");
        }
        let code = self.code();
        Error::new(self.to_string()).extend_with(|_, extensions| {
            extensions.set("code", code);
            extensions.set("requestId", request_id);
        })
    }
}

/// Splits a failed use case into its refusal, which the payload tells, and everything else.
///
/// `NotFound` becomes `not_found`, the refusal with which this mutation says it.
///
/// # Errors
/// A fault of ours.
pub fn refusal<E>(failure: Failure<E>, not_found: E) -> Result<E, Fault> {
    match failure {
        Failure::Refused(error) => Ok(error),
        Failure::NotFound => Ok(not_found),
        Failure::Internal(cause) => Err(Fault::Internal(cause)),
    }
}

impl From<sea_orm::DbErr> for Fault {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.into())
    }
}

/// What loaders fail with: one fault for every key of the batch.
impl From<std::sync::Arc<sea_orm::DbErr>> for Fault {
    fn from(error: std::sync::Arc<sea_orm::DbErr>) -> Self {
        Self::Internal(anyhow::Error::new(error))
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// The end of a resolver that can fail: `.or_fault(ctx)?`.
pub trait OrFault<T> {
    /// The value, or the error as async-graphql wants it.
    ///
    /// # Errors
    /// The fault, with its code and the request id.
    fn or_fault(self, ctx: &Context<'_>) -> async_graphql::Result<T>;
}

impl<T, F: Into<Fault>> OrFault<T> for Result<T, F> {
    fn or_fault(self, ctx: &Context<'_>) -> async_graphql::Result<T> {
        self.map_err(|fault| fault.into().into_error(ctx))
    }
}
