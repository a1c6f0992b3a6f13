//! Each kind of suggestion: before anything was learned, by content and newness; afterwards by what buyers did.

use super::{allow, learn, suggested, view};
use crate::support::TestApp;
use api::graphql::Visitor;
use serde_json::{Value, json};
use shared::Locale;
use shared::id::{ProductId, ShopId, VariantId};
use shared::timestamp::DAY_MS;

/// A market of one shop: bowls, cups and pans, of which the search index knows.
pub struct Shelf {
    pub test: TestApp,
    pub shop: ShopId,
    pub products: Vec<(ProductId, VariantId)>,
}

pub const SLUGS: [&str; 9] = [
    "walnut-bowl",
    "walnut-plate",
    "walnut-spoon",
    "steel-pan",
    "steel-pot",
    "steel-lid",
    "linen-towel",
    "linen-apron",
    "linen-sheet",
];

impl Shelf {
    pub async fn new() -> Self {
        Self::of(TestApp::new().await).await
    }

    pub async fn of(test: TestApp) -> Self {
        let shop = test.shop("otter").await;
        let mut products = Vec::new();
        for slug in SLUGS {
            products.push(test.product(shop, slug, 2_000, 1_000).await);
            test.app.clock.advance_ms(3_600_000);
        }
        api::search::catch_up(&test.app).await.expect("indexed");
        Self { test, shop, products }
    }

    pub fn id(&self, slug: &str) -> ProductId {
        self.products[place(slug)].0
    }

    pub fn variant(&self, slug: &str) -> VariantId {
        self.products[place(slug)].1
    }

    /// So many buyers, each of whom bought these things in one order.
    pub async fn buyers(&self, name: &str, count: usize, slugs: &[&str]) {
        for number in 0..count {
            let buyer = self.test.register(&format!("{name}-{number}")).await;
            self.buy(&buyer, slugs).await;
        }
    }

    pub async fn buy(&self, buyer: &Visitor, slugs: &[&str]) {
        let wanted: Vec<_> = slugs.iter().map(|slug| (self.variant(slug), 1)).collect();
        self.test.order(buyer, &wanted).await;
    }

    pub async fn ask(&self, visitor: &Visitor, kind: &str) -> Vec<Value> {
        suggested(&self.test, visitor, kind, json!({})).await
    }

    pub async fn about(&self, visitor: &Visitor, kind: &str, slug: &str) -> Vec<Value> {
        suggested(&self.test, visitor, kind, json!({"product": self.id(slug)})).await
    }
}

fn place(slug: &str) -> usize {
    SLUGS.iter().position(|known| *known == slug).expect("a slug of the shelf")
}

pub fn slugs(list: &[Value]) -> Vec<&str> {
    list.iter().map(|row| row["product"]["slug"].as_str().expect("a slug")).collect()
}

/// The reason for one product of a list.
pub fn reason<'a>(list: &'a [Value], slug: &str) -> &'a Value {
    let row = list.iter().find(|row| row["product"]["slug"] == slug);
    &row.unwrap_or_else(|| panic!("{slug} is not among {:?}", slugs(list)))["reason"]
}

#[tokio::test]
async fn before_anything_is_learned_words_and_newness_answer() {
    let shelf = Shelf::new().await;
    let guest = shelf.test.guest();
    let similar = shelf.about(&guest, "SIMILAR", "walnut-bowl").await;
    let mut first = slugs(&similar[..2]);
    first.sort_unstable();
    assert_eq!(first, ["walnut-plate", "walnut-spoon"]);
    assert_eq!(
        *reason(&similar, "walnut-plate"),
        json!({"code": "SIMILAR", "text": "Similar to walnut bowl", "because": [{"slug": "walnut-bowl"}]})
    );
    assert_eq!(shelf.about(&guest, "BOUGHT_TOGETHER", "walnut-bowl").await, Vec::<Value>::new());
    for kind in ["FOR_YOU", "TRENDING", "NEW_FOR_YOU"] {
        let list = shelf.ask(&guest, kind).await;
        assert_eq!(list.len(), 9, "{kind}");
        assert_eq!(slugs(&list)[0], "linen-sheet", "{kind}: the newest first");
        assert_eq!(
            list[0]["reason"],
            json!({"code": "NEW", "text": "New this month", "because": []}),
            "{kind} does not call popular what nobody bought"
        );
    }
    for kind in ["BECAUSE_YOU_VIEWED", "BUY_AGAIN", "COMPLETE_THE_CART"] {
        assert_eq!(shelf.ask(&guest, kind).await, Vec::<Value>::new(), "{kind}");
    }
    let around = shelf.about(&guest, "FOR_YOU", "steel-pan").await;
    let mut first = slugs(&around[..2]);
    first.sort_unstable();
    assert_eq!(first, ["steel-lid", "steel-pot"]);
    assert!(!slugs(&around).contains(&"steel-pan"), "it is on the page already");
}

