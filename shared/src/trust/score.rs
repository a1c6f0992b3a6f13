//! How stars become a score, and helpful votes an order.

/// How many reviews of average worth a product is thought to have before its first: the `m` of the Bayesian mean.
pub const PRIOR_WEIGHT: f64 = 20.0;
/// The quantile of the normal distribution at 90 %: how sure the order of reviews wants to be of votes.
const WILSON_Z: f64 = 1.281_551_565_545;

/// How many published, verified reviews gave 1, 2, 3, 4 and 5 stars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Histogram(pub [u32; 5]);

impl Histogram {
    /// How many reviews there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().sum()
    }

    /// All their stars together.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.0.iter().zip(1..).map(|(count, stars)| count * stars).sum()
    }

    /// The plain mean of the stars; none without reviews.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count() > 0).then(|| f64::from(self.sum()) / f64::from(self.count()))
    }

    /// The Bayesian mean with `prior` as what products like it have; none without reviews.
    #[must_use]
    pub fn score(&self, prior: f64) -> Option<f64> {
        (self.count() > 0).then(|| bayesian_mean(self.count(), self.sum(), prior))
    }
}

/// `(v·R + m·C) / (v + m)`: the mean of `count` reviews with `sum` stars, drawn towards `prior` (`C`, the mean of the
/// category) as if [`PRIOR_WEIGHT`] more reviews had said that. Few reviews move it little, many decide it.
#[must_use]
pub fn bayesian_mean(count: u32, sum: u32, prior: f64) -> f64 {
    (f64::from(sum) + PRIOR_WEIGHT * prior) / (f64::from(count) + PRIOR_WEIGHT)
}

/// The score under which nothing is recommended…
pub const RECOMMENDABLE_SCORE: f64 = 3.0;
/// …when so many reviews of verified buyers say so.
pub const RECOMMENDABLE_REVIEWS: u32 = 20;

/// Whether recommendations may show a product of this score and so many reviews that count. What has few reviews may be
/// shown: it would never get more.
#[must_use]
pub fn is_recommendable(score: f64, reviews: u32) -> bool {
    reviews < RECOMMENDABLE_REVIEWS || score >= RECOMMENDABLE_SCORE
}

/// The lower bound of Wilson's interval (1927) of the share of votes that found a review helpful, at 90 % (one-sided);
/// 0 without votes. Ten of eleven stand behind hundred of hundred and ten.
#[must_use]
pub fn wilson_lower_bound(up: u32, down: u32) -> f64 {
    let n = f64::from(up) + f64::from(down);
    if n == 0.0 {
        return 0.0;
    }
    let (p, z2) = (f64::from(up) / n, WILSON_Z * WILSON_Z);
    let spread = WILSON_Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    (p + z2 / (2.0 * n) - spread) / (1.0 + z2 / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_found_bad_is_not_recommended() {
        for (score, reviews, shown) in [(2.999, 19, true), (2.999, 20, false), (3.0, 20, true), (1.0, 0, true)] {
            assert_eq!(is_recommendable(score, reviews), shown, "{score} of {reviews}");
        }
    }

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    #[test]
    fn the_score_is_the_published_one() {
        near(bayesian_mean(10, 49, 4.3), 4.5, 1e-6);
        near(bayesian_mean(200, 940, 4.3), 4.663_636_363_6, 1e-6);
    }

    #[test]
    fn the_order_of_reviews_is_the_published_one() {
        for (up, down, bound) in [(1, 0, 0.378_448), (5, 0, 0.752_743), (10, 1, 0.739_495), (100, 10, 0.867_689)] {
            near(wilson_lower_bound(up, down), bound, 1e-6);
        }
        near(wilson_lower_bound(0, 0), 0.0, 0.0);
        near(wilson_lower_bound(0, 9), 0.0, 1e-9);
    }

    #[test]
    fn a_histogram_adds_up() {
        let histogram = Histogram([1, 0, 2, 3, 4]);
        assert_eq!((histogram.count(), histogram.sum()), (10, 39));
        near(histogram.mean().expect("a mean"), 3.9, 1e-12);
        near(histogram.score(4.3).expect("a score"), (39.0 + 86.0) / 30.0, 1e-12);
        assert_eq!((Histogram::default().mean(), Histogram::default().score(4.3)), (None, None));
    }
}
