//! Who has what, and how much it counts: the sparse matrix that weights are learned from.

use super::fading::left;
use super::ledger::Ledger;

/// Items of one person that are learned from, at most, the strongest: a wholesaler with the whole catalogue says little,
/// and costs the square of it.
const MOST: usize = 500;

/// A sparse matrix by rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    pub(super) items: usize,
    /// Per person the items and their values, in the order of the items.
    pub(super) rows: Vec<Vec<(u32, f32)>>,
}

impl Matrix {
    /// The value of an item is its strongest interaction, faded by its age against the newest of all.
    pub(super) fn of(ledger: &Ledger, half_life: Option<f32>) -> Self {
        let newest = ledger.newest().unwrap_or_default();
        let row = |events: &[super::ledger::Event]| {
            let faded = |event: &super::ledger::Event| {
                (
                    event.item,
                    (left(newest.saturating_sub(event.at), half_life) * f64::from(event.strength.min(1.0))) as f32,
                )
            };
            row_of(events.iter().map(faded).collect())
        };
        Self { items: ledger.items, rows: ledger.everybody().map(row).filter(|row| !row.is_empty()).collect() }
    }

    /// Per item the rows that have it, with their values.
    pub(super) fn columns(&self) -> Vec<Vec<(u32, f32)>> {
        let mut columns = vec![Vec::new(); self.items];
        for (person, row) in (0_u32..).zip(&self.rows) {
            for (item, value) in row {
                if let Some(column) = columns.get_mut(*item as usize) {
                    column.push((person, *value));
                }
            }
        }
        columns
    }
}

fn row_of(mut row: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    // Below this a value changes nothing, and its square would not be a normal number any more.
    row.retain(|(_, value)| *value > 1e-12);
    row.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    row.dedup_by_key(|(item, _)| *item);
    if row.len() > MOST {
        row.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(MOST);
        row.sort_by_key(|(item, _)| *item);
    }
    row
}
