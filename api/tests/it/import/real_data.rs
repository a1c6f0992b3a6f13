//! Real exports, where they are at hand: `VOUCH_DATA`, else `../shared/data/retail` beside the repository.

use super::{counts, rows};
use crate::support::TestApp;
use api::import::{OnError, import_orders, import_products};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("VOUCH_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/retail");
    Some(named.unwrap_or_else(beside)).filter(|folder| folder.join("products.csv").is_file())
}

#[tokio::test]
async fn a_real_catalogue_and_its_orders_go_in_and_stay() {
    let Some(folder) = folder() else {
        eprintln!("skipped: there is no real data; name its folder with VOUCH_DATA");
        return;
    };
    let test = TestApp::new().await;
    let (catalogue, history) = (folder.join("products.csv"), folder.join("orders-sample.csv"));
    let mut before = Vec::new();
    for run in 0..2 {
        let products = import_products(&test.app, &catalogue, OnError::RejectAll).await.expect("read");
        let orders = import_orders(&test.app, &history, OnError::RejectAll, None).await.expect("read");
        assert!(products.problems.is_empty() && orders.problems.is_empty(), "{products}\n{orders}");
        let tables = ["shops", "products", "product_variants", "orders", "order_lines", "accounts", "events"];
        let now = rows(&test, &tables).await;
        if run == 0 {
            assert_eq!((now[0], now[1], now[2]), (1, 3_659, 3_659));
            assert_eq!(now[4], i64::try_from(orders.rows).expect("small"));
            before = now;
        } else {
            assert_eq!(now, before, "the second run changes nothing");
            assert_eq!(counts(&orders).2, u64::try_from(before[3]).expect("positive"));
        }
    }
}
