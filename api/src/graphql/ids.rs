//! Ids at the edge: TypeID texts in, typed ids on.

use crate::graphql::error::Fault;
use async_graphql::ID;
use shared::id::TypedId;

/// Reads an id argument of one kind.
///
/// # Errors
/// `BAD_USER_INPUT` that names the argument.
pub fn parse<T: TypedId>(id: &ID, argument: &str) -> Result<T, Fault> {
    id.parse().map_err(|error| Fault::BadUserInput(format!("{argument}: {error}")))
}

/// Reads an id argument for looking something up: a damaged or foreign id finds nothing.
#[must_use]
pub fn lookup<T: TypedId>(id: &ID) -> Option<T> {
    id.parse().ok()
}

/// An id as the API shows it.
#[must_use]
pub fn show<T: TypedId>(id: T) -> ID {
    ID(id.to_string())
}
