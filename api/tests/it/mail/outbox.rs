//! The outbox: one mail for what happens once, tried until it is taken.

use crate::import::import_history;
use crate::support::TestApp;
use crate::support::orders::Placed;
use api::config::Settings;
use api::demo;
use api::events::{self, Consumer as _, NewEvent};
use api::jobs::{CleanUp, Job as _};
use api::mail::entity::{Column, Entity, MailState, Model};
use api::mail::{self, Announcer};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::timestamp::DAY_MS;

async fn rows(test: &TestApp) -> Vec<Model> {
    Entity::find().all(test.app.db.read()).await.expect("read")
}

async fn order(test: &TestApp) -> Placed {
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    test.order(&test.guest(), &[(bowl, 1)]).await
}

#[tokio::test]
async fn events_that_come_again_after_a_crash_make_no_second_mail() {
    let test = TestApp::new().await;
    test.register("ada").await;
    order(&test).await;
    let events = events::after(test.app.db.read(), 0, None, 100).await.expect("read");
    // The mails were written, and the process ended before it could note how far it had come.
    Announcer.handle(&test.app, &events).await.expect("handled");
    assert_eq!(test.mails().await.len(), 2);
    Announcer.handle(&test.app, &events).await.expect("handled");
    assert_eq!((test.mails().await.len(), rows(&test).await.len()), (2, 2));
}

#[tokio::test]
async fn two_processes_share_the_work_and_send_each_mail_once() {
    let test = TestApp::new().await;
    for name in ["ada", "bo", "cy", "di"] {
        test.register(name).await;
    }
    let follow = || events::catch_up(&test.app, &Announcer);
    let (one, two) = futures::join!(follow(), follow());
    one.and(two).expect("followed");
    let (one, two) = futures::join!(mail::send_due(&test.app), mail::send_due(&test.app));
    assert_eq!(one.expect("sent") + two.expect("sent"), 4);
    assert_eq!(rows(&test).await.len(), 4);
}

#[tokio::test]
async fn a_try_that_never_ended_is_made_again_when_its_time_is_over() {
    let test = TestApp::new().await;
    test.register("ada").await;
    events::catch_up(&test.app, &Announcer).await.expect("followed");
    // A process took the mail and died.
    let claimed = api::mail::entity::ActiveModel {
        attempts: sea_orm::ActiveValue::Set(1),
        next_attempt_at: sea_orm::ActiveValue::Set(test.app.clock.now().plus_ms(5 * 60_000)),
        ..Default::default()
    };
    Entity::update_many().set(claimed).exec(test.app.db.write()).await.expect("claimed");
    assert_eq!(test.post().await, 0);
    test.app.clock.advance_ms(5 * 60_000);
    assert_eq!((test.post().await, test.post().await), (1, 0));
}

#[tokio::test]
async fn what_was_before_there_was_mail_is_not_told() {
    use migrations::{Migrator, MigratorTrait};
    let test = TestApp::new().await;
    while Entity::find().count(test.app.db.read()).await.is_ok() {
        Migrator::down(test.app.db.write(), Some(1)).await.expect("undone");
    }
    let event = NewEvent::new("account.registered", uuid::Uuid::nil(), serde_json::json!({})).expect("an event");
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    tx.emit(event);
    tx.commit().await.expect("an event of old");
    test.app.migrate().await.expect("done again");
    let checkpoint = events::entity::checkpoint::Entity::find_by_id("mail").one(test.app.db.read()).await;
    let newest = events::after(test.app.db.read(), 0, None, 10).await.expect("read").last().map(|event| event.seq);
    assert_eq!(checkpoint.expect("read").map(|row| row.seq), newest);
}

#[tokio::test]
async fn imported_orders_and_the_demonstrations_accounts_are_not_written_to() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo").into();
    let settings = Settings { demo: Some(true), demo_dir: Some(folder), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    demo::load(&test.app).await.expect("loaded");
    import_history(&test).await;
    let told = events::after(test.app.db.read(), 0, None, 1000).await.expect("read");
    assert!(told.iter().any(|event| event.topic == "order.placed"), "the import tells of its orders");
    assert_eq!(test.mails().await, []);
    assert_eq!(rows(&test).await, []);
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_again_and_the_mail_is_given_up_in_the_end() {
    // Nobody listens on port 9 of this machine.
    let test = TestApp::with_settings(Settings {
        smtp_url: Some("smtp://127.0.0.1:9".into()),
        mail_from: Some("Market <market@example.org>".into()),
        ..Settings::default()
    })
    .await;
    test.register("ada").await;
    assert_eq!(test.post().await, 0);
    let waiting = rows(&test).await.remove(0);
    assert_eq!((waiting.state, waiting.attempts), (MailState::Waiting, 1));
    assert_eq!(waiting.next_attempt_at, test.app.clock.now().plus_ms(30_000));
    assert!(waiting.last_error.is_some_and(|error| !error.is_empty()));
    assert_eq!((test.post().await, rows(&test).await[0].attempts), (0, 1), "it rests meanwhile");
    for _ in 0..40 {
        test.app.clock.advance_ms(6 * 3_600_000);
        test.post().await;
    }
    let given_up = rows(&test).await.remove(0);
    assert_eq!((given_up.state, given_up.attempts), (MailState::GivenUp, 16));
    assert!(given_up.finished_at.is_some() && given_up.text.is_none());
}

#[tokio::test]
async fn mails_go_when_they_are_old_and_secrets_are_never_in_their_rows() {
    let test = TestApp::new().await;
    test.register("ada").await;
    events::catch_up(&test.app, &Announcer).await.expect("followed");
    let waiting = Entity::find().filter(Column::State.eq(MailState::Waiting)).one(test.app.db.read()).await;
    let waiting = waiting.expect("read").expect("a mail");
    let message = serde_json::to_string(&waiting.message).expect("JSON");
    assert_eq!((message.as_str(), waiting.text), ("{\"occasion\":\"verify_email\"}", None));
    test.post().await;
    test.app.clock.advance_ms(31 * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned up");
    assert_eq!(rows(&test).await, []);
    let tokens = api::accounts::entity::token::Entity::find().all(test.app.db.read()).await.expect("read");
    assert_eq!(tokens, [], "expired tokens go too");
}
