//! How sure a difference of two shares is.

/// The 97.5 % quantile of the normal distribution: two-sided, 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Those of whom something is true.
    pub some: u64,
    /// All; not fewer.
    pub of: u64,
}

/// The difference of two shares, and the interval in which it is with 95 % confidence; each from −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first share less the second.
    pub estimate: f64,
    /// The least that it may be.
    pub low: f64,
    /// The most that it may be.
    pub high: f64,
}

impl Difference {
    /// Whether both shares may be the same.
    #[must_use]
    pub fn may_be_none(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The difference of two independent shares with Newcombe's hybrid score interval; `None` where there is nobody on one side.
///
/// ```text
/// p = some / of        l, u = (2·some + z² ∓ z·√(z² + 4·some·(1 − p))) / (2·(of + z²))
/// low  = p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)
/// high = p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)
/// ```
/// R. G. Newcombe, *Interval estimation for the difference between independent proportions: comparison of eleven methods*,
/// Statistics in Medicine 17 (1998), method 10; `l` and `u` are Wilson's score interval (1927). Unlike the plain (Wald) interval
/// it holds where few have ordered.
#[must_use]
pub fn difference(one: Share, other: Share) -> Option<Difference> {
    let (one, other) = (wilson(one)?, wilson(other)?);
    let estimate = one.share - other.share;
    Some(Difference {
        estimate,
        low: estimate - (one.share - one.low).hypot(other.high - other.share),
        high: estimate + (one.high - one.share).hypot(other.share - other.low),
    })
}

struct Wilson {
    share: f64,
    low: f64,
    high: f64,
}

fn wilson(Share { some, of }: Share) -> Option<Wilson> {
    if of == 0 {
        return None;
    }
    let (some, of) = (some.min(of) as f64, of as f64);
    let (share, square) = (some / of, Z * Z);
    let middle = 2.0 * some + square;
    let width = Z * (square + 4.0 * some * (1.0 - share)).sqrt();
    let whole = 2.0 * (of + square);
    Some(Wilson { share, low: (middle - width) / whole, high: (middle + width) / whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(one: (u64, u64), other: (u64, u64)) -> (String, String) {
        let share = |(some, of): (u64, u64)| Share { some, of };
        let Difference { low, high, .. } = difference(share(one), share(other)).expect("somebody on both sides");
        (format!("{low:.4}"), format!("{high:.4}"))
    }

    #[test]
    fn it_agrees_with_the_examples_of_the_article() {
        for (one, other, low, high) in [
            ((56, 70), (48, 80), "0.0524", "0.3339"),
            ((9, 10), (3, 10), "0.1705", "0.8090"),
            ((10, 10), (0, 20), "0.6791", "1.0000"),
        ] {
            assert_eq!(between(one, other), (low.to_owned(), high.to_owned()));
        }
    }

    #[test]
    fn without_anybody_there_is_no_difference() {
        assert_eq!(difference(Share { some: 0, of: 0 }, Share { some: 1, of: 2 }), None);
        let same = difference(Share { some: 5, of: 50 }, Share { some: 5, of: 50 }).expect("somebody on both sides");
        assert!(same.estimate == 0.0 && same.may_be_none());
    }
}
