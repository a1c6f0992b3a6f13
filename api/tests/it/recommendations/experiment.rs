//! The A/B switch: who gets what, who is noted, for how long, and what it has shown.

use super::kinds::{Shelf, reason, slugs};
use super::{allow, dismiss, view};
use crate::accounts::deletion;
use crate::consents;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::config::Settings;
use api::graphql::Visitor;
use api::jobs::{CleanUp, Job, MeasureExperiment};
use api::orders;
use api::recommendations::Experiment;
use api::recommendations::entity::exposure::{Arm, Column, Entity, Model};
use api::recommendations::experiment::{self, Results};
use api::recommendations::signals::KEPT_DAYS;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use shared::id::AccountId;
use shared::timestamp::DAY_MS;
use shared::{Currency, Money};
use std::time::Duration;

const NAME: &str = "no-history";

/// A market in which half of the shoppers are held out.
async fn market() -> Shelf {
    let switch = Some(format!("{NAME}:50"));
    let settings = Settings { demo: Some(true), recommendations_experiment: switch, ..Settings::default() };
    Shelf::of(TestApp::with_settings(settings).await).await
}

fn running(test: &TestApp) -> &Experiment {
    test.app.config.recommendations_experiment.as_ref().expect("an experiment")
}

fn account(visitor: &Visitor) -> AccountId {
    visitor.actor.account_id().expect("registered")
}

/// So many new shoppers of an arm, who allow personalisation.
async fn shoppers(test: &TestApp, arm: Arm, count: usize) -> Vec<Visitor> {
    let mut found = Vec::new();
    for number in 0..60 {
        let visitor = test.register(&format!("{arm}-{number}")).await;
        if running(test).arm_of(account(&visitor)) == arm {
            allow(test, &visitor).await;
            found.push(visitor);
        }
        if found.len() == count {
            return found;
        }
    }
    panic!("no {count} of 60 shoppers belong to {arm}");
}

async fn one(test: &TestApp, arm: Arm) -> Visitor {
    shoppers(test, arm, 1).await.remove(0)
}

async fn rows(test: &TestApp) -> Vec<Model> {
    let query = Entity::find().order_by_asc(Column::FirstExposedAt);
    query.all(test.app.db.read()).await.expect("read")
}

