//! What a moment says stays what it said, whatever comes later.

use super::Stall;
use crate::accounts::deletion;
use crate::reviews;
use crate::support::actors::PASSWORD;
use crate::support::hooks::report;
use crate::support::orders::Placed;
use api::graphql::Visitor;
use api::reputation::{self, Evaluation};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use shared::Timestamp;
use shared::payments::PaymentMethod;
use shared::timestamp::DAY_MS;

#[derive(Clone, Debug)]
enum Step {
    /// An order that is paid at the door.
    Order,
    /// One that waits for its money.
    Transfer,
    /// The money of the oldest that waits.
    Pay,
    /// The oldest that waits to be shipped is cancelled.
    Cancel,
    /// It is shipped.
    Ship,
    /// The carrier tells of the oldest parcel, as of so many days ago.
    Report(&'static str, i64),
    /// An order that arrives, and whose service is reviewed.
    Review(i32),
    /// The newest review is changed, hidden, shown again, taken back.
    Change(&'static str, i32),
    /// Time passes.
    Days(i64),
    /// A buyer goes, and takes along what tells who they were.
    Leave,
}

fn step() -> impl Strategy<Value = Step> {
    let states = prop_oneof![Just("label_created"), Just("accepted"), Just("delivered"), Just("cancelled")];
    let changes = prop_oneof![Just("reviewUpdate"), Just("reviewHide"), Just("reviewRestore"), Just("reviewDelete")];
    prop_oneof![
        4 => Just(Step::Order),
        1 => Just(Step::Transfer),
        1 => Just(Step::Pay),
        1 => Just(Step::Cancel),
        4 => Just(Step::Ship),
        5 => (states, 0..6_i64).prop_map(|(state, ago)| Step::Report(state, ago)),
        3 => (1..=5).prop_map(Step::Review),
        3 => (changes, 1..=5).prop_map(|(change, stars)| Step::Change(change, stars)),
        5 => (1..40_i64).prop_map(Step::Days),
        1 => Just(Step::Leave),
    ]
}

struct Scene {
    stall: Stall,
    moderator: Visitor,
    buyer: Visitor,
    buyers: usize,
    waiting: Vec<Placed>,
    open: Vec<Placed>,
    parcels: Vec<(String, Placed)>,
    reviews: Vec<(Visitor, String)>,
    told: Vec<(Timestamp, Evaluation)>,
}

impl Scene {
    async fn new() -> Self {
        let stall = Stall::new().await;
        let moderator = reviews::moderator(&stall.test).await;
        let buyer = stall.test.register("buyer0").await;
        let (waiting, open, parcels, reviews, told) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { stall, moderator, buyer, buyers: 0, waiting, open, parcels, reviews, told }
    }

    async fn now(&self) -> Evaluation {
        self.at(self.stall.test.app.clock.now()).await
    }

    async fn at(&self, at: Timestamp) -> Evaluation {
        let found = reputation::evaluate(&self.stall.test.app, &[self.stall.shop], at).await;
        found.expect("evaluated").remove(&self.stall.shop).expect("this shop")
    }

    /// A step; then what is said of its moment is noted, and time goes on.
    async fn take(&mut self, step: &Step) {
        self.act(step).await;
        let evaluation = self.now().await;
        self.told.push((evaluation.at, evaluation));
        self.stall.test.app.clock.advance_ms(1);
    }

    async fn act(&mut self, step: &Step) {
        let test = &self.stall.test;
        let wanted = [(self.stall.variant, 1)];
        match step {
            Step::Order => self.open.push(test.order(&self.buyer, &wanted).await),
            Step::Transfer => {
                self.waiting.push(test.order_by(&self.buyer, &wanted, PaymentMethod::BankTransfer).await);
            }
            Step::Pay if !self.waiting.is_empty() => {
                let placed = self.waiting.remove(0);
                self.stall.confirm(&placed).await;
                self.open.push(placed);
            }
            Step::Cancel if !self.open.is_empty() => self.cancel().await,
            Step::Ship if !self.open.is_empty() => {
                let placed = self.open.remove(0);
                let number = format!("DC{}", placed.order.number);
                let input = json!({"orderPartId": placed.part(0), "trackingNumber": number});
                let shipped = test.ship(&self.stall.seller, input).await;
                assert_eq!(shipped["userErrors"], json!([]));
                self.parcels.push((number, placed));
            }
            Step::Report(state, ago) if !self.parcels.is_empty() => {
                let (number, placed) = self.parcels.remove(0);
                let id = format!("{number}-{}", self.told.len());
                let at = test.app.clock.now().plus_ms(-ago * DAY_MS);
                test.report(&[report(&id, &number, state, at)]).await;
                self.parcels.push((number, placed));
            }
            Step::Review(stars) => {
                let placed = test.order(&self.buyer, &wanted).await;
                reviews::deliver(test, &self.stall.seller, &placed).await;
                let input = json!({"orderPartId": placed.part(0), "stars": stars, "body": "As it was."});
                let made = reviews::change(test, &self.buyer, "shopReviewCreate", input).await;
                assert_eq!(made["userErrors"], json!([]));
                let id = made["review"]["id"].as_str().expect("an id").to_owned();
                self.reviews.push((self.buyer.clone(), id));
            }
            Step::Change(change, stars) if !self.reviews.is_empty() => self.change(change, *stars).await,
            Step::Days(days) => self.stall.days(*days),
            Step::Leave => self.leave().await,
            _ => {}
        }
    }

    /// Cancels the oldest open order, unless it is paid or its buyer is gone.
    async fn cancel(&mut self) {
        let placed = self.open.remove(0);
        let query = "mutation($id: ID!, $token: String) { orderCancel(input: {orderId: $id, accessToken: $token, \
            idempotencyKey: \"c\"}) { userErrors { code } } }";
        let variables = json!({"id": placed.id(), "token": placed.token});
        self.stall.test.run(&self.buyer, query, variables).await;
    }

    async fn change(&self, change: &str, stars: i32) {
        let test = &self.stall.test;
        let Some((author, id)) = self.reviews.last() else { return };
        let (visitor, input) = match change {
            "reviewUpdate" => (author, json!({"id": id, "stars": stars})),
            "reviewHide" => (&self.moderator, json!({"id": id, "reason": "x"})),
            "reviewRestore" => (&self.moderator, json!({"id": id})),
            _ => {
                let query = "mutation($id: ID!) { reviewDelete(input: {id: $id}) { deleted } }";
                test.run(author, query, json!({"id": id})).await;
                return;
            }
        };
        let kind = format!("{}{}", change[..1].to_uppercase(), &change[1..]);
        let query = format!("mutation($input: {kind}Input!) {{ {change}(input: $input) {{ userErrors {{ code }} }} }}");
        // Refused when it is so already, or when its author is gone: nothing changes then either.
        test.run(visitor, &query, json!({"input": input})).await;
    }

    /// Another buyer comes; the one who was there deletes their account, where nothing is on its way to them.
    async fn leave(&mut self) {
        deletion::delete(&self.stall.test, &self.buyer, PASSWORD).await;
        self.buyers += 1;
        self.buyer = self.stall.test.register(&format!("buyer{}", self.buyers)).await;
    }
}

#[test]
fn a_moment_is_told_later_as_it_was_told_then() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let scene = tokio::sync::Mutex::new(runtime.block_on(Scene::new()));
    let mut runner =
        TestRunner::new(Config { cases: 10, failure_persistence: None, max_shrink_iters: 0, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 5..30), |steps| {
        runtime.block_on(async {
            let mut scene = scene.lock().await;
            for step in &steps {
                scene.take(step).await;
            }
            for (at, told) in &scene.told {
                prop_assert_eq!(&scene.at(*at).await, told);
            }
            Ok(())
        })
    });
    outcome.expect("the past stays");
    let scene = scene.into_inner();
    let measured = scene.told.iter().filter(|(_, told)| told.inputs.late_shipments.is_some()).count();
    let rated = scene.told.iter().filter(|(_, told)| told.inputs.rating.is_some()).count();
    assert!(measured > 0 && rated > 0, "{measured} and {rated} of {}", scene.told.len());
    let _guard = runtime.enter();
    drop(scene);
}
