//! Numbers of imported orders.

use crate::db::Tx;
use crate::orders::entity as order;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// A number for each of these names that no other order has: `#1001` becomes 1001, and where that is taken, by an order
/// placed here or by another system's, 1001-2 and so on.
///
/// # Errors
/// The database's.
pub(super) async fn free_numbers<'a>(
    tx: &Tx,
    names: impl Iterator<Item = &'a str>,
) -> Result<HashMap<&'a str, String>, DbErr> {
    let mut open: Vec<&str> = names.collect();
    let mut given: HashMap<&str, String> = HashMap::new();
    let mut handed_out: HashSet<String> = HashSet::new();
    // One statement a round; as many rounds as there are systems with the same number.
    for count in 1.. {
        if open.is_empty() {
            break;
        }
        let wanted = open.iter().map(|name| numbered(name, count));
        let query = order::Entity::find().select_only().column(order::Column::Number);
        let taken: Vec<String> = query.filter(order::Column::Number.is_in(wanted)).into_tuple().all(tx.conn()).await?;
        handed_out.extend(taken);
        open.retain(|name| {
            let number = numbered(name, count);
            let is_free = handed_out.insert(number.clone());
            if is_free {
                given.insert(name, number);
            }
            !is_free
        });
    }
    Ok(given)
}

fn numbered(name: &str, count: u32) -> String {
    let plain = name.trim_start_matches('#');
    if count == 1 { plain.to_owned() } else { format!("{plain}-{count}") }
}