#[tokio::test]
async fn a_view_a_purchase_and_a_dismissal_each_change_what_is_suggested_next() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    view(&shelf.test, &ada, shelf.id("walnut-bowl")).await;
    let list = shelf.ask(&ada, "FOR_YOU").await;
    assert_eq!(
        *reason(&list[..2], "walnut-plate"),
        json!({"code": "YOU_VIEWED", "text": "Because you looked at walnut bowl", "because": [{"slug": "walnut-bowl"}]})
    );
    let vietnamese = Visitor { locale: Locale::Vi, ..ada.clone() };
    let list = shelf.ask(&vietnamese, "FOR_YOU").await;
    assert_eq!(reason(&list, "walnut-plate")["text"], "Vì bạn đã xem walnut-bowl tiếng Việt");
    let viewed = shelf.ask(&ada, "BECAUSE_YOU_VIEWED").await;
    assert!(slugs(&viewed).contains(&"walnut-spoon"), "{viewed:?}");

    shelf.test.app.clock.advance_ms(60_000);
    shelf.buy(&ada, &["steel-pan"]).await;
    let list = shelf.ask(&ada, "FOR_YOU").await;
    assert_eq!(
        *reason(&list[..4], "steel-pot"),
        json!({"code": "YOU_BOUGHT", "text": "Because you bought steel pan", "because": [{"slug": "steel-pan"}]})
    );
    assert!(!slugs(&list).contains(&"steel-pan"), "nobody is told to buy what they have");

    super::dismiss(&shelf.test, &ada, shelf.id("steel-pot"), "NOT_INTERESTED").await;
    let list = shelf.ask(&ada, "FOR_YOU").await;
    assert!(!slugs(&list).contains(&"steel-pot"));
    assert!(slugs(&list).contains(&"steel-lid"));
}

#[tokio::test]
async fn what_was_learned_names_the_purchase_that_speaks_for_it() {
    let shelf = Shelf::new().await;
    shelf.buyers("pair", 8, &["walnut-bowl", "linen-towel"]).await;
    shelf.buyers("other", 8, &["steel-pan", "steel-lid"]).await;
    learn(&shelf.test).await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    shelf.buy(&ada, &["walnut-bowl"]).await;
    let list = shelf.ask(&ada, "FOR_YOU").await;
    assert_eq!(slugs(&list)[0], "linen-towel");
    assert_eq!(
        list[0]["reason"],
        json!({"code": "YOU_BOUGHT", "text": "Because you bought walnut bowl", "because": [{"slug": "walnut-bowl"}]})
    );
    let together = shelf.about(&shelf.test.guest(), "BOUGHT_TOGETHER", "steel-pan").await;
    assert_eq!(slugs(&together), ["steel-lid"]);
    assert_eq!(together[0]["reason"]["text"], "Often bought together with steel pan");
    let trending = shelf.ask(&shelf.test.guest(), "TRENDING").await;
    assert_eq!(trending[0]["reason"]["code"], "TRENDING");
}

#[tokio::test]
async fn what_is_bought_again_and_again_is_suggested_when_it_is_due() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    for _ in 0..3 {
        shelf.buy(&ada, &["linen-towel"]).await;
        shelf.test.app.clock.advance_ms(30 * DAY_MS);
    }
    shelf.buy(&ada, &["steel-pan"]).await;
    let list = shelf.ask(&ada, "BUY_AGAIN").await;
    assert_eq!(slugs(&list), ["linen-towel"], "what was bought once has no rhythm");
    assert_eq!(
        list[0]["reason"],
        json!({"code": "DUE_AGAIN", "text": "You buy this about every 30 days", "because": []})
    );
    assert!(slugs(&shelf.ask(&ada, "FOR_YOU").await).contains(&"linen-towel"), "what is bought again may come again");
    shelf.buy(&ada, &["linen-towel"]).await;
    assert_eq!(shelf.ask(&ada, "BUY_AGAIN").await, Vec::<Value>::new(), "not a moment after it was bought");
}

