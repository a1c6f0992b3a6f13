//! Rows of `shop_standings`.

use super::Evaluation;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::ShopId;
use shared::trust::StandingLevel;
use shared::trust::standing::{Inputs, RatingInput, Share, standing};

/// How a shop stood at a moment, as a rule the beginning of a month.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_standings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub shop_id: ShopId,
    /// The moment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub evaluated_at: Timestamp,
    /// The level.
    pub level: StandingLevel,
    /// Days whose orders counted.
    pub window_days: i32,
    /// What it was computed from.
    pub figures: Figures,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a standing was computed from, as it is stored; what was not known is null.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    orders: u32,
    history_days: u32,
    defects: Option<Counted>,
    unresolved_cases: Option<Counted>,
    late_shipments: Option<Counted>,
    valid_tracking: Option<Counted>,
    first_replies: Option<Counted>,
    rating: Option<Rated>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    count: u32,
    total: u32,
}

/// What buyers say.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Rated {
    score: f64,
    reviews: u32,
}

impl From<Inputs> for Figures {
    fn from(inputs: Inputs) -> Self {
        let counted = |share: Option<Share>| share.map(|Share { count, total }| Counted { count, total });
        Self {
            orders: inputs.orders,
            history_days: inputs.history_days,
            defects: counted(inputs.defects),
            unresolved_cases: counted(inputs.unresolved_cases),
            late_shipments: counted(inputs.late_shipments),
            valid_tracking: counted(inputs.valid_tracking),
            first_replies: counted(inputs.first_replies),
            rating: inputs.rating.map(|RatingInput { score, reviews }| Rated { score, reviews }),
        }
    }
}

impl From<Figures> for Inputs {
    fn from(figures: Figures) -> Self {
        let share = |counted: Option<Counted>| counted.map(|Counted { count, total }| Share { count, total });
        Self {
            orders: figures.orders,
            history_days: figures.history_days,
            defects: share(figures.defects),
            unresolved_cases: share(figures.unresolved_cases),
            late_shipments: share(figures.late_shipments),
            valid_tracking: share(figures.valid_tracking),
            first_replies: share(figures.first_replies),
            rating: figures.rating.map(|Rated { score, reviews }| RatingInput { score, reviews }),
        }
    }
}

impl Model {
    /// A row that stores an evaluation of a shop.
    #[must_use]
    pub fn of(shop_id: ShopId, evaluation: &Evaluation) -> Self {
        Self {
            shop_id,
            evaluated_at: evaluation.at,
            level: evaluation.standing.level,
            window_days: i32::try_from(evaluation.window_days).unwrap_or(i32::MAX),
            figures: evaluation.inputs.into(),
        }
    }

    /// The evaluation that it stores.
    #[must_use]
    pub fn evaluation(&self) -> Evaluation {
        let inputs = Inputs::from(self.figures);
        Evaluation { at: self.evaluated_at, window_days: self.window_days.into(), inputs, standing: standing(&inputs) }
    }
}
