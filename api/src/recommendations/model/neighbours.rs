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

#[cfg(test)]
mod tests {
    use super::*;

    /// Three people with items {0, 1}, {0, 1} and {1, 2}.
    fn three() -> Matrix {
        let rows = [[0, 1], [0, 1], [1, 2]].map(|row| row.map(|item| (item, 1.0)).to_vec());
        Matrix { items: 3, rows: rows.to_vec() }
    }

    fn weight(lists: &[Vec<(u32, f32)>], from: usize, to: u32) -> Option<f32> {
        lists[from].iter().find(|(item, _)| *item == to).map(|(_, weight)| *weight)
    }

    #[test]
    fn the_cosine_by_hand() {
        let parameters = Parameters { balance: 0.5, shrinkage: 0.0, reach: 200, ..Parameters::default() };
        let lists = knn::weights(&three(), &parameters, 200);
        assert!((weight(&lists, 0, 1).unwrap() - 2.0 / (2_f32 * 3.0).sqrt()).abs() < 1e-6);
        assert!((weight(&lists, 2, 1).unwrap() - 1.0 / 3_f32.sqrt()).abs() < 1e-6);
        assert_eq!(weight(&lists, 0, 2), None);
        let leaning = knn::weights(&three(), &Parameters { balance: 0.3, shrinkage: 1.0, ..parameters }, 200);
        assert!((weight(&leaning, 0, 1).unwrap() - 2.0 / (2_f32.powf(0.3) * 3_f32.powf(0.7) + 1.0)).abs() < 1e-6);
    }

    #[test]
    fn ease_by_hand() {
        // Columns hold 2, 3 and 1 and are divided by √3, √4 and √2; with λ = 1 the matrix is
        //   5/3   1/√3   0
        //   1/√3  7/4    1/√8
        //   0     1/√8   3/2
        let (a, b, c) = (5.0 / 3.0, 7.0 / 4.0, 3.0 / 2.0);
        let (d, e) = (1.0 / 3_f64.sqrt(), 1.0 / 8_f64.sqrt());
        // Cofactors; the determinant falls out of −Pᵢⱼ / Pⱼⱼ.
        let (p00, p11, p22) = (b * c - e * e, a * c, a * b - d * d);
        let (p01, p12) = (-d * c, -a * e);
        let lists = ease::weights(&three(), 1.0, 200);
        let close = |from, to, expected: f64| {
            let found = f64::from(weight(&lists, from, to).unwrap());
            assert!((found - expected).abs() < 1e-5, "{from} to {to}: {found}, by hand {expected}");
        };
        close(0, 1, -p01 / p11);
        close(1, 0, -p01 / p00);
        close(1, 2, -p12 / p22);
        close(2, 1, -p12 / p11);
        assert_eq!(weight(&lists, 0, 2), None, "what speaks against an item is left out");
    }
}
