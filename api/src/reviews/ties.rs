//! How buyers stand to shops: whoever has to do with one does not review it.

use super::policy::place;
use crate::addresses::entity as address;
use crate::shops::entity::{MemberRole, member};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use shared::address::Address;
use shared::id::{AccountId, ShopId};
use shared::reviews::Tie;
use std::collections::{HashMap, HashSet};

/// How an account stands to a shop of which it bought something that went to `sent_to`.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn of<C: ConnectionTrait>(
    conn: &C,
    account: AccountId,
    shop: ShopId,
    sent_to: Option<&Address>,
) -> Result<Tie, DbErr> {
    let ties = of_shops(conn, account, &[shop], sent_to.into_iter()).await?;
    Ok(ties.get(&shop).copied().unwrap_or(Tie::None))
}

/// The same for several shops; those without a tie are left out. The account's places are its address book and where its
/// orders went; those of a shop are the address books of its staff. Two statements.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn of_shops<'a, C: ConnectionTrait>(
    conn: &C,
    account: AccountId,
    shops: &[ShopId],
    sent_to: impl Iterator<Item = &'a Address>,
) -> Result<HashMap<ShopId, Tie>, DbErr> {
    let staff = member::Entity::find().filter(member::Column::ShopId.is_in(shops.iter().copied())).all(conn).await?;
    let people = staff.iter().map(|member| member.account_id).chain([account]);
    let books = address::Entity::find().filter(address::Column::AccountId.is_in(people)).all(conn).await?;
    let of_person = |person: AccountId| books.iter().filter(move |row| row.account_id == person);
    let mut own: HashSet<String> = of_person(account).filter_map(|row| place(&row.address)).collect();
    own.extend(sent_to.filter_map(place));
    let mut ties: HashMap<ShopId, Tie> = HashMap::new();
    for member in &staff {
        let tie = match member.role {
            MemberRole::Owner if member.account_id == account => Tie::Owner,
            MemberRole::Staff if member.account_id == account => Tie::Staff,
            _ if of_person(member.account_id).filter_map(|row| place(&row.address)).any(|at| own.contains(&at)) => {
                Tie::Address
            }
            _ => continue,
        };
        // To be of the staff says more than to live with them.
        let known = ties.entry(member.shop_id).or_insert(tie);
        if *known == Tie::Address {
            *known = tie;
        }
    }
    Ok(ties)
}
