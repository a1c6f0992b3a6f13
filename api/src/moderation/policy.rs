//! Pure rules: what is urgent, and what a decision does to a review as it stands.

use super::ModerationError;
use super::entity::{ActionKind, Ground, Told};
use shared::reviews::ReviewStatus;

/// An appeal comes before all else: somebody waits for it who was decided about. Among appeals the oldest is first, as
/// among all cases of one priority.
pub const APPEAL: i32 = 100;
/// What is no appeal stays below.
const MOST: f64 = 99.0;

/// What one flag says: the more harm there may be while nobody looks, the more.
#[must_use]
pub const fn weight(category: Ground) -> f64 {
    match category {
        Ground::Illegal => 0.5,
        Ground::PrivateData => 0.4,
        Ground::Offensive => 0.3,
        Ground::Fake => 0.25,
        Ground::Spam => 0.2,
        Ground::OffTopic | Ground::Other => 0.15,
    }
}

/// How urgent a case is that is no appeal, 0 to 99: `99 · (1 − (1 − score) · Π(1 − weight))` over the score by which the
/// machine holds it and its flags. Many flags raise it, none by as much as the one before, and no number of them reaches an
/// appeal.
#[must_use]
pub fn priority(score: Option<f64>, flags: &[Ground]) -> i32 {
    let quiet = 1.0 - score.unwrap_or(0.0).clamp(0.0, 1.0);
    let quiet = flags.iter().fold(quiet, |quiet, category| quiet * (1.0 - weight(*category)));
    (MOST * (1.0 - quiet)).round() as i32
}

/// What a moderator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// What stands stays; what is held is hidden.
    Uphold,
    /// Nobody sees it.
    Hide,
    /// Everybody sees it.
    Restore,
    /// Everybody sees it, and its author is warned.
    Warn,
    /// Nobody sees it, and its author writes no reviews for a while.
    Suspend,
}

/// What follows from a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How the review stands then.
    pub status: ReviewStatus,
    /// What is logged.
    pub action: ActionKind,
    /// What its author is told and may appeal against; nothing when nothing stands against it.
    pub told: Option<Told>,
    /// Which letter they get; nobody is written to who never knew.
    pub letter: Option<ActionKind>,
}

