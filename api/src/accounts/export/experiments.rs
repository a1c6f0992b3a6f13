//! In which experiments with suggestions an account takes part.

use crate::app::App;
use crate::recommendations::entity::exposure::{Arm, Model};
use crate::recommendations::experiment;
use serde::Serialize;
use shared::id::AccountId;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExperimentShape {
    experiment: String,
    arm: Arm,
    first_exposed_at: String,
}

/// Its experiments, the first first.
pub(super) async fn experiments(app: &App, account: AccountId) -> anyhow::Result<Vec<ExperimentShape>> {
    let shape = |row: Model| ExperimentShape {
        experiment: row.experiment,
        arm: row.arm,
        first_exposed_at: row.first_exposed_at.to_string(),
    };
    Ok(experiment::of_account(app, account).await?.into_iter().map(shape).collect())
}
