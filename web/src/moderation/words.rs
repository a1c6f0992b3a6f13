//! What the API's kinds are called.

use super::fields::{
    ActionKind, BondReason, Decision, Ground, Measure, Origin, Part, ReviewStatus, Role, StatementDecision,
};
use crate::{
    i18n::{Language, plural},
    text,
};
use shared::{Locale, Timestamp, format::integer};

/// From this priority on somebody should look at once.
const URGENT: i32 = 75;
/// From this priority on somebody should look today.
const SOON: i32 = 40;

const MINUTE_MS: i64 = 60_000;

/// How urgent something is, in a word and as the figure behind it.
pub(super) fn priority(lang: Language, locale: Locale, priority: i32) -> String {
    let word = match priority {
        URGENT.. => text!(lang, moderation.priority_urgent),
        SOON.. => text!(lang, moderation.priority_soon),
        _ => text!(lang, moderation.priority_later),
    };
    text!(lang, moderation.priority, word = word, figure = integer(i64::from(priority), locale))
}

/// How long something has waited.
pub(super) fn waited(lang: Language, locale: Locale, since: Timestamp, now: Timestamp) -> String {
    let minutes = ((now.0 - since.0) / MINUTE_MS).max(0);
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    let say = |count: i64, one: fn(Language, String) -> String, many: fn(Language, String) -> String| {
        plural(locale, count, one, many)(lang, integer(count, locale))
    };
    if hours < 1 {
        say(
            minutes,
            |lang, count| text!(lang, moderation.minutes_single, count = count),
            |lang, count| text!(lang, moderation.minutes_many, count = count),
        )
    } else if days < 2 {
        say(
            hours,
            |lang, count| text!(lang, moderation.hours_single, count = count),
            |lang, count| text!(lang, moderation.hours_many, count = count),
        )
    } else {
        say(
            days,
            |lang, count| text!(lang, moderation.days_single, count = count),
            |lang, count| text!(lang, moderation.days_many, count = count),
        )
    }
}

/// A share of one, in hundredths.
#[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
pub(super) fn hundredths(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).round() as i64
}

/// How many stars, as they are read out.
pub(super) fn stars(lang: Language, locale: Locale, stars: i32) -> String {
    text!(lang, moderation.stars, count = integer(i64::from(stars), locale))
}

pub(super) fn origin(lang: Language, origin: Origin) -> &'static str {
    match origin {
        Origin::Holding => text!(lang, moderation.origin_holding),
        Origin::Flag => text!(lang, moderation.origin_flag),
        Origin::Appeal => text!(lang, moderation.origin_appeal),
    }
}

pub(super) fn status(lang: Language, status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Published => text!(lang, moderation.status_published),
        ReviewStatus::Held => text!(lang, moderation.status_held),
        ReviewStatus::Hidden => text!(lang, moderation.status_hidden),
        ReviewStatus::Deleted => text!(lang, moderation.status_deleted),
    }
}

pub(super) fn decision(lang: Language, decision: Decision) -> &'static str {
    match decision {
        Decision::Uphold => text!(lang, moderation.uphold),
        Decision::Hide => text!(lang, moderation.hide),
        Decision::Restore => text!(lang, moderation.restore),
        Decision::Warn => text!(lang, moderation.warn),
        Decision::Suspend => text!(lang, moderation.suspend),
    }
}

/// What follows from a decision for a review that stands like this.
pub(super) fn consequence(lang: Language, decision: Decision, status: ReviewStatus) -> &'static str {
    match (decision, status) {
        (Decision::Uphold, ReviewStatus::Held) => text!(lang, moderation.uphold_held),
        (Decision::Uphold, ReviewStatus::Hidden) => text!(lang, moderation.uphold_hidden),
        (Decision::Uphold, _) => text!(lang, moderation.uphold_published),
        (Decision::Hide, _) => text!(lang, moderation.hide_text),
        (Decision::Restore, _) => text!(lang, moderation.restore_text),
        (Decision::Warn, _) => text!(lang, moderation.warn_text),
        (Decision::Suspend, _) => text!(lang, moderation.suspend_text),
    }
}

pub(super) fn ground(lang: Language, ground: Ground) -> &'static str {
    match ground {
        Ground::Fake => text!(lang, moderation.ground_fake),
        Ground::Spam => text!(lang, moderation.ground_spam),
        Ground::Offensive => text!(lang, moderation.ground_offensive),
        Ground::PrivateData => text!(lang, moderation.ground_private),
        Ground::OffTopic => text!(lang, moderation.ground_off_topic),
        Ground::Illegal => text!(lang, moderation.ground_illegal),
        Ground::Other => text!(lang, moderation.ground_other),
    }
}

