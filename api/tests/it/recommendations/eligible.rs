//! What never appears, in no kind of suggestions, also while memory does not know it yet.

use super::kinds::{SLUGS, Shelf, slugs};
use super::{allow, dismiss, learn, restore, suggested, view};
use api::catalog::entity::{ProductStatus, product};
use api::shops::entity::ShopStatus;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use shared::id::{ProductId, ShopId};
use shared::trust::StandingLevel;

/// What is the matter with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fine,
    SoldOut,
    Draft,
    Archived,
    BadlyRated,
    /// Badly rated by too few: it may appear.
    RatedByFew,
    Suspended,
    Closed,
    Below,
    Dismissed,
}

impl State {
    fn may_appear(self) -> bool {
        matches!(self, Self::Fine | Self::RatedByFew)
    }
}

const STATES: [State; 10] = [
    State::Fine,
    State::SoldOut,
    State::Draft,
    State::Archived,
    State::BadlyRated,
    State::RatedByFew,
    State::Suspended,
    State::Closed,
    State::Below,
    State::Dismissed,
];

const KINDS: [&str; 8] = [
    "FOR_YOU",
    "BECAUSE_YOU_VIEWED",
    "BOUGHT_TOGETHER",
    "SIMILAR",
    "BUY_AGAIN",
    "TRENDING",
    "NEW_FOR_YOU",
    "COMPLETE_THE_CART",
];

/// One shop in each state of shops, since a product's shop decides too.
struct Shops {
    fine: ShopId,
    suspended: ShopId,
    closed: ShopId,
    below: ShopId,
}

impl Shops {
    async fn open(shelf: &Shelf) -> Self {
        let shops = Self {
            fine: shelf.shop,
            suspended: shelf.test.shop("suspended").await,
            closed: shelf.test.shop("closed").await,
            below: shelf.test.shop("below").await,
        };
        for (id, status, standing) in [
            (shops.suspended, ShopStatus::Suspended, StandingLevel::Below),
            (shops.closed, ShopStatus::Closed, StandingLevel::Standard),
            (shops.below, ShopStatus::Active, StandingLevel::Below),
        ] {
            let row = api::shops::entity::ActiveModel {
                id: Set(id),
                status: Set(status),
                standing: Set(standing),
                ..Default::default()
            };
            api::shops::entity::Entity::update(row).exec(shelf.test.app.db.write()).await.expect("set");
        }
        shops
    }

    fn of(&self, state: State) -> ShopId {
        match state {
            State::Suspended => self.suspended,
            State::Closed => self.closed,
            State::Below => self.below,
            _ => self.fine,
        }
    }
}

async fn set(shelf: &Shelf, shops: &Shops, id: ProductId, state: State) {
    let (count, sum) = match state {
        State::BadlyRated => (60, 60),
        State::RatedByFew => (19, 19),
        // Good ones, so that the mean of all is not low.
        _ => (100, 450),
    };
    let status = match state {
        State::Draft => ProductStatus::Draft,
        State::Archived => ProductStatus::Archived,
        _ => ProductStatus::Active,
    };
    let row = product::ActiveModel {
        id: Set(id),
        shop_id: Set(shops.of(state)),
        status: Set(status),
        available: Set(state != State::SoldOut),
        rating_count: Set(count),
        rating_sum: Set(sum),
        ..Default::default()
    };
    product::Entity::update(row).exec(shelf.test.app.db.write()).await.expect("set");
}

#[tokio::test]
async fn what_cannot_be_bought_or_is_not_wanted_never_appears() {
    let shelf = Shelf::new().await;
    let shops = Shops::open(&shelf).await;
    shelf.buyers("one", 6, &["walnut-bowl", "steel-pan", "linen-towel", "walnut-plate"]).await;
    shelf.buyers("two", 6, &["walnut-spoon", "steel-pot", "linen-apron", "steel-lid"]).await;
    learn(&shelf.test).await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    for slug in SLUGS {
        view(&shelf.test, &ada, shelf.id(slug)).await;
    }
    for _ in 0..3 {
        shelf.test.app.clock.advance_ms(20 * shared::timestamp::DAY_MS);
        shelf.buy(&ada, &SLUGS).await;
    }
    shelf.test.app.clock.advance_ms(20 * shared::timestamp::DAY_MS);
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } } }";
    let lines = json!({"lines": [{"variantId": shelf.variant("walnut-bowl"), "quantity": 1}]});
    let cart = shelf.test.data(&ada, add, lines).await["cartLinesAdd"]["cart"]["id"].clone();

    let states = prop::collection::vec(prop::sample::select(STATES.to_vec()), SLUGS.len());
    let mut runner = TestRunner::deterministic();
    let mut shown = 0;
    for round in 0..24 {
        let states = states.new_tree(&mut runner).expect("states").current();
        for (slug, state) in SLUGS.iter().zip(&states) {
            let id = shelf.id(slug);
            set(&shelf, &shops, id, *state).await;
            match state {
                State::Dismissed => dismiss(&shelf.test, &ada, id, "NOT_INTERESTED").await,
                _ => restore(&shelf.test, &ada, id).await,
            };
        }
        shelf.test.app.shelf.forget_priors();
        // In every second round memory still holds what was: the check in the database must do.
        if round % 2 == 0 {
            shelf.test.app.outlook.forget();
        }
        for kind in KINDS {
            let about = json!({"product": shelf.id("walnut-bowl"), "cart": cart});
            let list = suggested(&shelf.test, &ada, kind, about).await;
            for slug in slugs(&list) {
                let place = SLUGS.iter().position(|known| *known == slug).expect("of the shelf");
                assert!(states[place].may_appear(), "{kind} shows {slug}, which is {:?}", states[place]);
            }
            shown += list.len();
        }
    }
    assert!(shown > 50, "only {shown} suggestions were seen: the test says little");
}

#[tokio::test]
async fn where_something_fell_out_the_next_takes_its_place() {
    let shelf = Shelf::new().await;
    let shops = Shops::open(&shelf).await;
    let guest = shelf.test.guest();
    let before = suggested(&shelf.test, &guest, "TRENDING", json!({"first": 3})).await;
    assert_eq!(slugs(&before), ["linen-sheet", "linen-apron", "linen-towel"]);
    set(&shelf, &shops, shelf.id("linen-apron"), State::SoldOut).await;
    let after = suggested(&shelf.test, &guest, "TRENDING", json!({"first": 3})).await;
    assert_eq!(slugs(&after), ["linen-sheet", "linen-towel", "steel-lid"]);
}
