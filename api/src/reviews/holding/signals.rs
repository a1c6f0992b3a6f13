//! What accounts can have in common here: the places of their address books and of their orders. No other signal is
//! known: sessions note neither devices nor networks, and cash and transfers name no payment instrument.

use crate::addresses::entity as book;
use crate::orders::entity as order;
use crate::reviews::policy::place;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest as _, Sha256};
use shared::address::Address;
use shared::id::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// The places of each account, as hashes.
pub(super) type Places = BTreeMap<AccountId, BTreeSet<u64>>;

/// Reads them, of at most `orders` of the newest orders. Two statements.
pub(super) async fn places<C: ConnectionTrait>(conn: &C, accounts: &[AccountId], orders: u64) -> Result<Places, DbErr> {
    let mut places = Places::new();
    if accounts.is_empty() {
        return Ok(places);
    }
    let books = book::Entity::find().filter(book::Column::AccountId.is_in(accounts.iter().copied())).all(conn).await?;
    let sent: Vec<(Option<AccountId>, Option<Address>)> = order::Entity::find()
        .select_only()
        .columns([order::Column::AccountId, order::Column::ShippingAddress])
        .filter(order::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(order::Column::ShippingAddress.is_not_null())
        .order_by_desc(order::Column::PlacedAt)
        .limit(orders)
        .into_tuple()
        .all(conn)
        .await?;
    let sent = sent.into_iter().filter_map(|(account, address)| Some((account?, address?)));
    for (account, address) in books.into_iter().map(|row| (row.account_id, row.address)).chain(sent) {
        if let Some(place) = place(&address) {
            places.entry(account).or_default().insert(hash(&place));
        }
    }
    Ok(places)
}

/// The first eight bytes of SHA-256.
fn hash(place: &str) -> u64 {
    let digest = Sha256::digest(place);
    digest.iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
}
