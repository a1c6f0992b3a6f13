//! What an account looked at, put aside and hides, as far as it is remembered for suggestions.

use crate::app::App;
use crate::catalog::entity::product;
use crate::recommendations::entity::{Model, SignalKind};
use crate::recommendations::signals;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Serialize;
use shared::id::{AccountId, ProductId};
use std::collections::{HashMap, HashSet};

/// Products that one statement names.
const CHUNK: usize = 500;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignalShape {
    kind: SignalKind,
    product_id: ProductId,
    product: Option<String>,
    looked_for_seconds: Option<i32>,
    at: String,
}

/// Its signals, the first first.
pub(super) async fn signals(app: &App, account: AccountId) -> anyhow::Result<Vec<SignalShape>> {
    let rows = signals::of_account(app, account).await?;
    let ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect::<HashSet<_>>().into_iter().collect();
    let mut slugs: HashMap<ProductId, String> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let query = product::Entity::find().select_only().columns([product::Column::Id, product::Column::Slug]);
        let query = query.filter(product::Column::Id.is_in(ids.iter().copied()));
        slugs.extend(query.into_tuple::<(ProductId, String)>().all(app.db.read()).await?);
    }
    let shape = |row: Model| SignalShape {
        kind: row.kind,
        product_id: row.product_id,
        product: slugs.get(&row.product_id).cloned(),
        looked_for_seconds: (row.dwell_ms > 0).then_some(row.dwell_ms / 1000),
        at: row.at.to_string(),
    };
    Ok(rows.into_iter().map(shape).collect())
}
