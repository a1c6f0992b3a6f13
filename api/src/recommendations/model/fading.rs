//! How things fade with age.

const DAY_MS: f64 = 86_400_000.0;

/// What is left after an age in milliseconds: 1 at once, half after the half-life in days, 1 for ever without one.
pub(super) fn left(age_ms: i64, half_life_days: Option<f32>) -> f64 {
    half_life_days.map_or(1.0, |days| (-(age_ms.max(0) as f64) / DAY_MS / f64::from(days)).exp2())
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn half_is_left_after_the_half_life() {
        assert!((left(14 * 86_400_000, Some(14.0)) - 0.5).abs() < 1e-12);
        assert!((left(28 * 86_400_000, Some(14.0)) - 0.25).abs() < 1e-12);
        assert!((left(28 * 86_400_000, None) - 1.0).abs() < 1e-12);
        assert!((left(-5, Some(14.0)) - 1.0).abs() < 1e-12);
    }
}
