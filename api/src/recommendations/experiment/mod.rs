//! The A/B switch: what suggestions by a shopper's own history are worth, measured on the market itself.
//!
//! Some percent of the shoppers are held out: they get what somebody gets of whom nothing is known. What each arm orders after
//! its shoppers were first suggested something is compared. Only accounts that allow personalisation take part: the others
//! have nothing personal, and a guest's order leads back to no browser, so that nothing could be learned from guests.
//! What a shopper hides stays hidden in both arms, and searches are the same in both.

mod assignment;
mod exposure;
mod gauges;
mod interval;
mod results;

pub use exposure::{Exposures, erase, forget_old, of_account};
pub use gauges::measure;
pub use interval::{Difference, Share, difference};
pub use results::{ArmResults, Results, results};

use super::entity::exposure::Arm;
use super::kinds::Kind;
use super::signals::Known;
use crate::actor::Actor;
use crate::app::App;
use shared::id::AccountId;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Longest name, in characters.
const MAX_LENGTH: usize = 40;
/// The most percent that may be held out.
const MAX_PERCENT: u8 = 50;

/// The name of an experiment, by which its results are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// The name cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an experiment is named in 1 to {MAX_LENGTH} lower-case letters, digits and -")]
pub struct InvalidName;

impl Name {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let known = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let good = known && (1..=MAX_LENGTH).contains(&text.len());
        if good { Ok(Self(text.to_owned())) } else { Err(InvalidName) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An experiment that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    name: Name,
    holdout_percent: u8,
}

/// Not an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write it like no-history:10: a name of 1 to {MAX_LENGTH} lower-case letters, digits and -, and the percent of \
     shoppers to hold out, 1 to {MAX_PERCENT}"
)]
pub struct InvalidExperiment;

impl Experiment {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// The arm of an account: always the same one.
    #[must_use]
    pub fn arm_of(&self, account: AccountId) -> Arm {
        assignment::arm(self.name.as_str(), account.0.as_bytes(), self.holdout_percent)
    }
}

impl FromStr for Experiment {
    type Err = InvalidExperiment;

    fn from_str(text: &str) -> Result<Self, InvalidExperiment> {
        let (name, percent) = text.split_once(':').ok_or(InvalidExperiment)?;
        let name = name.parse().map_err(|_| InvalidExperiment)?;
        let percent: Option<u8> = percent.parse().ok();
        let holdout_percent = percent.filter(|percent| (1..=MAX_PERCENT).contains(percent)).ok_or(InvalidExperiment)?;
        Ok(Self { name, holdout_percent })
    }
}

/// What a kind may make of what is known of a shopper: all of it, or, where they are held out, only what they hide.
pub(super) fn known_to(app: &App, actor: &Actor, kind: Kind, known: Arc<Known>) -> Arc<Known> {
    match part(app, actor, kind, &known) {
        Some((.., Arm::Holdout)) => Arc::new(Known { events: Vec::new(), hidden: known.hidden.clone() }),
        Some((.., Arm::Personal)) | None => known,
    }
}

/// Notes that a shopper takes part, at the first answer that depends on it; with nothing known, both arms answer the same.
pub(super) fn note(app: &App, actor: &Actor, kind: Kind, known: &Known) {
    if let Some((experiment, account, arm)) = part(app, actor, kind, known) {
        exposure::note(app, experiment.name(), account, arm);
    }
}

/// The arm of a shopper, if they take part.
fn part<'a>(app: &'a App, actor: &Actor, kind: Kind, known: &Known) -> Option<(&'a Experiment, AccountId, Arm)> {
    let experiment = app.config.recommendations_experiment.as_ref()?;
    let account = actor.account_id()?;
    let takes_part = !known.events.is_empty() && kind.follows_the_shopper();
    takes_part.then(|| (experiment, account, experiment.arm_of(account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_is_a_name_and_a_share() {
        let experiment: Experiment = "no-history:10".parse().expect("good");
        assert_eq!((experiment.name().as_str(), experiment.holdout_percent), ("no-history", 10));
        let long = format!("{}:10", "a".repeat(MAX_LENGTH + 1));
        for wrong in ["", "a", ":10", "a:", "a:0", "a:51", "a:1.5", "a:-1", "A:10", "a b:10", "a:b:10", &long] {
            assert_eq!(wrong.parse::<Experiment>(), Err(InvalidExperiment), "{wrong}");
        }
    }
}
