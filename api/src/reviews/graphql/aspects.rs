//! In which respects buyers judge what they bought, in the API.

use crate::reviews::aspects::AspectCounts;
use async_graphql::{Enum, InputObject, SimpleObject};
use shared::reviews::{AspectChoice, AspectValue as Grade, Aspects, ReviewAspect as Aspect};

/// A respect in which buyers judge a product, beside its stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Aspect")]
pub enum ReviewAspect {
    /// How its size fits: LOW is too small, MIDDLE true to size, HIGH too large.
    Fit,
    /// How well it is made: LOW is poor, MIDDLE good, HIGH excellent.
    Quality,
    /// Whether it is what its page says: LOW is no, MIDDLE mostly, HIGH exactly.
    AsDescribed,
    /// How it tastes: LOW is disliked, MIDDLE fine, HIGH loved.
    Taste,
}

/// How a product is in one respect; what each value means is said at the aspects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Grade")]
pub enum AspectValue {
    /// The lowest of three.
    Low,
    /// The middle one.
    Middle,
    /// The highest.
    High,
}

/// How a review judges its product in one respect.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ReviewAspectChoice {
    /// The respect.
    pub aspect: ReviewAspect,
    /// How the product is in it.
    pub value: AspectValue,
}

/// How a review judges its product in one respect.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ReviewAspectInput {
    /// The respect: one of `Product.reviewAspects`.
    pub aspect: ReviewAspect,
    /// How the product is in it.
    pub value: AspectValue,
}

/// How many reviews that count judge a product how, in one respect.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AspectSummary {
    /// The respect.
    pub aspect: ReviewAspect,
    /// How many chose LOW.
    pub low: i32,
    /// How many chose MIDDLE.
    pub middle: i32,
    /// How many chose HIGH.
    pub high: i32,
}

/// What a review chose, in the order of the enum.
pub(super) fn choices(aspects: &Aspects) -> Vec<ReviewAspectChoice> {
    let choice =
        |(aspect, value): (&Aspect, &Grade)| ReviewAspectChoice { aspect: (*aspect).into(), value: (*value).into() };
    aspects.0.iter().map(choice).collect()
}

/// What somebody chooses, as it came: whether they may is for the use case to say.
pub(super) fn chosen(aspects: Vec<ReviewAspectInput>) -> Vec<AspectChoice> {
    aspects.into_iter().map(|ReviewAspectInput { aspect, value }| (aspect.into(), value.into())).collect()
}

/// The counts of what is asked about, and of what was asked about once and answered.
pub(super) fn summaries(counts: &AspectCounts, asked: Vec<Aspect>) -> Vec<AspectSummary> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let summary = |aspect: Aspect| {
        let [low, middle, high] = counts.of(aspect).map(number);
        AspectSummary { aspect: aspect.into(), low, middle, high }
    };
    counts.shown(asked).into_iter().map(summary).collect()
}
