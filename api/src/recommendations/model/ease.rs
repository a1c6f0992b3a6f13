//! Weights in closed form: EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019), on columns that
//! are scaled by the root of how much they hold, so that what sells well does not drown the rest.

use super::matrix::Matrix;
use super::neighbours::best;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{LltParams, cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::matmul::triangular::{BlockStructure, matmul};
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::{Accum, Mat, Par, Spec};

/// `Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ` with `P = (XᵀX + λI)⁻¹`: how much item `i` speaks for item `j` when all others are known as well. What
/// speaks against something is left out. It holds two dense matrices of single precision: 8 bytes times the square of
/// the items that anybody has.
pub(super) fn weights(matrix: &Matrix, ridge: f32, most: usize) -> Vec<Vec<(u32, f32)>> {
    let mut lists = vec![Vec::new(); matrix.items];
    let scale = scales(matrix);
    let items: Vec<u32> = (0_u32..).zip(&scale).filter(|(_, scale)| **scale > 0.0).map(|(item, _)| item).collect();
    let Some(inverse) = inverse(gram(matrix, &scale, &items, ridge)) else { return lists };
    for (row, item) in items.iter().enumerate() {
        // The inverse is symmetric and only its lower half is filled.
        let entry = |other: usize| if other <= row { inverse[(row, other)] } else { inverse[(other, row)] };
        let others = (0..items.len()).filter(|other| *other != row);
        let found = others.map(|other| (items[other], -entry(other) / inverse[(other, other)])).collect();
        lists[*item as usize] = best(found, most);
    }
    lists
}

/// One over the root of what each column holds; nothing for an empty one.
fn scales(matrix: &Matrix) -> Vec<f32> {
    let mut sums = vec![0.0_f32; matrix.items];
    for (item, value) in matrix.rows.iter().flatten() {
        sums[*item as usize] += value;
    }
    sums.into_iter().map(|sum| if sum > 0.0 { (sum + 1.0).sqrt().recip() } else { 0.0 }).collect()
}

/// The lower half of `XᵀX + λI`, over the items that anybody has.
fn gram(matrix: &Matrix, scale: &[f32], items: &[u32], ridge: f32) -> Mat<f32> {
    let mut places = vec![0_usize; matrix.items];
    for (place, item) in items.iter().enumerate() {
        places[*item as usize] = place;
    }
    let mut gram = Mat::<f32>::zeros(items.len(), items.len());
    for row in &matrix.rows {
        let row: Vec<(usize, f32)> =
            row.iter().map(|(item, value)| (places[*item as usize], value * scale[*item as usize])).collect();
        for (k, (column, value)) in row.iter().enumerate() {
            let cells = gram.col_as_slice_mut(*column);
            for (other, theirs) in &row[k..] {
                cells[*other] += value * theirs;
            }
        }
    }
    for place in 0..items.len() {
        gram[(place, place)] += ridge;
    }
    gram
}

/// The lower half of the inverse, in the place of the matrix. None where it has none, which a positive ridge rules out
/// but for overflow.
fn inverse(mut gram: Mat<f32>) -> Option<Mat<f32>> {
    let size = gram.nrows();
    let parameters = <Spec<LltParams, f32>>::default();
    let mut memory = MemBuffer::new(cholesky_in_place_scratch::<f32>(size, Par::Seq, parameters));
    cholesky_in_place(gram.as_mut(), Default::default(), Par::Seq, MemStack::new(&mut memory), parameters).ok()?;
    let mut factor = Mat::<f32>::zeros(size, size);
    invert_lower_triangular(factor.as_mut(), gram.as_ref(), Par::Seq);
    let (lower, upper) = (BlockStructure::TriangularLower, BlockStructure::TriangularUpper);
    matmul(gram.as_mut(), lower, Accum::Replace, factor.transpose(), upper, factor.as_ref(), lower, 1.0, Par::Seq);
    Some(gram)
}
