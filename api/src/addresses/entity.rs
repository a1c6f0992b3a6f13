//! Rows of `addresses`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::address::Address;
use shared::id::{AccountId, AddressId};

/// An address of an account's address book.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "addresses")]
pub struct Model {
    /// The address's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AddressId,
    /// Whose address book it is in.
    pub account_id: AccountId,
    /// What is written on the parcel.
    pub address: Address,
    /// SHA-256 of it, in hex: an account has the same address once.
    pub digest: String,
    /// The account again, when it is the account's default; unique.
    pub default_of: Option<AccountId>,
    /// When it was first saved.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// No relations: an address belongs to its account alone.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
