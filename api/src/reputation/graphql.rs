//! How shops stand, in the API.

use super::Evaluation;
use super::loaders::{Loaders, NowOf, StandingOf, StoredOf};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::scalars::DateTime;
use crate::shops::entity::Model;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use shared::trust::StandingLevel;
use shared::trust::standing::{self, Criterion, FaultLimits, Inputs, Share, level_of};

/// How a shop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "StandingLevel")]
pub enum ShopStandingLevel {
    /// Better than most, for long enough.
    Top,
    /// As it should be.
    Standard,
    /// Worse than buyers should expect.
    Below,
}

/// What is measured of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Criterion")]
pub enum ShopStandingCriterion {
    /// Orders that the seller cancelled, or whose case was decided against the seller.
    Defects,
    /// Cases that the seller left unresolved.
    UnresolvedCases,
    /// Orders that were shipped late.
    LateShipments,
    /// Parcels whose tracking number a carrier knows.
    ValidTracking,
    /// First messages that were answered within a day.
    FirstReplies,
    /// What buyers say of the shop.
    Rating,
    /// For how long, and how much, it has sold.
    History,
}

/// So many of so many, and what they are measured by. A limit that does not apply is null.
#[derive(Clone, Debug, SimpleObject)]
pub struct ShopStandingShare {
    /// Those that are meant.
    pub count: i32,
    /// All.
    pub total: i32,
    /// `count / total`; 0 of nothing.
    pub rate: f64,
    /// The level by this figure alone.
    pub level: ShopStandingLevel,
    /// The rate up to which, for faults, or from which on, for what should be, it is TOP.
    pub top_rate: f64,
    /// Faults up to which it is TOP whatever the rate.
    pub top_count: Option<i32>,
    /// The rate over which it is BELOW, when there are also `belowCount` faults.
    pub below_rate: Option<f64>,
    /// Faults from which on it can be BELOW.
    pub below_count: Option<i32>,
}

/// What buyers say of a shop's service, and what it is measured by.
#[derive(Clone, Debug, SimpleObject)]
pub struct ShopStandingRating {
    /// The Bayesian mean of the stars.
    pub score: f64,
    /// How many reviews there are.
    pub reviews: i32,
    /// The level by this figure alone.
    pub level: ShopStandingLevel,
    /// The score from which on it is TOP.
    pub top_score: f64,
    /// The score under which it is BELOW, when there are also `belowReviews` reviews.
    pub below_score: f64,
    /// Reviews from which on it can be BELOW.
    pub below_reviews: i32,
}

/// What a standing is computed from. Null is what is not known here, or not known yet: it counts neither for a shop nor
/// against it.
#[derive(Clone, Debug, SimpleObject)]
pub struct ShopStandingInputs {
    /// Orders in the window that were not cancelled; TOP asks for 100.
    pub orders: i32,
    /// Days since the first order; TOP asks for 90.
    pub history_days: i32,
    /// Orders that the seller cancelled, or whose case was decided against the seller.
    pub defects: Option<ShopStandingShare>,
    /// Cases that the seller left unresolved.
    pub unresolved_cases: Option<ShopStandingShare>,
    /// Orders that no carrier had on the earliest day on which they were promised to arrive, of those for which that day has
    /// come. One that waits for its money is not due; one that was cancelled before that day does not count.
    pub late_shipments: Option<ShopStandingShare>,
    /// Parcels that a carrier knows, of those whose label is three days old.
    pub valid_tracking: Option<ShopStandingShare>,
    /// First messages that were answered within a day.
    pub first_replies: Option<ShopStandingShare>,
    /// What buyers say of the shop's service.
    pub rating: Option<ShopStandingRating>,
}

/// How a shop stood at a moment, computed from what was known then. The rule is the same for every shop.
pub struct ShopStanding(Evaluation);

