//! Whatever happens in whatever order, the figures that are kept are those that can be counted.

use super::{Stall, change, delivered, moderator, stall};
use crate::support::TestApp;
use crate::support::orders::Placed;
use api::catalog::entity::product;
use api::graphql::Visitor;
use api::reviews::entity::Entity;
use api::reviews::{self, tally};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::id::ProductId;

const BUYERS: usize = 4;

/// Aspects and values by their places; the same aspect twice is refused.
type Judged = Vec<(usize, usize)>;

fn aspects(judged: &[(usize, usize)]) -> Value {
    let (aspects, values) = (["QUALITY", "AS_DESCRIBED"], ["LOW", "MIDDLE", "HIGH"]);
    judged.iter().map(|(aspect, value)| json!({"aspect": aspects[*aspect], "value": values[*value]})).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Publish(usize, i32, Judged),
    Edit(usize, i32),
    Judge(usize, Judged),
    Hide(usize),
    Restore(usize),
    Refund(usize),
    Delete(usize),
    Vote(usize, usize, Option<bool>),
    Answer(usize),
    Serve(usize, i32),
    Hold(usize),
    Release(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (who, stars) = (0..BUYERS, 1..=5);
    let judged = prop::collection::vec((0..2_usize, 0..3_usize), 0..3);
    prop_oneof![
        3 => (who.clone(), stars.clone(), judged.clone())
            .prop_map(|(who, stars, judged)| Step::Publish(who, stars, judged)),
        2 => (who.clone(), judged).prop_map(|(who, judged)| Step::Judge(who, judged)),
        2 => (who.clone(), stars.clone()).prop_map(|(who, stars)| Step::Edit(who, stars)),
        2 => who.clone().prop_map(Step::Hide),
        2 => who.clone().prop_map(Step::Restore),
        2 => who.clone().prop_map(Step::Hold),
        1 => who.clone().prop_map(Step::Release),
        1 => who.clone().prop_map(Step::Refund),
        1 => who.clone().prop_map(Step::Delete),
        3 => (who.clone(), who.clone(), any::<Option<bool>>()).prop_map(|(of, by, up)| Step::Vote(of, by, up)),
        1 => who.clone().prop_map(Step::Answer),
        1 => (who, stars).prop_map(|(who, stars)| Step::Serve(who, stars)),
    ]
}

struct Scene {
    test: TestApp,
    stall: Stall,
    moderator: Visitor,
    buyers: Vec<(Visitor, Placed)>,
    round: usize,
}

impl Scene {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let stall = stall(&test).await;
        let moderator = moderator(&test).await;
        let mut buyers = Vec::new();
        for number in 0..BUYERS {
            let buyer = test.register(&format!("buyer{number}")).await;
            let placed = delivered(&test, &stall, &buyer).await;
            buyers.push((buyer, placed));
        }
        Self { test, stall, moderator, buyers, round: 0 }
    }

    /// New orders of the same buyers: what was reviewed stays.
    async fn next_round(&mut self) {
        self.round += 1;
        for (buyer, placed) in &mut self.buyers {
            *placed = delivered(&self.test, &self.stall, buyer).await;
        }
    }

    /// The review of a buyer's current line, if there is one.
    async fn review_of(&self, who: usize) -> Option<String> {
        let about = reviews::About::Line(self.buyers[who].1.lines[0].id);
        let review = reviews::purchase::review_of(&self.test.app, about).await.expect("read");
        review.map(|review| review.id.to_string())
    }

    /// Steps that are refused change nothing, which is part of the claim.
    async fn take(&self, step: &Step) {
        let (test, of) = (&self.test, |who: usize| &self.buyers[who]);
        match step {
            Step::Publish(who, stars, judged) => {
                let (buyer, placed) = of(*who);
                let (line, aspects) = (placed.line(0), aspects(judged));
                let input = json!({"orderLineId": line, "stars": stars, "body": "A good bowl.", "aspects": aspects});
                change(test, buyer, "reviewCreate", input).await;
            }
            Step::Serve(who, stars) => {
                let input = json!({"orderPartId": of(*who).1.part(0), "stars": stars, "body": "Quick."});
                change(test, &of(*who).0, "shopReviewCreate", input).await;
            }
            Step::Refund(who) => {
                let mut tx = test.app.db.begin(test.app.clock.now()).await.expect("a transaction");
                reviews::refund(&mut tx, &[of(*who).1.lines[0].id]).await.expect("noted");
                tx.commit().await.expect("committed");
            }
            Step::Edit(who, _)
            | Step::Judge(who, _)
            | Step::Hide(who)
            | Step::Restore(who)
            | Step::Hold(who)
            | Step::Release(who)
            | Step::Delete(who)
            | Step::Answer(who)
            | Step::Vote(who, ..) => {
                if let Some(id) = self.review_of(*who).await {
                    self.touch(step, *who, &id).await;
                }
            }
        }
    }

    async fn touch(&self, step: &Step, who: usize, id: &str) {
        let (test, buyer) = (&self.test, &self.buyers[who].0);
        match step {
            Step::Edit(_, stars) => change(test, buyer, "reviewUpdate", json!({"id": id, "stars": stars})).await,
            Step::Judge(_, judged) => {
                change(test, buyer, "reviewUpdate", json!({"id": id, "aspects": aspects(judged)})).await
            }
            Step::Hide(_) => change(test, &self.moderator, "reviewHide", json!({"id": id, "reason": "x"})).await,
            Step::Restore(_) => change(test, &self.moderator, "reviewRestore", json!({"id": id})).await,
            // The machine holds what copies; here it is told to.
            Step::Hold(_) => {
                let id = id.parse().expect("an id");
                json!(reviews::holding::hold(&test.app, id).await.expect("held"))
            }
            Step::Release(_) => change(test, buyer, "reviewUpdate", json!({"id": id, "body": "Mine alone."})).await,
            Step::Answer(_) => {
                change(test, &self.stall.seller, "reviewAnswer", json!({"id": id, "body": "Thank you."})).await
            }
            Step::Vote(_, by, up) => {
                let vote = up.map(|up| if up { "UP" } else { "DOWN" });
                change(test, &self.buyers[*by].0, "reviewVote", json!({"id": id, "vote": vote})).await
            }
            _ => {
                let query = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted } }";
                test.data(buyer, query, json!({"id": id})).await
            }
        };
    }

    async fn check(&self) -> Result<(), TestCaseError> {
        let (app, id): (_, ProductId) = (&self.test.app, self.stall.product.parse().expect("an id"));
        for subject in [id.0, self.stall.shop.0] {
            let stored = tally::stored(app, subject).await.expect("read");
            prop_assert_eq!(stored, tally::recompute(app, subject).await.expect("counted"));
        }
        let histogram = tally::stored(app, id.0).await.expect("read").0.histogram;
        let row = product::Entity::find_by_id(id).one(app.db.read()).await.expect("read").expect("there");
        let kept = (row.rating_count.unsigned_abs(), row.rating_sum.unsigned_abs());
        prop_assert_eq!(kept, (histogram.count(), histogram.sum()));
        for review in Entity::find().all(app.db.read()).await.expect("read") {
            let counted = tally::recompute_votes(app, review.id).await.expect("counted");
            prop_assert_eq!((review.helpful_up, review.helpful_down, review.rank), counted);
            prop_assert_eq!(review.counts, review.should_count());
        }
        Ok(())
    }
}

#[test]
fn the_figures_are_what_can_be_counted() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let scene = tokio::sync::Mutex::new(runtime.block_on(Scene::new()));
    let mut runner =
        TestRunner::new(Config { cases: 12, failure_persistence: None, max_shrink_iters: 0, ..Config::default() });
    let sequences = prop::collection::vec(step(), 1..25);
    let outcome = runner.run(&sequences, |steps| {
        runtime.block_on(async {
            let mut scene = scene.lock().await;
            scene.next_round().await;
            for step in &steps {
                scene.take(step).await;
            }
            scene.check().await
        })
    });
    outcome.expect("they agree");
    let scene = scene.into_inner();
    assert!(scene.round >= 12);
    let _guard = runtime.enter();
    drop(scene);
}