#[tokio::test]
async fn a_cart_is_completed_from_its_shops_and_then_by_what_others_bought() {
    let shelf = Shelf::new().await;
    let other = shelf.test.shop("heron").await;
    shelf.test.product(other, "brass-bell", 900, 9).await;
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } } }";
    let lines = json!({"lines": [{"variantId": shelf.variant("walnut-bowl"), "quantity": 1}]});
    let guest = shelf.test.guest();
    let cart = shelf.test.data(&guest, add, lines).await["cartLinesAdd"]["cart"]["id"].clone();
    let about = json!({"cart": cart});
    let list = suggested(&shelf.test, &guest, "COMPLETE_THE_CART", about.clone()).await;
    assert_eq!(list.len(), 8, "everything of the shop but what is in the cart");
    assert_eq!(list[0]["reason"]["text"], "From the same shop as walnut bowl");
    assert!(!slugs(&list).contains(&"brass-bell"));

    shelf.buyers("pair", 5, &["walnut-bowl", "linen-apron"]).await;
    learn(&shelf.test).await;
    let list = suggested(&shelf.test, &guest, "COMPLETE_THE_CART", about).await;
    assert_eq!(slugs(&list)[0], "linen-apron");
    assert_eq!(
        list[0]["reason"],
        json!({"code": "GOES_WITH_CART", "text": "Goes with walnut bowl", "because": [{"slug": "walnut-bowl"}]})
    );
    let damaged = suggested(&shelf.test, &guest, "COMPLETE_THE_CART", json!({"cart": "cart_nothing"})).await;
    assert_eq!(damaged, Vec::<Value>::new());
}

#[tokio::test]
async fn what_is_new_stands_in_the_order_of_what_somebody_likes() {
    let shelf = Shelf::new().await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    view(&shelf.test, &ada, shelf.id("walnut-bowl")).await;
    let list = shelf.ask(&ada, "NEW_FOR_YOU").await;
    let mut first = slugs(&list[..2]);
    first.sort_unstable();
    assert_eq!(first, ["walnut-plate", "walnut-spoon"]);
    assert_eq!(reason(&list, "walnut-plate")["text"], "New, and close to walnut bowl");
    shelf.test.app.clock.advance_ms(61 * DAY_MS);
    let list = shelf.ask(&shelf.test.guest(), "NEW_FOR_YOU").await;
    assert_eq!(list[0]["reason"]["text"], "Among the newest here");
}

#[tokio::test]
async fn more_suggestions_cost_no_more_statements_and_the_same_market_answers_the_same() {
    let shelf = Shelf::new().await;
    shelf.buyers("pair", 5, &["walnut-bowl", "linen-apron"]).await;
    learn(&shelf.test).await;
    let ada = shelf.test.register("ada").await;
    allow(&shelf.test, &ada).await;
    view(&shelf.test, &ada, shelf.id("walnut-bowl")).await;
    view(&shelf.test, &ada, shelf.id("steel-pot")).await;
    for kind in ["FOR_YOU", "BECAUSE_YOU_VIEWED", "TRENDING", "NEW_FOR_YOU"] {
        let ask = async |first: i32| suggested(&shelf.test, &ada, kind, json!({"first": first})).await;
        let few = shelf.test.statements(async || drop(ask(1).await)).await;
        let many = shelf.test.statements(async || drop(ask(8).await)).await;
        assert_eq!(few, many, "{kind}");
        assert!(many <= 8, "{kind}: {many} statements");
        assert_eq!(ask(8).await, ask(8).await, "{kind}");
    }
}

#[tokio::test]
async fn arguments_are_checked() {
    let shelf = Shelf::new().await;
    let guest = shelf.test.guest();
    for (query, expected) in [
        ("{ recommendations(kind: TRENDING, first: 0) { score } }", "first must be 1 to 50"),
        ("{ recommendations(kind: TRENDING, first: 51) { score } }", "first must be 1 to 50"),
        ("{ recommendations(kind: SIMILAR) { score } }", "this kind needs productId"),
    ] {
        let answer = shelf.test.run(&guest, query, json!({})).await;
        assert_eq!(answer["errors"][0]["message"], expected);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
    let damaged = suggested(&shelf.test, &guest, "SIMILAR", json!({"product": "prod_x"})).await;
    assert_eq!(damaged, Vec::<Value>::new());
}