/// The exposures, as soon as there are so many: they are written behind the answer.
async fn noted(test: &TestApp, count: usize) -> Vec<Model> {
    let waiting = async {
        loop {
            let rows = rows(test).await;
            if rows.len() >= count {
                return rows;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let rows = tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("they are noted");
    assert_eq!(rows.len(), count, "{rows:?}");
    rows
}

/// Looks at something and is suggested something: takes part from now on.
async fn take_part(shelf: &Shelf, visitor: &Visitor) {
    view(&shelf.test, visitor, shelf.id("walnut-bowl")).await;
    shelf.ask(visitor, "FOR_YOU").await;
}

async fn shown(test: &TestApp) -> Results {
    experiment::results(&test.app, &NAME.parse().expect("a name")).await.expect("read")
}

#[tokio::test]
async fn the_holdout_is_suggested_what_everybody_is() {
    let shelf = market().await;
    let test = &shelf.test;
    let stranger = shelf.ask(&test.guest(), "FOR_YOU").await;
    let personal = one(test, Arm::Personal).await;
    take_part(&shelf, &personal).await;
    let list = shelf.ask(&personal, "FOR_YOU").await;
    assert_eq!(reason(&list, "walnut-plate")["code"], "YOU_VIEWED");
    assert_ne!(shelf.ask(&personal, "BECAUSE_YOU_VIEWED").await, Vec::<Value>::new());

    let held_out = one(test, Arm::Holdout).await;
    take_part(&shelf, &held_out).await;
    assert_eq!(shelf.ask(&held_out, "FOR_YOU").await, stranger);
    for kind in ["BECAUSE_YOU_VIEWED", "BUY_AGAIN"] {
        assert_eq!(shelf.ask(&held_out, kind).await, Vec::<Value>::new(), "{kind}");
    }
    let around = shelf.about(&held_out, "FOR_YOU", "steel-pan").await;
    assert_eq!(around, shelf.about(&test.guest(), "FOR_YOU", "steel-pan").await, "by the page, as for everybody");
    dismiss(test, &held_out, shelf.id("linen-sheet"), "NOT_INTERESTED").await;
    let list = shelf.ask(&held_out, "FOR_YOU").await;
    assert!(!slugs(&list).contains(&"linen-sheet"), "what they hide stays hidden");
    assert_eq!(noted(test, 2).await.iter().map(|row| row.arm).collect::<std::collections::HashSet<_>>().len(), 2);
}

#[tokio::test]
async fn an_exposure_is_noted_once_and_only_where_the_answer_depends_on_it() {
    let shelf = market().await;
    let test = &shelf.test;
    let ada = one(test, Arm::Holdout).await;
    shelf.ask(&ada, "FOR_YOU").await;
    view(test, &ada, shelf.id("walnut-bowl")).await;
    shelf.ask(&ada, "TRENDING").await;
    shelf.about(&ada, "SIMILAR", "walnut-bowl").await;
    test.app.clock.advance_ms(60_000);
    let first = test.app.clock.now();
    shelf.ask(&ada, "FOR_YOU").await;
    let expected =
        Model { experiment: NAME.to_owned(), account_id: account(&ada), arm: Arm::Holdout, first_exposed_at: first };
    assert_eq!(noted(test, 1).await, std::slice::from_ref(&expected));
    test.app.clock.advance_ms(60_000);
    test.app.exposures.forget(account(&ada));
    shelf.ask(&ada, "NEW_FOR_YOU").await;
    // Somebody else's is written after a second one of hers would have been.
    take_part(&shelf, &one(test, Arm::Personal).await).await;
    assert_eq!(noted(test, 2).await[0], expected);
    let told = experiment::of_account(&test.app, account(&ada)).await.expect("read");
    assert_eq!(told, [expected], "what her export says");
}

#[tokio::test]
async fn nobody_takes_part_without_consent_and_no_guest_does() {
    let shelf = market().await;
    let test = &shelf.test;
    let ada = test.register("ada").await;
    shelf.buy(&ada, &["steel-pan"]).await;
    take_part(&shelf, &ada).await;
    let guest = test.guest();
    allow(test, &guest).await;
    let guest = consents::remembering(test, &guest);
    take_part(&shelf, &guest).await;
    assert_eq!(reason(&shelf.ask(&guest, "FOR_YOU").await, "walnut-plate")["code"], "YOU_VIEWED");

    let ben = one(test, Arm::Holdout).await;
    take_part(&shelf, &ben).await;
    assert_eq!(noted(test, 1).await[0].account_id, account(&ben));
    consents::say_all(test, &ben, false).await;
    assert_eq!(rows(test).await, []);
    shelf.ask(&ben, "FOR_YOU").await;
    allow(test, &ben).await;
    assert_eq!(rows(test).await, []);
    take_part(&shelf, &ben).await;
    assert_eq!(noted(test, 1).await[0].arm, Arm::Holdout, "the arm is the account's for good");
}

#[tokio::test]
async fn exposures_go_with_the_account_and_after_half_a_year() {
    let shelf = market().await;
    let test = &shelf.test;
    let (ada, ben) = (one(test, Arm::Personal).await, one(test, Arm::Holdout).await);
    take_part(&shelf, &ada).await;
    take_part(&shelf, &ben).await;
    noted(test, 2).await;
    assert_eq!(deletion::delete(test, &ada, PASSWORD).await["deleted"], true);
    assert_eq!(noted(test, 1).await[0].account_id, account(&ben));
    test.app.clock.advance_ms(KEPT_DAYS * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(rows(test).await.len(), 1, "not a day before");
    test.app.clock.advance_ms(1);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(rows(test).await, []);
}

#[tokio::test]
async fn what_was_ordered_after_the_exposure_is_counted() {
    let shelf = market().await;
    let test = &shelf.test;
    let nothing = shown(test).await;
    assert_eq!((nothing.personal.shoppers, nothing.difference()), (0, None));
    let personal = shoppers(test, Arm::Personal, 2).await;
    let held_out = shoppers(test, Arm::Holdout, 2).await;
    shelf.buy(&held_out[0], &["steel-pan"]).await;
    test.app.clock.advance_ms(60_000);
    for visitor in personal.iter().chain(&held_out) {
        take_part(&shelf, visitor).await;
    }
    noted(test, 4).await;
    test.app.clock.advance_ms(60_000);
    shelf.buy(&personal[0], &["walnut-bowl", "walnut-plate"]).await;
    shelf.buy(&personal[0], &["linen-towel"]).await;
    let paid_back = test.order(&personal[0], &[(shelf.variant("steel-pot"), 1)]).await;
    let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
    api::reviews::refund(&mut tx, &[paid_back.lines[0].id]).await.expect("paid back");
    tx.commit().await.expect("committed");
    let cancelled = test.order(&held_out[1], &[(shelf.variant("steel-lid"), 1)]).await;
    let state = Set(shared::orders::OrderState::Cancelled);
    let cancel = orders::entity::ActiveModel { state, ..Default::default() };
    let cancel = orders::entity::Entity::update_many().set(cancel);
    let cancel = cancel.filter(orders::entity::Column::Id.eq(cancelled.order.id));
    cancel.exec(test.app.db.write()).await.expect("cancelled");

    let results = shown(test).await;
    let (one, other) = (&results.personal, &results.holdout);
    assert_eq!((one.shoppers, one.buyers, one.orders), (2, 1, 2));
    assert_eq!(one.value, [Money::new(6_000, Currency::Gbp)]);
    assert_eq!((other.shoppers, other.buyers, other.orders), (2, 0, 0), "before, and cancelled");
    assert_eq!(other.value, []);
    let text = results.to_string();
    for line in [
        "conversion                     50.0%        0.0%",
        "value a shopper, GBP           30.00        0.00",
        "too few to tell: each arm needs 10 shoppers who ordered and 10 who did not",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    let other = experiment::results(&test.app, &"another".parse().expect("a name")).await.expect("read");
    assert_eq!((other.personal.shoppers, other.holdout.shoppers), (0, 0), "each experiment by itself");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_has_shown_stands_among_the_metrics() {
    let shelf = market().await;
    let test = &shelf.test;
    take_part(&shelf, &one(test, Arm::Personal).await).await;
    noted(test, 1).await;
    let server = test.serve().await;
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
    MeasureExperiment.run(&test.app).await.expect("measured");
    let metrics = server.get("/metrics", &[]).await.body;
    let gauge = |name: &str, arm: Arm| {
        let is_it = |line: &&str| line.starts_with(name) && line.contains(&format!("arm=\"{arm}\""));
        let line = metrics.lines().find(is_it).unwrap_or_else(|| panic!("{name} is missing in\n{metrics}"));
        assert!(line.contains(&format!("experiment=\"{NAME}\"")), "{line}");
        line.rsplit(' ').next().expect("a number").to_owned()
    };
    assert_eq!(gauge("recommendation_experiment_shoppers{", Arm::Personal), "1");
    assert_eq!(gauge("recommendation_experiment_shoppers{", Arm::Holdout), "0");
    assert_eq!(gauge("recommendation_experiment_buyers{", Arm::Personal), "0");
    assert_eq!(gauge("recommendation_experiment_orders{", Arm::Personal), "0");
    server.end().await;
}