pub(super) fn action(lang: Language, action: ActionKind) -> &'static str {
    match action {
        ActionKind::Held => text!(lang, moderation.action_held),
        ActionKind::Released => text!(lang, moderation.action_released),
        ActionKind::Flagged => text!(lang, moderation.action_flagged),
        ActionKind::Appealed => text!(lang, moderation.action_appealed),
        ActionKind::Upheld => text!(lang, moderation.action_upheld),
        ActionKind::Hidden => text!(lang, moderation.action_hidden),
        ActionKind::Restored => text!(lang, moderation.action_restored),
        ActionKind::Warned => text!(lang, moderation.action_warned),
        ActionKind::Suspended => text!(lang, moderation.action_suspended),
    }
}

pub(super) fn told(lang: Language, decision: StatementDecision) -> &'static str {
    match decision {
        StatementDecision::Held => text!(lang, moderation.told_held),
        StatementDecision::Hidden => text!(lang, moderation.told_hidden),
        StatementDecision::Warned => text!(lang, moderation.told_warned),
        StatementDecision::Suspended => text!(lang, moderation.told_suspended),
    }
}

pub(super) fn part(lang: Language, part: Part) -> &'static str {
    match part {
        Part::Ring => text!(lang, moderation.part_ring),
        Part::Texts => text!(lang, moderation.part_texts),
        Part::Shared => text!(lang, moderation.part_shared),
        Part::Exclusivity => text!(lang, moderation.part_exclusivity),
        Part::Burst => text!(lang, moderation.part_burst),
        Part::Deviation => text!(lang, moderation.part_deviation),
        Part::Youth => text!(lang, moderation.part_youth),
    }
}

pub(super) fn measure(lang: Language, measure: Measure) -> &'static str {
    match measure {
        Measure::Bonds => text!(lang, moderation.measure_bonds),
        Measure::Focus => text!(lang, moderation.measure_focus),
        Measure::Support => text!(lang, moderation.measure_support),
        Measure::Window => text!(lang, moderation.measure_window),
        Measure::Ratio => text!(lang, moderation.measure_ratio),
        Measure::Dissent => text!(lang, moderation.measure_dissent),
    }
}

pub(super) fn role(lang: Language, role: Role) -> &'static str {
    match role {
        Role::Member => text!(lang, moderation.role_member),
        Role::Accomplice => text!(lang, moderation.role_accomplice),
        Role::Follower => text!(lang, moderation.role_follower),
    }
}

pub(super) fn reason(lang: Language, reason: BondReason) -> &'static str {
    match reason {
        BondReason::Acts => text!(lang, moderation.bond_acts),
        BondReason::Address => text!(lang, moderation.bond_address),
        BondReason::Device => text!(lang, moderation.bond_device),
        BondReason::Payment => text!(lang, moderation.bond_payment),
        BondReason::Texts => text!(lang, moderation.bond_texts),
        BondReason::Cell => text!(lang, moderation.bond_cell),
    }
}

#[cfg(test)]
mod tests {
    use super::{hundredths, priority, waited};
    use crate::i18n::language;
    use shared::{Locale, Timestamp};

    #[test]
    fn ages_are_told_in_the_unit_that_fits() {
        let lang = language(Locale::En);
        let after = |minutes: i64| waited(lang, Locale::En, Timestamp(0), Timestamp(minutes * 60_000));
        assert_eq!(after(-5), "0 minutes");
        assert_eq!(after(1), "1 minute");
        assert_eq!(after(119), "1 hour");
        assert_eq!(after(47 * 60), "47 hours");
        assert_eq!(after(72 * 60), "3 days");
    }

    #[test]
    fn priorities_are_told_in_a_word_and_a_figure() {
        let lang = language(Locale::En);
        let told = [12, 40, 75, 100].map(|figure| priority(lang, Locale::En, figure));
        assert_eq!(
            told,
            ["When there is time (12 of 100)", "Soon (40 of 100)", "Urgent (75 of 100)", "Urgent (100 of 100)"]
        );
        assert_eq!([0.004, 0.625, 1.2].map(hundredths), [0, 63, 100]);
    }
}
