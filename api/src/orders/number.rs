//! Numbers of orders: short enough to say on the telephone, and nobody can tell from one how many there are.

use crate::ids::Ids;

/// Digits and letters that nobody takes for another one: no 0 and O, no 1, I and L.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// A number like `V-7K3M-92QX`. There are 850 thousand million; the unique index decides whether one is taken.
pub(super) fn next(ids: &Ids) -> String {
    let letter = || char::from(LETTERS[ids.below(LETTERS.len() as u64) as usize]);
    let four = || (0..4).map(|_| letter()).collect::<String>();
    format!("V-{}-{}", four(), four())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn is_readable() {
        let number = next(&Ids::new(Clock::system()));
        let shape: Vec<usize> = number.split('-').map(str::len).collect();
        assert_eq!((shape, &number[..2]), (vec![1, 4, 4], "V-"));
        assert!(number.bytes().all(|byte| byte == b'-' || LETTERS.contains(&byte)), "{number}");
    }
}
