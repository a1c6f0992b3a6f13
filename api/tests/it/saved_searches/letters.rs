//! Letters about what is new: to those who ask for them, once a day, of what the pages show.

use super::{change, create, list, wait};
use crate::support::TestApp;
use crate::support::mail::link_in;
use api::accounts::entity as account;
use api::graphql::Visitor;
use api::jobs::{Job as _, SavedSearchLetters};
use api::mail::{Occasion, entity::Model};
use api::saved_searches::SETTLED_MS;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::json;
use shared::Locale;
use shared::timestamp::DAY_MS;

async fn run(test: &TestApp) -> u64 {
    api::search::catch_up(&test.app).await.expect("the index follows");
    SavedSearchLetters.run(&test.app).await.expect("written")
}

/// The letters that were written so far, the newest first.
async fn letters(test: &TestApp) -> Vec<Model> {
    let mails = test.mails().await;
    mails.into_iter().filter(|mail| mail.message.occasion() == Occasion::SavedSearchNews).collect()
}

async fn newest(test: &TestApp) -> String {
    letters(test).await.into_iter().next().and_then(|mail| mail.text).expect("a letter")
}

/// Until what is there now may be told.
fn settle(test: &TestApp) {
    test.app.clock.advance_ms(SETTLED_MS + 1_000);
}

/// Switches the letters of every search.
async fn switch(test: &TestApp, visitor: &Visitor, letters: bool) {
    for search in list(test, visitor).await {
        change(test, visitor, "savedSearchUpdate", json!({"id": search["id"], "letters": letters})).await;
    }
}

#[tokio::test]
async fn one_letter_a_day_tells_of_all_searches_and_names_six_things() {
    let test = TestApp::new().await;
    let (clay, kiln) = (test.shop("clay").await, test.shop("kiln").await);
    test.product(clay, "old-bowl", 1800, 9).await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    create(&test, &ada, json!({"search": "bowl", "letters": true})).await;
    wait(&test);
    create(&test, &ada, json!({"filter": {"shops": ["clay"]}, "letters": true})).await;
    create(&test, &ada, json!({"search": "cup"})).await;
    create(&test, &ben, json!({"search": "bowl"})).await;
    wait(&test);
    for number in 1..=8 {
        test.product(clay, &format!("bowl-{number}"), 1800, 9).await;
        wait(&test);
    }
    test.product(kiln, "cup", 900, 9).await;
    settle(&test);
    assert_eq!(run(&test).await, 1, "Ben has not asked for letters");
    assert_eq!(run(&test).await, 0);
    let text = newest(&test).await;
    let named: Vec<&str> = text.lines().filter(|line| line.ends_with(": £18.00")).collect();
    assert_eq!(named.len(), 6, "{text}");
    assert!(named[0].starts_with("bowl 8") && !text.contains("old bowl") && !text.contains("cup"), "{text}");
    assert!(text.contains("clay\n----") && text.contains("“bowl”\n------"), "{text}");
    assert!(text.contains("More that is new: 2") && text.contains("New things: 8"), "{text}");
    for page in ["/search?shop=clay", "/search?q=bowl", "/account/searches"] {
        assert!(link_in(&text, page).is_some(), "{page} is not in {text}");
    }

    test.product(clay, "bowl-9", 2000, 9).await;
    settle(&test);
    assert_eq!(run(&test).await, 0, "one a day");
    test.app.clock.advance_ms(DAY_MS);
    assert_eq!(run(&test).await, 1);
    let text = newest(&test).await;
    assert!(text.contains("bowl 9: £20.00") && !text.contains("bowl 8"), "{text}");

    switch(&test, &ada, false).await;
    test.app.clock.advance_ms(DAY_MS);
    test.product(clay, "bowl-10", 2000, 9).await;
    settle(&test);
    assert_eq!(run(&test).await, 0, "she has switched them off");
    switch(&test, &ada, true).await;
    settle(&test);
    assert_eq!(run(&test).await, 0, "switched on again they tell of what comes from then on");
    assert_eq!(letters(&test).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_write_one_letter() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let ada = test.register("ada").await;
    create(&test, &ada, json!({"search": "bowl", "letters": true})).await;
    wait(&test);
    test.product(clay, "bowl", 1800, 9).await;
    assert_eq!(run(&test).await, 0, "the index of some node may not know of it yet");
    settle(&test);
    api::search::catch_up(&test.app).await.expect("the index follows");
    let both = futures::future::join(SavedSearchLetters.run(&test.app), SavedSearchLetters.run(&test.app)).await;
    assert_eq!(both.0.expect("written") + both.1.expect("written"), 1);
    assert_eq!(letters(&test).await.len(), 1);
    // A search that is deleted after its letter makes no room for another on the same day.
    let id = list(&test, &ada).await[0]["id"].clone();
    super::delete(&test, &ada, &id).await;
    create(&test, &ada, json!({"search": "bowl", "letters": true})).await;
    wait(&test);
    test.product(clay, "blue-bowl", 1800, 9).await;
    settle(&test);
    assert_eq!(run(&test).await, 0);
}

#[tokio::test]
async fn what_went_before_the_letter_left_is_not_told() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let potter = test.seller("potter", &[clay]).await;
    let ada = test.register("ada").await;
    create(&test, &ada, json!({"search": "bowl", "letters": true})).await;
    wait(&test);
    let (bowl, _) = test.product(clay, "bowl", 1800, 9).await;
    settle(&test);
    assert_eq!(run(&test).await, 1);
    let query = "mutation($input: ProductUpdateInput!) { productUpdate(input: $input) { userErrors { code } } }";
    test.data(&potter, query, json!({"input": {"id": bowl.to_string(), "status": "ARCHIVED"}})).await;
    api::search::catch_up(&test.app).await.expect("the index follows");
    assert!(letters(&test).await.is_empty());
}

#[tokio::test]
async fn a_letter_speaks_its_readers_language() {
    for (locale, subject, said) in [
        (Locale::En, "New for your saved searches", "Stop these mails"),
        (Locale::Vi, "Có món mới cho các tìm kiếm đã lưu", "Ngừng nhận những thư này"),
        (Locale::Hy, "Նոր ապրանքներ Ձեր պահած որոնումներում", "Դադարեցնել այս նամակները"),
    ] {
        let test = TestApp::new().await;
        let clay = test.shop("clay").await;
        let ada = test.register("ada").await;
        let row = account::ActiveModel {
            id: ActiveValue::Unchanged(ada.actor.account_id().expect("registered")),
            locale: ActiveValue::Set(locale),
            ..Default::default()
        };
        account::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
        create(&test, &ada, json!({"search": "bowl", "letters": true})).await;
        wait(&test);
        for number in 0..8 {
            test.product(clay, &format!("bowl-{number}"), 1800, 9).await;
        }
        settle(&test);
        assert_eq!(run(&test).await, 1, "{locale}");
        let mail = letters(&test).await.into_iter().next().expect("a letter");
        assert_eq!((mail.subject.as_deref(), mail.locale), (Some(subject), locale));
        let text = mail.text.expect("a text");
        assert!(text.contains(said) && !text.contains('{'), "{text}");
        let prefix = if locale == Locale::En { String::new() } else { format!("/{locale}") };
        assert!(link_in(&text, &format!("{prefix}/account/searches")).is_some(), "{text}");
    }
}
