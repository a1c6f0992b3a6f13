//! What buyers say of a product or a shop, in figures.

use super::aspects::{AspectSummary, summaries};
use crate::catalog::ProductCard;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::reviews::aspects::AspectCounts;
use crate::reviews::loaders::{AspectsOf, FiguresOf, Loaders};
use crate::reviews::tally::Figures;
use async_graphql::{Context, Object, Result};
use shared::id::ShopId;
use shared::trust::{PRIOR_WEIGHT, bayesian_mean, is_recommendable};
use std::sync::Arc;

/// What buyers say of a product or of a shop's service, in figures.
pub enum Rating {
    /// Of a product, beside whose row its sums stand.
    Product(Arc<ProductCard>),
    /// Of a shop.
    Shop(ShopId),
}

impl Rating {
    async fn figures(&self, ctx: &Context<'_>) -> Result<Figures> {
        let subject = match self {
            Self::Product(card) => card.id.0,
            Self::Shop(id) => id.0,
        };
        let figures = ctx.data_unchecked::<Loaders>().load_one(FiguresOf(subject)).await.or_fault(ctx)?;
        Ok(figures.unwrap_or_default())
    }

    /// The mean that the score is drawn towards.
    async fn prior(&self, ctx: &Context<'_>) -> Result<f64> {
        let priors = ctx.app().shelf.priors(ctx.app()).await.or_fault(ctx)?;
        Ok(match self {
            Self::Product(card) => priors.of_category(card.category_id),
            Self::Shop(_) => priors.of_shops(),
        })
    }

    /// Reviews that count, and all their stars.
    async fn sums(&self, ctx: &Context<'_>) -> Result<(u32, u32)> {
        match self {
            Self::Product(card) => Ok((card.rating_count.unsigned_abs(), card.rating_sum.unsigned_abs())),
            Self::Shop(_) => {
                let histogram = self.figures(ctx).await?.histogram;
                Ok((histogram.count(), histogram.sum()))
            }
        }
    }
}

/// What buyers say of a product, or of a shop's service, in figures. Only published reviews of verified buyers count, and
/// no longer when what they are about was paid back.
#[Object]
impl Rating {
    /// The plain mean of the stars, 1 to 5; null without reviews.
    async fn average(&self, ctx: &Context<'_>) -> Option<Result<f64>> {
        let mean = |(count, sum): (u32, u32)| (count > 0).then(|| f64::from(sum) / f64::from(count));
        self.sums(ctx).await.map(mean).transpose()
    }

    /// The Bayesian mean by which products and shops are compared: `(v·R + 20·C) / (v + 20)`, where `v` reviews have the
    /// mean `R`, and `C` is the mean of the product's category (of all products while the category has under 200 reviews;
    /// of all shops for a shop). `C` may be half a minute old. Null without reviews.
    async fn score(&self, ctx: &Context<'_>) -> Option<Result<f64>> {
        let score = async {
            let (count, sum) = self.sums(ctx).await?;
            if count == 0 {
                return Ok(None);
            }
            Ok(Some(bayesian_mean(count, sum, self.prior(ctx).await?)))
        };
        score.await.transpose()
    }

    /// Whether recommendations may show it: not under a score of 3.0 when 20 or more reviews say so. Always true of a shop,
    /// which has its standing instead.
    async fn recommendable(&self, ctx: &Context<'_>) -> Result<bool> {
        let Self::Product(card) = self else { return Ok(true) };
        let (count, sum) = self.sums(ctx).await?;
        let priors = ctx.app().shelf.priors(ctx.app()).await.or_fault(ctx)?;
        Ok(is_recommendable(bayesian_mean(count, sum, priors.of_category(card.category_id)), count))
    }

    /// The `C` of the score: what the score is drawn towards.
    #[graphql(name = "prior")]
    async fn shown_prior(&self, ctx: &Context<'_>) -> Result<f64> {
        self.prior(ctx).await
    }

    /// The `m` of the score: how many reviews of the mean `C` are thought to stand beside those there are.
    async fn prior_weight(&self) -> f64 {
        PRIOR_WEIGHT
    }

    /// How many reviews count.
    async fn count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(shown(self.sums(ctx).await?.0))
    }

    /// How many gave 1, 2, 3, 4 and 5 stars.
    async fn histogram(&self, ctx: &Context<'_>) -> Result<Vec<i32>> {
        // The sums beside a product's row know already when there is nothing to read.
        if matches!(self, Self::Product(card) if card.rating_count == 0) {
            return Ok(vec![0; 5]);
        }
        Ok(self.figures(ctx).await?.histogram.0.map(shown).to_vec())
    }

    /// How buyers judge the product in the respects that its category asks about, in that order, with zeros where nobody has
    /// answered; then those that were asked about once. Nothing of a shop.
    async fn aspects(&self, ctx: &Context<'_>) -> Result<Vec<AspectSummary>> {
        let Self::Product(card) = self else { return Ok(Vec::new()) };
        let tree = ctx.app().shelf.tree(ctx.app()).await.or_fault(ctx)?;
        let counts = if card.rating_count == 0 {
            AspectCounts::default()
        } else {
            let key = AspectsOf(card.id.0);
            ctx.data_unchecked::<Loaders>().load_one(key).await.or_fault(ctx)?.unwrap_or_default()
        };
        Ok(summaries(&counts, tree.aspects(card.category_id)))
    }

    /// How many reviews their authors took back.
    async fn withdrawn_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(shown(self.figures(ctx).await?.withdrawn))
    }

    /// How many reviews moderators hide, each with a reason that its author was told.
    async fn hidden_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(shown(self.figures(ctx).await?.hidden))
    }
}

fn shown(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
