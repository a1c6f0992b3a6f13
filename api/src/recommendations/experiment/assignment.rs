//! Who belongs to which arm: a pure function of the experiment's name and the shopper's key, so that nothing has to be
//! looked up, every process says the same, and a shopper keeps their arm as long as the experiment has its name and share.

use super::super::entity::exposure::Arm;
use sha2::{Digest, Sha256};

/// Places on which shoppers are spread: one a percent.
const PLACES: u64 = 100;

/// The arm of a shopper: `holdout` of so many percent, else `personal`. With a larger share nobody leaves the holdout.
pub(super) fn arm(experiment: &str, key: &[u8], holdout_percent: u8) -> Arm {
    if place(experiment, key) < u64::from(holdout_percent) { Arm::Holdout } else { Arm::Personal }
}

/// 0 to 99: the first 8 bytes of SHA-256(name, 0, key) as a number, modulo 100. The name is in it so that the holdout of one
/// experiment is not that of the next; names hold no zero byte, so name and key cannot run together.
fn place(experiment: &str, key: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(experiment.as_bytes());
    hash.update([0]);
    hash.update(key);
    let digest: [u8; 32] = hash.finalize().into();
    digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const KEYS: u128 = 10_000;

    /// The part of all keys of which something is true.
    fn part(is_so: impl Fn(&[u8]) -> bool) -> f64 {
        let count = (0..KEYS).filter(|number| is_so(Uuid::from_u128(*number).as_bytes())).count();
        count as f64 / KEYS as f64
    }

    #[test]
    fn it_stays_the_same_in_every_version_and_process() {
        // printf 'no-history\0' followed by 16 zero bytes | sha256sum: 09bb97f1afa7a7c2…
        assert_eq!(place("no-history", &[0; 16]), 66);
        assert_eq!(arm("no-history", &[0; 16], 50), arm("no-history", &[0; 16], 50));
    }

    #[test]
    fn the_share_is_what_was_asked_for() {
        for percent in [1, 10, 25, 50] {
            let held_out = part(|key| arm("one", key, percent) == Arm::Holdout);
            let wanted = f64::from(percent) / 100.0;
            assert!((held_out - wanted).abs() < 0.02, "{held_out} instead of {wanted}");
        }
    }

    #[test]
    fn experiments_of_other_names_divide_shoppers_anew() {
        let both = part(|key| arm("one", key, 50) == Arm::Holdout && arm("two", key, 50) == Arm::Holdout);
        assert!((both - 0.25).abs() < 0.02, "{both} of all are held out of both");
    }

    #[test]
    fn nobody_leaves_the_holdout_when_it_grows() {
        let left = part(|key| arm("one", key, 10) == Arm::Holdout && arm("one", key, 20) == Arm::Personal);
        assert!(left == 0.0, "{left}");
    }
}
