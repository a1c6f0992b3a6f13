//! Holding: rings wait for a moderator, launches do not.

use super::{actions, appeal, case_of, cases, codes, decide, letter, moderator, told};
use crate::reviews::{change, codes as review_codes, id, rating, read};
use crate::support::TestApp;
use crate::support::hooks::report;
use crate::support::orders::Placed;
use api::graphql::Visitor;
use api::jobs::{Job as _, JudgeReviews};
use api::orders::entity as order;
use api::reviews::entity::{Entity, vote};
use api::reviews::holding::{Patrol, patrol};
use api::reviews::tally;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Value, json};
use shared::address::Address;
use shared::id::{OrderId, ReviewId, VariantId};
use shared::timestamp::DAY_MS;

/// Long enough to say something about who wrote it.
const COPIED: &str = "I had been looking for a bowl like this for years and nothing came close. The glaze is deep and even, \
    the foot is turned with care, and it keeps the tea warm far longer than the thin ones from the department store. \
    Packed beautifully, arrived early, worth every penny, and I have ordered four more as presents for my family.";

struct Market {
    test: TestApp,
    seller: Visitor,
    /// Three things of two shops.
    variants: [VariantId; 3],
    rowan: Visitor,
}

impl Market {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let (clay, loom) = (test.shop("clay").await, test.shop("loom").await);
        let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10_000).await;
        let (_, pot) = test.product(clay, "tea-pot", 4200, 10_000).await;
        let (_, scarf) = test.product(loom, "scarf", 3300, 10_000).await;
        let seller = test.seller("potter", &[clay, loom]).await;
        let rowan = moderator(&test, "rowan").await;
        Self { test, seller, variants: [bowl, pot, scarf], rowan }
    }

    /// An order of some of the things that has arrived at an address.
    async fn bought(&self, buyer: &Visitor, variants: &[VariantId], line1: &str) -> Placed {
        let wanted: Vec<_> = variants.iter().map(|variant| (*variant, 1)).collect();
        let placed = self.test.order(buyer, &wanted).await;
        send_to(&self.test, placed.order.id, line1).await;
        for (index, part) in placed.parts.iter().enumerate() {
            let number = format!("DC{}{index}", placed.order.number);
            let input = json!({"orderPartId": part.id.to_string(), "trackingNumber": number});
            assert_eq!(self.test.ship(&self.seller, input).await["userErrors"], json!([]));
            let states = ["accepted", "in_transit", "out_for_delivery", "delivered"].into_iter().zip(0..);
            let now = self.test.app.clock.now();
            let events: Vec<Value> =
                states.map(|(state, at)| report(&format!("{number}-{at}"), &number, state, now.plus_ms(at))).collect();
            self.test.report(&events).await;
        }
        placed
    }

    async fn write(&self, buyer: &Visitor, placed: &Placed, line: usize, body: &str) -> Value {
        let input = json!({"orderLineId": placed.line(line), "stars": 5, "title": "Good", "body": body});
        let made = change(&self.test, buyer, "reviewCreate", input).await;
        assert_eq!(review_codes(&made), [""; 0]);
        made["review"].clone()
    }

    /// Six accounts at one address copy each other about three things; their reviews.
    async fn ring(&self) -> Vec<(Visitor, String)> {
        let mut written = Vec::new();
        for number in 0..6 {
            let member = self.test.register(&format!("member{number}")).await;
            let placed = self.bought(&member, &self.variants, "7 Mill Lane").await;
            for line in 0..placed.lines.len() {
                self.test.app.clock.advance_ms(60_000);
                let body = format!("{COPIED} Number {number}.");
                let review = self.write(&member, &placed, line, &body).await;
                written.push((member.clone(), review["id"].as_str().expect("an id").to_owned()));
            }
        }
        written
    }

    async fn look(&self) -> Patrol {
        patrol(&self.test.app).await.expect("looked")
    }

    async fn statuses(&self) -> (usize, usize) {
        use shared::reviews::ReviewStatus::{Held, Published};
        let rows = Entity::find().all(self.test.app.db.read()).await.expect("read");
        let count = |status| rows.iter().filter(|row| row.status == status).count();
        (count(Published), count(Held))
    }
}

