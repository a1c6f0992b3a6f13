//! Address books in the API.

use super::{AddressBookError, Entry, entity};
use crate::actor::Shopper;
use crate::failure::Failure;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::orders::graphql::{AddressInput, AddressObject};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::address::{Address, AddressError};
use shared::id::{AccountId, AddressId};
use std::sync::Arc;

/// An address of the visitor's address book.
#[derive(Clone)]
pub struct SavedAddress(Arc<entity::Model>);

/// An address of an account's address book. Only its account sees it.
#[Object]
impl SavedAddress {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// What is written on the parcel.
    async fn address(&self) -> AddressObject {
        self.0.address.clone().into()
    }

    /// Whether the checkout begins with it.
    async fn is_default(&self) -> bool {
        self.0.default_of.is_some()
    }
}

/// `Account.addresses`: one's own address book; nobody else's, whoever asks.
///
/// # Errors
/// A fault of ours.
pub async fn of_account(ctx: &Context<'_>, account: AccountId) -> Result<Vec<SavedAddress>> {
    let shopper = ctx.actor().shopper().filter(|shopper| shopper.account_id() == account);
    let Some(shopper) = shopper else { return Ok(Vec::new()) };
    let rows = super::list(ctx.app(), &shopper).await.or_fault(ctx)?;
    Ok(rows.into_iter().map(|row| SavedAddress(Arc::new(row))).collect())
}

/// An address of the visitor's own book.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: AddressId) -> Result<Option<SavedAddress>, Fault> {
    let Some(shopper) = ctx.actor().shopper() else { return Ok(None) };
    let row = super::find(ctx.app(), &shopper, id).await?;
    Ok(row.map(|row| SavedAddress(Arc::new(row))))
}

/// What is wrong with a change of an address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AddressErrorCode {
    /// There is no such address in the visitor's book.
    AddressNotFound,
    /// A field of the address is missing, too long, or does not fit the country.
    AddressInvalid,
    /// The book would hold more than 20 addresses.
    TooManyAddresses,
    /// Another entry of the book is the same.
    AddressAlreadyThere,
}

/// Why a change of an address book was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct AddressUserError {
    /// The reason, for programs.
    pub code: AddressErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<AddressError> for AddressUserError {
    fn from(error: AddressError) -> Self {
        let field = Some(vec!["address".to_owned(), error.field().name().to_owned()]);
        Self { code: AddressErrorCode::AddressInvalid, message: error.to_string(), field }
    }
}

impl From<AddressBookError> for AddressUserError {
    fn from(error: AddressBookError) -> Self {
        let (code, field) = match error {
            AddressBookError::NotFound => (AddressErrorCode::AddressNotFound, "id"),
            AddressBookError::TooMany => (AddressErrorCode::TooManyAddresses, "address"),
            AddressBookError::AlreadyThere => (AddressErrorCode::AddressAlreadyThere, "address"),
        };
        Self { code, message: error.to_string(), field: Some(vec![field.to_owned()]) }
    }
}

/// An address to save.
#[derive(InputObject)]
pub struct AddressSaveInput {
    /// The entry to change; left out, it is a new one.
    pub id: Option<ID>,
    /// What is written on the parcel.
    pub address: AddressInput,
    /// Whether the checkout begins with it from now on. The first one of a book does anyway.
    pub make_default: Option<bool>,
}

/// An address to take out of the book.
#[derive(InputObject)]
pub struct AddressDeleteInput {
    /// The entry.
    pub id: ID,
}

/// The address that the checkout is to begin with.
#[derive(InputObject)]
pub struct AddressMakeDefaultInput {
    /// The entry.
    pub id: ID,
}

/// The answer of `addressSave`.
#[derive(SimpleObject)]
pub struct AddressSavePayload {
    /// The entry as it is now.
    pub saved_address: Option<SavedAddress>,
    /// Why nothing was changed.
    pub user_errors: Vec<AddressUserError>,
}

/// The answer of `addressDelete`.
#[derive(SimpleObject)]
pub struct AddressDeletePayload {
    /// Whether it is gone.
    pub deleted: bool,
    /// Why nothing was changed.
    pub user_errors: Vec<AddressUserError>,
}

/// The answer of `addressMakeDefault`.
#[derive(SimpleObject)]
pub struct AddressMakeDefaultPayload {
    /// The entry as it is now.
    pub saved_address: Option<SavedAddress>,
    /// Why nothing was changed.
    pub user_errors: Vec<AddressUserError>,
}

/// Changing the visitor's address book.
#[derive(Default)]
pub struct AddressMutation;

#[Object]
impl AddressMutation {
    /// Saves an address in the visitor's book, new or changed. A new one that is there already is that one.
    async fn address_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: AddressSaveInput,
    ) -> Result<AddressSavePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let refused = |user_errors| AddressSavePayload { saved_address: None, user_errors };
        let address = match Address::from(input.address).checked() {
            Ok(address) => address,
            Err(errors) => return Ok(refused(errors.into_iter().map(Into::into).collect())),
        };
        let id = match &input.id {
            None => None,
            Some(id) => match ids::lookup(id) {
                Some(id) => Some(id),
                None => return Ok(refused(vec![AddressBookError::NotFound.into()])),
            },
        };
        let entry = Entry { id, address, make_default: input.make_default.unwrap_or(false) };
        match super::save(ctx.app(), &shopper, entry).await {
            Ok(id) => {
                Ok(AddressSavePayload { saved_address: find(ctx, id).await.or_fault(ctx)?, user_errors: Vec::new() })
            }
            Err(failure) => Ok(refused(vec![told(failure).or_fault(ctx)?])),
        }
    }

    /// Takes an address out of the visitor's book. Orders keep theirs.
    async fn address_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: AddressDeleteInput,
    ) -> Result<AddressDeletePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup(&input.id) {
            Some(id) => super::delete(ctx.app(), &shopper, id).await,
            None => Err(Failure::NotFound),
        };
        match done {
            Ok(()) => Ok(AddressDeletePayload { deleted: true, user_errors: Vec::new() }),
            Err(failure) => {
                Ok(AddressDeletePayload { deleted: false, user_errors: vec![told(failure).or_fault(ctx)?] })
            }
        }
    }

    /// Makes an address of the visitor's book the one that the checkout begins with.
    async fn address_make_default(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: AddressMakeDefaultInput,
    ) -> Result<AddressMakeDefaultPayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup(&input.id) {
            Some(id) => super::make_default(ctx.app(), &shopper, id).await.map(|()| id),
            None => Err(Failure::NotFound),
        };
        match done {
            Ok(id) => Ok(AddressMakeDefaultPayload {
                saved_address: find(ctx, id).await.or_fault(ctx)?,
                user_errors: Vec::new(),
            }),
            Err(failure) => {
                Ok(AddressMakeDefaultPayload { saved_address: None, user_errors: vec![told(failure).or_fault(ctx)?] })
            }
        }
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper, Fault> {
    ctx.actor().shopper().ok_or(Fault::Unauthenticated)
}

fn told(failure: Failure<AddressBookError>) -> Result<AddressUserError, Fault> {
    refusal(failure, AddressBookError::NotFound).map(Into::into)
}
