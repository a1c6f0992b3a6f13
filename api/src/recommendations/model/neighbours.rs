//! Which neighbours an item keeps.

use super::matrix::Matrix;
use super::{Method, Parameters, ease, knn};
use std::cmp::Ordering;

/// The weights that are learned with these parameters, scaled so that those of an item add up to 1 on average.
pub(super) fn learn(matrix: &Matrix, parameters: &Parameters, most: usize) -> Vec<Vec<(u32, f32)>> {
    let mut lists = match parameters.method {
        Method::Ease => ease::weights(matrix, parameters.ridge, most),
        Method::Knn => knn::weights(matrix, parameters, most),
    };
    let sums = lists.iter().filter(|list| !list.is_empty()).map(|list| list.iter().map(|(_, w)| f64::from(*w)).sum());
    let (sum, of) = sums.fold((0.0, 0.0), |(sum, of), next: f64| (sum + next, of + 1.0));
    let scale = if sum > 0.0 { (of / sum) as f32 } else { 1.0 };
    for (_, weight) in lists.iter_mut().flatten() {
        *weight *= scale;
    }
    lists
}

/// The best by weight, the most first, ties by the number of the item. Only what speaks for something is kept.
pub(super) fn best(mut found: Vec<(u32, f32)>, most: usize) -> Vec<(u32, f32)> {
    found.retain(|(_, weight)| weight.is_finite() && *weight > 0.0);
    if found.len() > most {
        found.select_nth_unstable_by(most, by_weight);
        found.truncate(most);
    }
    found.sort_by(by_weight);
    found.shrink_to_fit();
    found
}

fn by_weight(a: &(u32, f32), b: &(u32, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}
