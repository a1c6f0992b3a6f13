//! What the installation says of itself.

use crate::support::TestApp;
use serde_json::json;

#[tokio::test]
async fn says_its_currency_and_languages() {
    let test = TestApp::new().await;
    let data = test.data(&test.guest(), "{ site { name currencyCode demo languages } }", json!({})).await;
    assert_eq!(
        data["site"],
        json!({"name": "Vouch", "currencyCode": "GBP", "demo": true, "languages": ["EN", "VI", "HY"]})
    );
}

#[tokio::test]
async fn migrations_go_down_and_up_again() {
    use migrations::{Migrator, MigratorTrait};
    let test = TestApp::new().await;
    Migrator::down(test.app.db.write(), None).await.expect("every change can be undone");
    Migrator::up(test.app.db.write(), None).await.expect("and done again");
}
