//! Address books: where an account has things sent to. Orders keep copies; nothing here changes them.

pub mod entity;
pub mod graphql;

use crate::accounts::entity as account;
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use entity::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait as _, Order};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use shared::CountryCode;
use shared::address::Address;
use shared::id::{AccountId, AddressId};

/// Most addresses of one account.
pub const MAX_ADDRESSES: usize = 20;

/// Why an address book was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressBookError {
    /// There is no such address in the account's book.
    #[error("this address is not in your address book any more")]
    NotFound,
    /// The book is full.
    #[error("an address book holds at most {MAX_ADDRESSES} addresses: delete one first")]
    TooMany,
    /// Another entry is the same.
    #[error("this address is in your address book already")]
    AlreadyThere,
}

/// An address to save.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The entry to change; none makes a new one.
    pub id: Option<AddressId>,
    /// What is written on the parcel.
    pub address: Address,
    /// Whether it becomes the default. The first one does anyway.
    pub make_default: bool,
}

/// The address book of somebody signed in: the default first, then the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, shopper: &Shopper) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(shopper.account_id()))
        .order_by(Expr::col(Column::DefaultOf).is_null(), Order::Asc)
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(app.db.read())
        .await
}

/// The country of an account's default address.
///
/// # Errors
/// When the database does not answer.
pub async fn default_country(app: &App, account: AccountId) -> Result<Option<CountryCode>, DbErr> {
    let row = Entity::find().filter(Column::DefaultOf.eq(account)).one(app.db.read()).await?;
    Ok(row.and_then(|row| CountryCode::try_from(row.address.country_code.as_str()).ok()))
}

/// One address of somebody signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn find(app: &App, shopper: &Shopper, id: AddressId) -> Result<Option<Model>, DbErr> {
    own(shopper.account_id(), id).one(app.db.read()).await
}

/// Saves an address, new or changed. A new one that is there already is that one: saving may be repeated.
///
/// # Errors
/// [`AddressBookError`].
pub async fn save(app: &App, shopper: &Shopper, entry: Entry) -> Outcome<AddressId, AddressBookError> {
    let account = shopper.account_id();
    let Entry { id, address, make_default } = entry;
    let digest = digest(&address)?;
    let tx = app.db.begin(app.clock.now()).await?;
    let book = open(&tx, account).await?;
    let same = book.iter().find(|known| known.digest == digest).map(|known| known.id);
    let saved = match (id, same) {
        (Some(id), _) if !book.iter().any(|known| known.id == id) => return Err(Failure::NotFound),
        (Some(id), Some(same)) if same != id => return Err(Failure::Refused(AddressBookError::AlreadyThere)),
        (Some(id), _) => {
            let row = entity::ActiveModel {
                address: ActiveValue::Set(address),
                digest: ActiveValue::Set(digest),
                updated_at: ActiveValue::Set(tx.now()),
                ..entity::ActiveModel::default()
            };
            Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(tx.conn()).await?;
            id
        }
        (None, Some(same)) => same,
        (None, None) if book.len() >= MAX_ADDRESSES => return Err(Failure::Refused(AddressBookError::TooMany)),
        (None, None) => {
            let id = app.ids.next();
            let row = entity::ActiveModel {
                id: ActiveValue::Set(id),
                account_id: ActiveValue::Set(account),
                address: ActiveValue::Set(address),
                digest: ActiveValue::Set(digest),
                default_of: ActiveValue::Set(None),
                created_at: ActiveValue::Set(tx.now()),
                updated_at: ActiveValue::Set(tx.now()),
            };
            Entity::insert(row).exec_without_returning(tx.conn()).await?;
            id
        }
    };
    if make_default || !book.iter().any(|known| known.default_of.is_some()) {
        set_default(&tx, account, saved).await?;
    }
    tx.commit().await?;
    Ok(saved)
}

/// Takes an address out of the book. Of the others the newest becomes the default, should it have been that.
///
/// # Errors
/// [`AddressBookError::NotFound`] as not found.
pub async fn delete(app: &App, shopper: &Shopper, id: AddressId) -> Outcome<(), AddressBookError> {
    let account = shopper.account_id();
    let tx = app.db.begin(app.clock.now()).await?;
    let book = open(&tx, account).await?;
    let gone = book.iter().find(|known| known.id == id).ok_or(Failure::NotFound)?;
    Entity::delete_by_id(id).exec(tx.conn()).await?;
    if gone.default_of.is_some()
        && let Some(next) = book.iter().find(|known| known.id != id)
    {
        set_default(&tx, account, next.id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes an address the one that the checkout begins with.
///
/// # Errors
/// [`AddressBookError::NotFound`] as not found.
pub async fn make_default(app: &App, shopper: &Shopper, id: AddressId) -> Outcome<(), AddressBookError> {
    let tx = app.db.begin(app.clock.now()).await?;
    let book = open(&tx, shopper.account_id()).await?;
    if !book.iter().any(|known| known.id == id) {
        return Err(Failure::NotFound);
    }
    set_default(&tx, shopper.account_id(), id).await?;
    tx.commit().await?;
    Ok(())
}

/// The account's addresses, the newest first. Its row is held, so changes of one book come one after the other.
async fn open(tx: &Tx, account: AccountId) -> Result<Vec<Model>, DbErr> {
    account::Entity::find_by_id(account).lock_exclusive().one(tx.conn()).await?;
    let query = Entity::find().filter(Column::AccountId.eq(account));
    query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(tx.conn()).await
}

async fn set_default(tx: &Tx, account: AccountId, id: AddressId) -> Result<(), DbErr> {
    let set = |value: Option<AccountId>| entity::ActiveModel {
        default_of: ActiveValue::Set(value),
        ..entity::ActiveModel::default()
    };
    Entity::update_many().set(set(None)).filter(Column::DefaultOf.eq(account)).exec(tx.conn()).await?;
    Entity::update_many().set(set(Some(account))).filter(Column::Id.eq(id)).exec(tx.conn()).await.map(|_| ())
}

fn own(account: AccountId, id: AddressId) -> sea_orm::Select<Entity> {
    Entity::find_by_id(id).filter(Column::AccountId.eq(account))
}

fn digest(address: &Address) -> anyhow::Result<String> {
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(address)?)))
}