/// What a decision does to a review with this status, whose author was told this before.
///
/// # Errors
/// [`ModerationError::NotPossible`] when it would do nothing, or when the review was taken back;
/// [`ModerationError::GroundMissing`] when something is decided against the author without a rule.
pub fn plan(
    decision: Decision,
    status: ReviewStatus,
    told: Option<Told>,
    ground: Option<Ground>,
) -> Result<Plan, ModerationError> {
    let planned = |status, action, told, letter| Plan { status, action, told, letter };
    let plan = match (decision, status) {
        (_, ReviewStatus::Deleted) => return Err(ModerationError::NotPossible),
        (Decision::Uphold, ReviewStatus::Held) => {
            planned(ReviewStatus::Hidden, ActionKind::Upheld, Some(Told::Hidden), Some(ActionKind::Hidden))
        }
        (Decision::Uphold, ReviewStatus::Published) => {
            planned(status, ActionKind::Upheld, told, told.map(|_| ActionKind::Upheld))
        }
        (Decision::Uphold, ReviewStatus::Hidden) => {
            planned(status, ActionKind::Upheld, told.or(Some(Told::Hidden)), Some(ActionKind::Upheld))
        }
        (Decision::Hide, ReviewStatus::Hidden) if told != Some(Told::Suspended) => {
            return Err(ModerationError::NotPossible);
        }
        (Decision::Hide, _) => {
            planned(ReviewStatus::Hidden, ActionKind::Hidden, Some(Told::Hidden), Some(ActionKind::Hidden))
        }
        (Decision::Restore, ReviewStatus::Published) if told.is_none() => return Err(ModerationError::NotPossible),
        (Decision::Restore, _) => {
            planned(ReviewStatus::Published, ActionKind::Restored, None, Some(ActionKind::Restored))
        }
        (Decision::Warn, ReviewStatus::Published) if told == Some(Told::Warned) => {
            return Err(ModerationError::NotPossible);
        }
        (Decision::Warn, _) => {
            planned(ReviewStatus::Published, ActionKind::Warned, Some(Told::Warned), Some(ActionKind::Warned))
        }
        (Decision::Suspend, ReviewStatus::Hidden) if told == Some(Told::Suspended) => {
            return Err(ModerationError::NotPossible);
        }
        (Decision::Suspend, _) => {
            planned(ReviewStatus::Hidden, ActionKind::Suspended, Some(Told::Suspended), Some(ActionKind::Suspended))
        }
    };
    let against = match decision {
        Decision::Uphold => plan.status != ReviewStatus::Published,
        Decision::Hide | Decision::Warn | Decision::Suspend => true,
        Decision::Restore => false,
    };
    if against && ground.is_none() { Err(ModerationError::GroundMissing) } else { Ok(plan) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_harms_more_comes_first_and_appeals_before_all() {
        assert_eq!(priority(None, &[]), 0);
        assert_eq!(priority(None, &[Ground::Other]), 15);
        assert_eq!(priority(None, &[Ground::Illegal]), 50);
        assert_eq!(priority(Some(0.4), &[]), 40);
        assert_eq!(priority(Some(1.0), &[Ground::Illegal; 9]), 99);
        assert!(priority(None, &[Ground::Spam; 3]) > priority(None, &[Ground::Spam; 2]));
        assert!(priority(None, &[Ground::Illegal; 1000]) < APPEAL);
    }

    #[test]
    fn a_decision_does_what_it_says_or_is_refused() {
        use ReviewStatus::{Deleted, Held, Hidden, Published};
        let because = Some(Ground::Fake);
        let to = |decision, status, told| plan(decision, status, told, because).map(|plan| (plan.status, plan.told));
        assert_eq!(to(Decision::Uphold, Held, Some(Told::Held)), Ok((Hidden, Some(Told::Hidden))));
        assert_eq!(to(Decision::Uphold, Published, None), Ok((Published, None)));
        assert_eq!(to(Decision::Uphold, Hidden, Some(Told::Suspended)), Ok((Hidden, Some(Told::Suspended))));
        assert_eq!(to(Decision::Restore, Hidden, Some(Told::Hidden)), Ok((Published, None)));
        assert_eq!(to(Decision::Restore, Published, None), Err(ModerationError::NotPossible));
        assert_eq!(to(Decision::Restore, Published, Some(Told::Warned)), Ok((Published, None)));
        assert_eq!(to(Decision::Warn, Held, Some(Told::Held)), Ok((Published, Some(Told::Warned))));
        assert_eq!(to(Decision::Hide, Hidden, Some(Told::Hidden)), Err(ModerationError::NotPossible));
        assert_eq!(to(Decision::Hide, Hidden, Some(Told::Suspended)), Ok((Hidden, Some(Told::Hidden))));
        assert_eq!(to(Decision::Suspend, Published, None), Ok((Hidden, Some(Told::Suspended))));
        for decision in [Decision::Uphold, Decision::Hide, Decision::Restore, Decision::Warn, Decision::Suspend] {
            assert_eq!(to(decision, Deleted, None), Err(ModerationError::NotPossible));
        }
    }

    #[test]
    fn what_is_decided_against_somebody_names_a_rule() {
        use ReviewStatus::{Held, Hidden, Published};
        let bare = |decision, status| plan(decision, status, Some(Told::Held), None).map(|plan| plan.status);
        for (decision, status) in [
            (Decision::Uphold, Held),
            (Decision::Uphold, Hidden),
            (Decision::Hide, Published),
            (Decision::Warn, Published),
            (Decision::Suspend, Held),
        ] {
            assert_eq!(bare(decision, status), Err(ModerationError::GroundMissing), "{decision:?} {status:?}");
        }
        assert_eq!(bare(Decision::Restore, Held), Ok(Published));
        assert_eq!(plan(Decision::Uphold, Published, None, None).map(|plan| plan.letter), Ok(None));
    }
}
