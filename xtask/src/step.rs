//! What is being done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Announces `what`, does it, and prints how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {what}");
    let begin = Instant::now();
    let done = work().with_context(|| format!("{} did not succeed", lower_first(what)));
    if done.is_ok() {
        println!("    {what}: {}", show(begin.elapsed()));
    }
    done
}

/// Says something under the current step.
pub fn note(text: &str) {
    println!("    {text}");
}

/// A duration as people read it: `850 ms`, `12.3 s`, `4 min 05 s`.
pub fn show(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        1..=119 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(show(Duration::from_millis(850)), "850 ms");
        assert_eq!(show(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(show(Duration::from_secs(245)), "4 min 05 s");
    }
}