async fn send_to(test: &TestApp, id: OrderId, line1: &str) {
    let address = Address {
        name: "Somebody".into(),
        line1: line1.into(),
        line2: None,
        city: "Leeds".into(),
        region: None,
        postal_code: Some("LS2 7DR".into()),
        country_code: "GB".into(),
        phone: None,
    };
    let row = order::ActiveModel {
        id: ActiveValue::Unchanged(id),
        shipping_address: ActiveValue::Set(Some(address)),
        ..Default::default()
    };
    order::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_is_held_with_its_picture_and_a_moderator_restores_one() {
    let market = Market::new().await;
    let test = &market.test;
    let written = market.ring().await;
    let found = market.look().await;
    assert_eq!((found.reviews, found.rings), (18, 1), "{found}");
    assert_eq!(market.statuses().await, (0, 18), "{found}");
    let again = market.look().await;
    assert_eq!((again.rings, again.judged, again.held), (1, 0, 0), "a second run changes nothing");
    assert_eq!(JudgeReviews.run(&test.app).await.expect("ran"), 0);
    let (author, review) = &written[0];
    let case = case_of(test, &market.rowan, review).await;
    assert_eq!((&case["origin"], actions(&case)), (&json!("HOLDING"), vec!["HELD"]));
    let evidence = &case["evidence"];
    assert!(evidence["score"].as_f64().expect("a score") >= 0.4, "{evidence:#}");
    let parts = evidence["parts"].as_array().expect("parts");
    assert_eq!(parts.len(), 7);
    assert_eq!((&parts[0]["part"], &parts[0]["value"], &parts[0]["weight"]), (&json!("RING"), &json!(1.0), &json!(40)));
    assert_eq!(parts[0]["note"], "The author belongs to a ring.");
    let ring = &evidence["ring"];
    let length = |field: &str| ring[field].as_array().expect("a list").len();
    assert_eq!((length("members"), length("targets"), length("reviews"), length("parts")), (6, 3, 18, 6));
    assert!(length("bonds") >= 5, "{ring:#}");
    let reasons = ring["bonds"][0]["reasons"].as_array().expect("reasons");
    assert!(reasons.contains(&json!("ADDRESS")) && reasons.contains(&json!("TEXTS")), "{reasons:?}");
    assert_eq!((&ring["members"][0]["role"], &ring["members"][0]["reviewCount"]), (&json!("MEMBER"), &json!(3)));
    let titles: Vec<_> = ring["targets"].as_array().expect("targets").iter().map(|target| &target["title"]).collect();
    assert!(titles.contains(&&json!("tea bowl")) && titles.contains(&&json!("scarf")), "{titles:?}");
    let said = told(test, author, review).await;
    assert_eq!((&said["status"], &said["statement"]["automated"]), (&json!("HELD"), &json!(true)));
    assert!(said["statement"]["text"].as_str().expect("a text").contains("a person looks at it first"));
    assert_eq!(read(test, &test.guest(), review).await, Value::Null);
    assert_eq!(rating(test).await["count"], 0);
    letter(test, "member0@example.com", "Your review is being checked: tea bowl").await;
    let restored = decide(test, &market.rowan, &case, "RESTORE", None).await;
    assert_eq!((codes(&restored), actions(&restored["case"])), (vec![], vec!["HELD", "RESTORED"]));
    assert_eq!(rating(test).await["count"], 1);
    letter(test, "member0@example.com", "Your review is shown: tea bowl").await;
    // What a moderator let stand the machine does not hold again, while it says the same.
    assert_eq!(market.look().await.held, 0);
    let kept = change(test, author, "reviewUpdate", json!({"id": review, "language": "VI"})).await;
    assert_eq!(kept["review"]["status"], "PUBLISHED");
    let edited = change(test, author, "reviewUpdate", json!({"id": review, "stars": 4})).await;
    assert_eq!(edited["review"]["status"], "HELD", "{edited:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_when_a_ring_is_known_is_never_shown() {
    let market = Market::new().await;
    let test = &market.test;
    let written = market.ring().await;
    market.look().await;
    let member = &written[0].0;
    let placed = market.bought(member, &market.variants[..1], "7 Mill Lane").await;
    let review = market.write(member, &placed, 0, "Once more, a good bowl.").await;
    assert_eq!(review["status"], "HELD");
    let id = review["id"].as_str().expect("an id");
    assert_eq!(read(test, &test.guest(), id).await, Value::Null);
    assert_eq!(appeal(test, member, id, "We are a family.").await, [""; 0]);
    let case = case_of(test, &market.rowan, id).await;
    assert_eq!(
        (&case["origin"], &case["mine"], actions(&case)),
        (&json!("APPEAL"), &json!(false), vec!["HELD", "APPEALED"])
    );
    let upheld = decide(test, &market.rowan, &case, "UPHOLD", Some("FAKE")).await;
    assert_eq!(codes(&upheld), [""; 0]);
    let said = told(test, member, id).await;
    // A person's first word may be appealed against, once more and to somebody else.
    assert_eq!((&said["status"], &said["mayAppeal"]), (&json!("HIDDEN"), &json!(true)));
    letter(test, "member0@example.com", "Your review is hidden: tea bowl").await;
}

/// What sixty people say, of whom no two share more than one sentence of three.
fn own_words(number: usize) -> String {
    const FIRST: [&str; 11] = [
        "My sister pointed me here.",
        "Saw it in a window in York.",
        "A gift for my own birthday.",
        "We needed something for soup.",
        "Third attempt at finding one.",
        "It replaces grandmother's.",
        "Ordered after reading about clay.",
        "Came within the week.",
        "The box was huge.",
        "Unpacked it at breakfast.",
        "I am no potter.",
    ];
    const SECOND: [&str; 11] = [
        "Blue shows green by lamplight.",
        "Heavier than expected, which I like.",
        "A small speck near the rim.",
        "Holds just under half a litre.",
        "Stacks badly with the others.",
        "No drips when pouring out.",
        "My cat tried to sit inside.",
        "Feels rough on the outside.",
        "Dishwasher did nothing to it.",
        "Gets hot quickly, mind your hands.",
        "Wobbles a little on glass tables.",
    ];
    const THIRD: [&str; 11] = [
        "Would buy again.",
        "Price is fair.",
        "Next time two.",
        "Four people asked where it is from.",
        "Not for coffee though.",
        "Everyday use since.",
        "Recommended, with patience.",
        "Lives on the sill now.",
        "Happy so far!",
        "Exactly as pictured.",
        "Thank you, maker.",
    ];
    let (one, step) = (number % 11, number / 11);
    format!("{} {} {}", FIRST[one], SECOND[(one + step) % 11], THIRD[(one + 2 * step) % 11])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_launch_brings_sixty_strangers_and_holds_none() {
    let market = Market::new().await;
    for number in 0..60 {
        let buyer = market.test.register(&format!("buyer{number}")).await;
        let placed = market.bought(&buyer, &market.variants[..1], &format!("{number} High Street")).await;
        let body = own_words(number);
        market.write(&buyer, &placed, 0, &body).await;
        market.test.app.clock.advance_ms(DAY_MS / 20);
    }
    let found = market.look().await;
    assert_eq!((found.reviews, found.rings, found.held), (60, 0, 0), "{found}");
    assert_eq!(market.statuses().await, (60, 0));
    assert!(cases(&market.test, &market.rowan, "OPEN").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_mends_what_the_machine_held_it_for_is_shown() {
    let market = Market::new().await;
    let test = &market.test;
    // Five accounts at one address copy each other about two things of one shop, all at once: the last one is too much.
    let mut copies = Vec::new();
    for number in 0..5 {
        let buyer = test.register(&format!("buyer{number}")).await;
        let placed = market.bought(&buyer, &market.variants[..2], "7 Mill Lane").await;
        copies.push((buyer, placed));
    }
    let mut last = Value::Null;
    for line in 0..2 {
        for (buyer, placed) in &copies {
            last = market.write(buyer, placed, line, COPIED).await;
        }
    }
    assert_eq!((&last["status"], market.statuses().await), (&json!("HELD"), (9, 1)));
    let author = &copies[4].0;
    let id = last["id"].as_str().expect("an id");
    let case = case_of(test, &market.rowan, id).await;
    let body = "Mine came with a chip in the rim, which the shop mended at once. We use it every day.";
    let edited = change(test, author, "reviewUpdate", json!({"id": id, "body": body})).await;
    assert_eq!(edited["review"]["status"], "PUBLISHED");
    let done = cases(test, &market.rowan, "DECIDED").await;
    assert_eq!((&done[0]["id"], actions(&done[0])), (&case["id"], vec!["HELD", "RELEASED"]));
    assert_eq!(told(test, author, id).await["statement"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn votes_of_a_brigade_do_not_count() {
    let market = Market::new().await;
    let test = &market.test;
    let mut reviews = Vec::new();
    for number in 0..6 {
        let buyer = test.register(&format!("buyer{number}")).await;
        let placed = market.bought(&buyer, &market.variants[..1], &format!("{number} High Street")).await;
        let made = market.write(&buyer, &placed, 0, &format!("Honest words, number {number}.")).await;
        reviews.push(id(&json!({"review": made})));
    }
    let vote = async |voter: &Visitor, review: &str, up: bool| {
        let input = json!({"id": review, "vote": if up { "UP" } else { "DOWN" }});
        assert_eq!(review_codes(&change(test, voter, "reviewVote", input).await), [""; 0]);
    };
    // Readers who come on their own find them helpful; days later ten vote all of them down within minutes.
    for number in 0..3 {
        let reader = test.register(&format!("reader{number}")).await;
        for review in &reviews {
            vote(&reader, review, true).await;
        }
        test.app.clock.advance_ms(DAY_MS);
    }
    test.app.clock.advance_ms(5 * DAY_MS);
    let mut voters = Vec::new();
    for number in 0..8 {
        voters.push(test.register(&format!("voter{number}")).await);
    }
    for review in &reviews {
        for voter in &voters {
            vote(voter, review, false).await;
            test.app.clock.advance_ms(1_000);
        }
    }
    let found = market.look().await;
    assert_eq!((found.brigades, found.recounted), (1, 48), "{found}");
    let shown = read(test, &test.guest(), &reviews[0]).await;
    assert_eq!((&shown["helpfulCount"], &shown["unhelpfulCount"]), (&json!(3), &json!(0)));
    for row in Entity::find().all(test.app.db.read()).await.expect("read") {
        let counted = tally::recompute_votes(&test.app, row.id).await.expect("counted");
        assert_eq!((row.helpful_up, row.helpful_down, row.rank), counted);
    }
    // Whoever changes such a vote or takes it back moves no figure.
    let member = &voters[0];
    vote(member, &reviews[0], true).await;
    let shown = read(test, member, &reviews[0]).await;
    assert_eq!((&shown["helpfulCount"], &shown["viewerVote"]), (&json!(3), &json!("UP")));
    let first: ReviewId = reviews[0].parse().expect("an id");
    let votes = vote::Entity::find().all(test.app.db.read()).await.expect("read");
    assert_eq!(votes.iter().filter(|vote| vote.review_id == first && vote.discounted).count(), 8);
    assert_eq!(market.look().await.held, 0);
}