/// How a shop stood at a moment, computed from what was known then. The rule is the same for every shop.
#[Object]
impl ShopStanding {
    /// How it stands.
    async fn level(&self) -> ShopStandingLevel {
        self.0.standing.level.into()
    }

    /// What decided: of a shop that is BELOW what is below, of one that is STANDARD what keeps it from TOP.
    async fn reasons(&self) -> Vec<ShopStandingCriterion> {
        self.0.standing.reasons.iter().copied().map(Into::into).collect()
    }

    /// The moment.
    async fn evaluated_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Months whose orders count: 3 (of 30 days) with 400 orders in them, else 12 (365 days).
    async fn window_months(&self) -> i32 {
        if self.0.window_days == standing::SHORT_WINDOW_DAYS { 3 } else { 12 }
    }

    /// What it is computed from.
    async fn inputs(&self) -> ShopStandingInputs {
        let of = &self.0.inputs;
        ShopStandingInputs {
            orders: number(of.orders),
            history_days: number(of.history_days),
            defects: faults(of, Criterion::Defects, of.defects, standing::DEFECTS),
            unresolved_cases: faults(of, Criterion::UnresolvedCases, of.unresolved_cases, standing::UNRESOLVED_CASES),
            late_shipments: faults(of, Criterion::LateShipments, of.late_shipments, standing::LATE_SHIPMENTS),
            valid_tracking: merits(of, Criterion::ValidTracking, of.valid_tracking, standing::VALID_TRACKING_TOP),
            first_replies: merits(of, Criterion::FirstReplies, of.first_replies, standing::FIRST_REPLIES_TOP),
            rating: of.rating.zip(level_of(Criterion::Rating, of)).map(|(rating, level)| ShopStandingRating {
                score: rating.score,
                reviews: number(rating.reviews),
                level: level.into(),
                top_score: standing::RATING_TOP,
                below_score: standing::RATING_STANDARD,
                below_reviews: number(standing::RATING_REVIEWS),
            }),
        }
    }
}

impl ShopStanding {
    /// How a shop stood at a moment that has passed; without one, at its last evaluation, or now when there was none.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a moment that is still to come, or a fault of ours.
    pub async fn load(ctx: &Context<'_>, shop: &Model, at: Option<DateTime>) -> Result<Self> {
        let (shop, last) = (shop.id, shop.standing_at);
        let loaders = ctx.data_unchecked::<Loaders>();
        let found = match (at.map(|at| at.0), last) {
            (Some(at), _) if at > ctx.app().clock.now() => {
                return Err(Fault::BadUserInput("at must not be in the future".to_owned())).or_fault(ctx);
            }
            (Some(at), _) => loaders.load_one(StandingOf { shop, at }).await.or_fault(ctx)?,
            (None, Some(at)) => loaders.load_one(StoredOf { shop, at }).await.or_fault(ctx)?,
            (None, None) => loaders.load_one(NowOf(shop)).await.or_fault(ctx)?,
        };
        let found = found.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{shop} was not evaluated")));
        found.or_fault(ctx).map(Self)
    }
}

fn faults(of: &Inputs, criterion: Criterion, share: Option<Share>, limits: FaultLimits) -> Option<ShopStandingShare> {
    let shown = merits(of, criterion, share, limits.top_thousandths)?;
    Some(ShopStandingShare {
        top_count: Some(number(limits.top_count)),
        below_rate: Some(rate(limits.below_thousandths)),
        below_count: Some(number(limits.below_count)),
        ..shown
    })
}

fn merits(of: &Inputs, criterion: Criterion, share: Option<Share>, top: u32) -> Option<ShopStandingShare> {
    let (share, level) = share.zip(level_of(criterion, of))?;
    Some(ShopStandingShare {
        count: number(share.count),
        total: number(share.total),
        rate: share.rate(),
        level: level.into(),
        top_rate: rate(top),
        top_count: None,
        below_rate: None,
        below_count: None,
    })
}

fn rate(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1000.0
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
