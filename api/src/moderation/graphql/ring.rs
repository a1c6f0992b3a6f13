//! A ring as a graph.

use super::enums::{RingBondReason, RingMeasure, RingRole};
use crate::catalog::loaders::Loaders as CatalogLoaders;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::scalars::DateTime;
use crate::moderation::loaders::{Loaders, NameOf};
use crate::reviews::holding::entity::ring::Model;
use crate::reviews::holding::entity::{Member, Target};
use crate::shops::loaders::Loaders as ShopLoaders;
use async_graphql::{Context, Object, Result, SimpleObject};
use futures::future::try_join_all;
use shared::Timestamp;
use std::sync::Arc;

/// A group of accounts that review together, as a graph.
pub struct ReviewRing(pub(super) Arc<Model>);

/// One part of the score of a ring.
#[derive(SimpleObject)]
pub struct RingPart {
    /// What was looked at.
    pub part: RingMeasure,
    /// How much it says, 0 to 1.
    pub value: f64,
    /// What it weighs: the weights of all parts come to 100.
    pub weight: i32,
}

/// An account of a ring.
#[derive(SimpleObject)]
pub struct RingMember {
    /// Its place in the ring, counted from 0.
    pub index: i32,
    /// The name under which it is shown.
    pub name: String,
    /// When the account was opened.
    pub opened_at: DateTime,
    /// How many reviews it wrote in the last year.
    pub review_count: i32,
    /// How it belongs to the ring.
    pub role: RingRole,
}

/// Something that a ring reviewed together.
#[derive(SimpleObject)]
pub struct RingTarget {
    /// Its place among the targets, counted from 0.
    pub index: i32,
    /// Its title; of a shop its name.
    pub title: String,
    /// Whose it is.
    pub shop_name: String,
}

/// A line between a member and a target: a review.
#[derive(SimpleObject)]
pub struct RingReview {
    /// Who: an index of members.
    pub member: i32,
    /// Of what: an index of targets.
    pub target: i32,
    /// 1 to 5.
    pub stars: i32,
    /// When.
    pub written_at: DateTime,
}

/// What binds two of a ring.
#[derive(SimpleObject)]
pub struct RingBond {
    /// One of them: an index of members.
    pub a: i32,
    /// The other.
    pub b: i32,
    /// How closely, 0 to 1.
    pub strength: f64,
    /// By what.
    pub reasons: Vec<RingBondReason>,
}

fn place(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

async fn member(ctx: &Context<'_>, (index, member): (usize, &Member)) -> Result<RingMember> {
    let known = ctx.data_unchecked::<Loaders>().load_one(NameOf(member.account)).await.or_fault(ctx)?;
    // A ring goes with the account of any of its members.
    let (name, opened) = known.unwrap_or_default();
    Ok(RingMember {
        index: place(index),
        name,
        opened_at: opened.into(),
        review_count: i32::try_from(member.reviews).unwrap_or(i32::MAX),
        role: member.role.into(),
    })
}

async fn target(ctx: &Context<'_>, (index, target): (usize, &Target)) -> Result<RingTarget> {
    let locale = ctx.locale();
    let shop = ctx.data_unchecked::<ShopLoaders>().load_one(target.shop).await.or_fault(ctx)?;
    let shop_name = shop.map(|shop| shop.name.get(locale).to_owned()).unwrap_or_default();
    let product = match target.product {
        Some(id) => ctx.data_unchecked::<CatalogLoaders>().load_one(id).await.or_fault(ctx)?,
        None => None,
    };
    let title = product.map_or_else(|| shop_name.clone(), |product| product.title.get(locale).to_owned());
    Ok(RingTarget { index: place(index), title, shop_name })
}

/// A group of accounts that review together, as a graph.
#[Object]
impl ReviewRing {
    /// 0 to 1; from 0.55 on it is a ring.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// What the score is made of.
    async fn parts(&self) -> Vec<RingPart> {
        let part = |part: &shared::trust::parts::Part| {
            Some(RingPart { part: RingMeasure::of(part.signal)?, value: part.value, weight: part.weight.into() })
        };
        self.0.document.parts.iter().filter_map(part).collect()
    }

    /// Who belongs to it.
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<RingMember>> {
        try_join_all(self.0.document.members.iter().enumerate().map(|row| member(ctx, row))).await
    }

    /// What they reviewed together.
    async fn targets(&self, ctx: &Context<'_>) -> Result<Vec<RingTarget>> {
        try_join_all(self.0.document.targets.iter().enumerate().map(|row| target(ctx, row))).await
    }

    /// The lines between members and targets.
    async fn reviews(&self) -> Vec<RingReview> {
        let lines = self.0.document.reviews.iter().map(|line| RingReview {
            member: place(line.member),
            target: place(line.target),
            stars: line.stars.into(),
            written_at: Timestamp(line.at).into(),
        });
        lines.collect()
    }

    /// The lines between members.
    async fn bonds(&self) -> Vec<RingBond> {
        let lines = self.0.document.bonds.iter().map(|bond| RingBond {
            a: place(bond.a),
            b: place(bond.b),
            strength: bond.strength,
            reasons: bond.reasons.iter().map(|reason| (*reason).into()).collect(),
        });
        lines.collect()
    }
}
