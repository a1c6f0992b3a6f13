//! Stock: reserved all or nothing, never oversold.

use crate::support::TestApp;
use api::catalog::stock::{self, STOCK_CHANGED, Shortage, StockError};
use api::events;
use sea_orm::EntityTrait;
use shared::id::{ProductId, VariantId};

async fn reserve(test: &TestApp, lines: &[(VariantId, u32)]) -> Result<(), Vec<Shortage>> {
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    match stock::reserve(&mut tx, lines).await {
        Ok(()) => {
            tx.commit().await.expect("committed");
            Ok(())
        }
        Err(StockError::Short(short)) => Err(short),
        Err(StockError::Database(error)) => panic!("{error}"),
    }
}

async fn available(test: &TestApp, id: ProductId) -> bool {
    let row = api::catalog::entity::product::Entity::find_by_id(id).one(test.app.db.write()).await;
    row.expect("read").expect("there").available
}

#[tokio::test]
async fn reserves_all_lines_or_none_and_says_which_fall_short() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, cup) = test.product(shop, "cup", 100, 5).await;
    let (_, bowl) = test.product(shop, "bowl", 100, 3).await;
    let (_, dish) = test.product(shop, "dish", 100, 0).await;
    let short = |variant_id, wanted, available| Shortage { variant_id, wanted, available };
    let mut expected = vec![short(bowl, 4, 3), short(dish, 1, 0)];
    expected.sort_by_key(|short| short.variant_id);
    assert_eq!(reserve(&test, &[(bowl, 2), (cup, 3), (dish, 1), (bowl, 2)]).await, Err(expected));
    assert_eq!((test.stock(cup).await, test.stock(bowl).await), ((5, 0), (3, 0)));
    assert_eq!(reserve(&test, &[(cup, 3), (bowl, 2), (bowl, 1)]).await, Ok(()));
    assert_eq!((test.stock(cup).await, test.stock(bowl).await), ((5, 3), (3, 3)));
    assert_eq!(reserve(&test, &[(cup, 3)]).await, Err(vec![short(cup, 3, 2)]));
    let unknown = test.app.ids.next();
    assert_eq!(reserve(&test, &[(unknown, 1)]).await, Err(vec![short(unknown, 1, 0)]));
}

#[tokio::test]
async fn a_product_sells_out_and_comes_back() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (product, sizes) = test.product_with(shop, "bowl", &[("small", 100, 1), ("large", 200, 2)]).await;
    let lines = [(sizes[0], 1), (sizes[1], 2)];
    reserve(&test, &lines[..1]).await.expect("enough");
    assert!(available(&test, product).await, "the large one is left");
    reserve(&test, &lines[1..]).await.expect("enough");
    assert!(!available(&test, product).await);
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    stock::release(&mut tx, &[(sizes[1], 1)]).await.expect("released");
    tx.commit().await.expect("committed");
    assert!(available(&test, product).await);
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    stock::ship(&mut tx, &[(sizes[0], 1), (sizes[1], 1)]).await.expect("shipped");
    assert!(stock::ship(&mut tx, &[(sizes[1], 1)]).await.is_err(), "no more are reserved");
    drop(tx);
    assert_eq!((test.stock(sizes[0]).await, test.stock(sizes[1]).await), ((1, 1), (2, 1)));
    let told = events::after(test.app.db.write(), 0, Some(product.0), 10).await.expect("read");
    let told: Vec<_> = told.iter().filter(|event| event.topic == STOCK_CHANGED).map(|event| &event.payload).collect();
    assert_eq!(told, [&serde_json::json!({"available": false}), &serde_json::json!({"available": true})]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_gets_exactly_what_there_is() {
    let test = std::sync::Arc::new(TestApp::new().await);
    let shop = test.shop("lam-hong").await;
    let (first, sizes) = test.product_with(shop, "bowl", &[("small", 100, 12), ("large", 200, 12)]).await;
    let (_, cup) = test.product(shop, "cup", 100, 30).await;
    let mut crowd = tokio::task::JoinSet::new();
    for number in 0..40 {
        let test = std::sync::Arc::clone(&test);
        // Half of them name the variants in the opposite order.
        let mut lines = vec![(sizes[number % 2], 1), (cup, 1)];
        if number % 4 < 2 {
            lines.reverse();
        }
        crowd.spawn(async move { reserve(&test, &lines).await });
    }
    let outcomes = crowd.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 24);
    assert_eq!((test.stock(sizes[0]).await, test.stock(sizes[1]).await), ((12, 12), (12, 12)));
    assert_eq!(test.stock(cup).await, (30, 24));
    assert!(!available(&test, first).await);
}
