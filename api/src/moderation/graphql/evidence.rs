//! How the machine judged a review.

use super::enums::HoldingPart;
use super::ring::ReviewRing;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::scalars::DateTime;
use crate::moderation::loaders::{Loaders, RingOf};
use crate::moderation::notes;
use crate::reviews::holding::entity::Model;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::trust::holding::HOLD;
use std::sync::Arc;

/// How the machine judged a review the last time.
pub struct HoldingEvidence(pub(super) Arc<Model>);

/// One part of the score of a review.
#[derive(SimpleObject)]
pub struct EvidencePart {
    /// What was looked at.
    pub part: HoldingPart,
    /// How much it says, 0 to 1.
    pub value: f64,
    /// What it weighs: the weights of all parts come to 100.
    pub weight: i32,
    /// Its figures in plain words, in the language of the request.
    pub note: String,
}

/// How the machine judged a review the last time.
#[Object]
impl HoldingEvidence {
    /// 0 to 1: the sum of value times weight, in hundredths.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// From this score on a review is held.
    async fn threshold(&self) -> f64 {
        HOLD
    }

    /// When it was judged.
    async fn judged_at(&self) -> DateTime {
        self.0.judged_at.into()
    }

    /// What the score is made of.
    async fn parts(&self, ctx: &Context<'_>) -> Vec<EvidencePart> {
        let part = |(part, note): (shared::trust::parts::Part, String)| {
            let shown = HoldingPart::of(part.signal)?;
            Some(EvidencePart { part: shown, value: part.value, weight: part.weight.into(), note })
        };
        notes::noted(&self.0.parts, ctx.locale()).into_iter().filter_map(part).collect()
    }

    /// The ring to which its author belongs, if any.
    async fn ring(&self, ctx: &Context<'_>) -> Option<Result<ReviewRing>> {
        let ring = ctx.data_unchecked::<Loaders>().load_one(RingOf(self.0.ring_id?)).await.or_fault(ctx);
        ring.map(|ring| ring.map(ReviewRing)).transpose()
    }
}
