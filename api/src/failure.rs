//! How a use case fails.
//!
//! Which error type belongs where:
//! - a domain's small enum (`CartError`, `AccountError`, …) holds business refusals: `Failure::Refused`;
//! - [`Failure::NotFound`] is also what somebody gets for what is not theirs;
//! - [`Failure::Internal`] is everything that the caller cannot mend; its text goes to the log, never to a client.
//!
//! Only `graphql::error` turns failures into what clients see.

use sea_orm::{DbErr, SqlErr};

/// The result of a use case that may be refused with `E`.
pub type Outcome<T, E> = Result<T, Failure<E>>;

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum Failure<E> {
    /// A rule of the business forbids it.
    Refused(E),
    /// There is no such thing for this actor.
    NotFound,
    /// A fault of ours.
    Internal(anyhow::Error),
}

/// For use cases that no rule refuses.
#[derive(Debug)]
pub enum Never {}

impl<E> Failure<E> {
    /// The same failure with another refusal type.
    pub fn map<F>(self, refused: impl FnOnce(E) -> F) -> Failure<F> {
        match self {
            Self::Refused(error) => Failure::Refused(refused(error)),
            Self::NotFound => Failure::NotFound,
            Self::Internal(error) => Failure::Internal(error),
        }
    }
}

impl<E> From<DbErr> for Failure<E> {
    fn from(error: DbErr) -> Self {
        Self::Internal(error.into())
    }
}

impl<E> From<anyhow::Error> for Failure<E> {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// Whether `error` is the violation of a unique index, told by the index's name on PostgreSQL (`uq_accounts_email`)
/// and by its columns on SQLite (`accounts.email`), which names no index.
#[must_use]
pub fn violates_unique(error: &DbErr, index: &str, columns: &[&str]) -> bool {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(text)) => {
            text.contains(index) || columns.iter().all(|column| text.contains(column))
        }
        _ => false,
    }
}
