//! What an experiment has shown so far, at `/metrics`.

use super::{Name, results};
use crate::app::App;
use sea_orm::DbErr;

/// Reads the results, and sets the gauges of each arm by them: `recommendation_experiment_shoppers`, `…_buyers`, `…_orders` and,
/// by currency, `…_value_minor_units`.
///
/// # Errors
/// When the database does not answer.
pub async fn measure(app: &App, name: &Name) -> Result<(), DbErr> {
    let found = results(app, name).await?;
    for results in found.arms() {
        let (name, arm) = (name.to_string(), results.arm.as_str());
        let set = |gauge: metrics::Gauge, number: u64| gauge.set(number as f64);
        let shoppers =
            metrics::gauge!("recommendation_experiment_shoppers", "experiment" => name.clone(), "arm" => arm);
        let buyers = metrics::gauge!("recommendation_experiment_buyers", "experiment" => name.clone(), "arm" => arm);
        let orders = metrics::gauge!("recommendation_experiment_orders", "experiment" => name.clone(), "arm" => arm);
        set(shoppers, results.shoppers);
        set(buyers, results.buyers);
        set(orders, results.orders);
        for value in &results.value {
            let currency = value.currency.as_str();
            metrics::gauge!("recommendation_experiment_value_minor_units", "experiment" => name.clone(), "arm" => arm, "currency" => currency)
                .set(value.minor as f64);
        }
    }
    Ok(())
}
