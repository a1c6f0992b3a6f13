//! Weights that are counted: item-kNN. What it takes grows with what is bought together, not with the square of the items.

use super::Parameters;
use super::matrix::Matrix;
use super::neighbours::best;

/// How much item `i` speaks for item `j`: `cᵢⱼ / (nᵢᵃ nⱼ¹⁻ᵃ + s)`, where `c` is the product of the two columns, `n` the
/// square of one, `a` the balance and `s` the shrinkage. With `a` = ½ and `s` = 0 that is the cosine (Sarwar et al. 2001).
/// Only the items that speak most for an item are heard, as many as the reach says; of those that one speaks for, it keeps
/// as many as `most`.
pub(super) fn weights(matrix: &Matrix, parameters: &Parameters, most: usize) -> Vec<Vec<(u32, f32)>> {
    let columns = matrix.columns();
    let norms: Vec<f32> = columns.iter().map(|column| column.iter().map(|(_, value)| value * value).sum()).collect();
    let (balance, shrinkage) = (parameters.balance, parameters.shrinkage);
    let speaking: Vec<f32> = norms.iter().map(|norm| norm.powf(balance)).collect();
    let (mut counts, mut touched) = (vec![0.0_f32; matrix.items], Vec::new());
    let mut lists = vec![Vec::new(); matrix.items];
    for (item, column) in (0_u32..).zip(&columns) {
        count(matrix, column, &mut counts, &mut touched);
        let spoken_for = norms[item as usize].powf(1.0 - balance);
        let weight = |other: u32| counts[other as usize] / (speaking[other as usize] * spoken_for + shrinkage);
        let found = touched.iter().filter(|other| **other != item).map(|other| (*other, weight(*other))).collect();
        for (other, weight) in best(found, parameters.reach as usize) {
            lists[other as usize].push((item, weight));
        }
    }
    lists.into_iter().map(|list| best(list, most)).collect()
}

/// Adds up what the people of a column have beside it. What was touched before is wiped first.
fn count(matrix: &Matrix, column: &[(u32, f32)], counts: &mut [f32], touched: &mut Vec<u32>) {
    for item in touched.drain(..) {
        counts[item as usize] = 0.0;
    }
    for (person, value) in column {
        for (other, theirs) in &matrix.rows[*person as usize] {
            let count = &mut counts[*other as usize];
            if *count == 0.0 {
                touched.push(*other);
            }
            *count += value * theirs;
        }
    }
}
