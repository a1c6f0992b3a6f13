//! Changing the visitor's address book: the same for scripts and for plain forms.

use super::AddressText;
use crate::{
    checkout::FieldProblem,
    data::{SharedTransport, schema, send},
    i18n::Language,
    text,
};
use cynic::MutationBuilder;
use serde::{Deserialize, Serialize};
use shared::address::Address;

/// Why the book is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookProblem {
    /// Fields to put right, by name.
    Fields(Vec<(String, FieldProblem)>),
    /// It holds as many as it may.
    Full,
    /// The same address stands there already.
    Twice,
    /// The entry is gone.
    Gone,
    /// It could not be done now.
    TryAgain,
}

impl BookProblem {
    /// What is wrong as a whole, in a sentence; fields say it themselves.
    #[must_use]
    pub fn sentence(&self, lang: Language) -> Option<&'static str> {
        Some(match self {
            Self::Fields(_) => return None,
            Self::Full => text!(lang, addresses.problem_full),
            Self::Twice => text!(lang, addresses.problem_twice),
            Self::Gone => text!(lang, addresses.problem_gone),
            Self::TryAgain => text!(lang, addresses.problem_again),
        })
    }
}

/// Saves an address, new or changed.
///
/// # Errors
/// Why it is not saved.
pub async fn save_address(
    transport: &SharedTransport,
    id: Option<String>,
    text: &AddressText,
) -> Result<(), BookProblem> {
    let address = text.checked().map_err(BookProblem::Fields)?;
    let input = SaveInput { id: id.map(cynic::Id::new), address: address.into() };
    let answer = send(transport, SaveMutation::build(SaveVariables { input })).await;
    outcome(answer.map(|answer| answer.address_save.user_errors).ok())
}

/// Deletes an address.
///
/// # Errors
/// Why it is still there.
pub async fn delete_address(transport: &SharedTransport, id: &str) -> Result<(), BookProblem> {
    let answer = send(transport, DeleteMutation::build(Which { id: cynic::Id::new(id) })).await;
    outcome(answer.map(|answer| answer.address_delete.user_errors).ok())
}

/// Makes an address the one that the checkout begins with.
///
/// # Errors
/// Why it is not.
pub async fn make_default_address(transport: &SharedTransport, id: &str) -> Result<(), BookProblem> {
    let answer = send(transport, DefaultMutation::build(Which { id: cynic::Id::new(id) })).await;
    outcome(answer.map(|answer| answer.address_make_default.user_errors).ok())
}

fn outcome(errors: Option<Vec<BookError>>) -> Result<(), BookProblem> {
    let errors = errors.ok_or(BookProblem::TryAgain)?;
    let Some(first) = errors.first() else { return Ok(()) };
    Err(match first.code {
        BookErrorCode::AddressNotFound => BookProblem::Gone,
        BookErrorCode::TooManyAddresses => BookProblem::Full,
        BookErrorCode::AddressAlreadyThere => BookProblem::Twice,
        BookErrorCode::AddressInvalid => {
            let name = |error: BookError| error.field.and_then(|path| path.into_iter().next_back());
            BookProblem::Fields(errors.into_iter().filter_map(name).map(|name| (name, FieldProblem::Unclear)).collect())
        }
    })
}

/// An address as the API takes it.
#[derive(cynic::InputObject)]
#[cynic(graphql_type = "AddressInput")]
pub struct AddressInput {
    name: String,
    line1: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    line2: Option<String>,
    city: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    country_code: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

impl From<Address> for AddressInput {
    fn from(address: Address) -> Self {
        let Address { name, line1, line2, city, region, postal_code, country_code, phone } = address;
        Self { name, line1, line2, city, region, postal_code, country_code, phone }
    }
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "AddressSaveInput")]
struct SaveInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    id: Option<cynic::Id>,
    address: AddressInput,
}

#[derive(cynic::QueryVariables)]
struct SaveVariables {
    input: SaveInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SaveVariables")]
struct SaveMutation {
    #[arguments(input: $input)]
    address_save: SavePayload,
}

#[derive(cynic::QueryVariables)]
struct Which {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Which")]
struct DeleteMutation {
    #[arguments(input: { id: $id })]
    address_delete: DeletePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Which")]
struct DefaultMutation {
    #[arguments(input: { id: $id })]
    address_make_default: DefaultPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AddressSavePayload")]
struct SavePayload {
    user_errors: Vec<BookError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AddressDeletePayload")]
struct DeletePayload {
    user_errors: Vec<BookError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AddressMakeDefaultPayload")]
struct DefaultPayload {
    user_errors: Vec<BookError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AddressUserError")]
struct BookError {
    code: BookErrorCode,
    field: Option<Vec<String>>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AddressErrorCode")]
enum BookErrorCode {
    AddressNotFound,
    AddressInvalid,
    TooManyAddresses,
    AddressAlreadyThere,
}
