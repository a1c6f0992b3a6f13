use super::*;
use crate::catalog::entity::{ProductOptions, Texts};
use proptest::prelude::*;
use shared::Translated;
use shared::id::{ProductId, VariantId};

const NOW: Timestamp = Timestamp::from_civil(2026, 3, 2, 9, 0, 0);

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn line(number: u128, shop: u128, quantity: i32, price: i64, free: i32) -> LineRow {
    LineRow {
        id: CartLineId(uuid(number)),
        variant_id: VariantId(uuid(number)),
        product_id: ProductId(uuid(number)),
        shop_id: ShopId(uuid(shop)),
        quantity,
        seen_price: price,
        price,
        currency: Currency::Gbp,
        on_hand: free + 2,
        reserved: 2,
        product_status: ProductStatus::Active,
        shop_status: ShopStatus::Active,
        sku: None,
        title: Translated::default(),
        options: ProductOptions::default(),
        option_values: Texts::default(),
        image: None,
    }
}

fn option(number: u128, shop: u128, kind: DeliveryKind, price: i64, free_over: Option<i64>) -> DeliveryRow {
    let option = delivery_option::Model {
        id: DeliveryOptionId(uuid(number)),
        shop_id: ShopId(uuid(shop)),
        key: number.to_string(),
        kind,
        name: Translated::default(),
        price,
        currency: Currency::Gbp,
        free_over,
        min_days: 1,
        max_days: 3,
        position: 0,
        active: true,
        countries: None,
    };
    DeliveryRow { option: Arc::new(option), chosen: None }
}

fn terms(to: &str) -> Terms {
    Terms { currency: Currency::Gbp, to: CountryCode::try_from(to).expect("a country"), now: NOW }
}

fn priced(lines: Vec<LineRow>, options: Vec<DeliveryRow>, wanted: &[(u128, u128)]) -> Priced {
    let wanted = wanted.iter().map(|(shop, option)| (ShopId(uuid(*shop)), DeliveryOptionId(uuid(*option)))).collect();
    price(lines, options, &wanted, terms("GB")).expect("amounts fit")
}

#[test]
fn each_shop_delivers_for_itself() {
    let lines = vec![line(1, 1, 2, 1800, 9), line(2, 2, 1, 500, 9), line(3, 1, 1, 1000, 9)];
    let options = vec![
        option(11, 1, DeliveryKind::Pickup, 0, None),
        option(12, 1, DeliveryKind::Express, 850, None),
        option(13, 1, DeliveryKind::Standard, 390, Some(4500)),
        option(21, 2, DeliveryKind::Pickup, 0, None),
    ];
    let cart = priced(lines.clone(), options.clone(), &[]);
    let shops: Vec<_> =
        cart.parts.iter().map(|part| (part.lines.clone(), part.subtotal.minor, part.selected)).collect();
    assert_eq!(shops, [(vec![0, 2], 4600, Some(2)), (vec![1], 500, Some(0))]);
    assert_eq!((cart.quantity, cart.subtotal.minor, cart.delivery_total.minor, cart.total.minor), (4, 5100, 0, 5100));
    let express = priced(lines, options, &[(1, 12)]);
    assert_eq!((express.parts[0].delivery.minor, express.total.minor), (850, 5950));
}

#[test]
fn says_how_much_is_missing_for_free_delivery() {
    let cart = priced(vec![line(1, 1, 1, 4000, 9)], vec![option(11, 1, DeliveryKind::Standard, 390, Some(4500))], &[]);
    let chosen = cart.parts[0].selected().expect("one option");
    assert_eq!((chosen.price.minor, chosen.amount_to_free.map(|money| money.minor)), (390, Some(500)));
    assert_eq!((chosen.earliest, chosen.latest), delivery_window(NOW, 1, 3));
}

#[test]
fn what_does_not_go_there_is_nobodys_default() {
    let serving = |number, kind, price, countries: &[&str]| {
        let mut row = option(number, 1, kind, price, None);
        let countries = countries.iter().map(|code| CountryCode::try_from(*code).expect("a country")).collect();
        Arc::make_mut(&mut row.option).countries = Some(delivery_option::Countries(countries));
        row
    };
    let at_home = serving(11, DeliveryKind::Standard, 150, &["VN"]);
    let abroad = serving(12, DeliveryKind::Standard, 690, &["GB", "IE"]);
    let options = vec![at_home, abroad, option(13, 1, DeliveryKind::Pickup, 0, None)];
    let selected = |to: &str, wanted: &[(u128, u128)]| {
        let wanted = wanted.iter().map(|(shop, id)| (ShopId(uuid(*shop)), DeliveryOptionId(uuid(*id)))).collect();
        let cart = price(vec![line(1, 1, 1, 4000, 9)], options.clone(), &wanted, terms(to)).expect("amounts fit");
        (cart.parts[0].selected, cart.parts[0].selected().map(|option| option.serves))
    };
    assert_eq!(selected("VN", &[]), (Some(0), Some(true)));
    assert_eq!(selected("GB", &[]), (Some(1), Some(true)));
    // Nothing brings it there, and nobody is sent on a journey unasked.
    assert_eq!(selected("JP", &[]), (None, None));
    assert_eq!(selected("JP", &[(1, 13)]), (Some(2), Some(true)));
    // What was chosen stays chosen, and is known not to go there.
    assert_eq!(selected("GB", &[(1, 11)]), (Some(0), Some(false)));
}

#[test]
fn a_shop_without_options_delivers_free() {
    let cart = priced(vec![line(1, 1, 1, 4000, 9)], vec![], &[]);
    assert_eq!((cart.parts[0].selected, cart.total.minor), (None, 4000));
}

#[test]
fn tells_what_changed() {
    let gone = LineRow { product_status: ProductStatus::Archived, ..line(1, 1, 1, 100, 5) };
    let closed = LineRow { shop_status: ShopStatus::Closed, ..line(2, 1, 1, 100, 5) };
    let dearer = LineRow { seen_price: 90, ..line(5, 1, 2, 100, 1) };
    let lines = [gone, closed, line(3, 1, 1, 100, 0), line(4, 1, 5, 100, 5), dearer];
    let found: Vec<_> =
        warnings(&lines).into_iter().map(|warning| (warning.line_id.0.as_u128(), warning.finding)).collect();
    let money = |minor| Money::new(minor, Currency::Gbp);
    assert_eq!(
        found,
        [
            (1, Finding::NoLongerSold),
            (2, Finding::NoLongerSold),
            (3, Finding::SoldOut),
            (5, Finding::FewerInStock { available: 1 }),
            (5, Finding::PriceChanged { before: money(90), now: money(100) }),
        ]
    );
}

fn any_line() -> impl Strategy<Value = (u128, i32, i64)> {
    (0_u128..5, 1_i32..=999, 0_i64..10_000_000)
}

fn any_option() -> impl Strategy<Value = (u128, usize, i64, Option<i64>)> {
    (0_u128..5, 0..DeliveryKind::ALL.len(), 0_i64..5000, proptest::option::of(0_i64..100_000))
}

proptest! {
    #[test]
    fn totals_add_up(
        lines in proptest::collection::vec(any_line(), 0..=MAX_LINES),
        options in proptest::collection::vec(any_option(), 0..12),
    ) {
        let lines: Vec<_> = lines.iter().enumerate()
            .map(|(number, (shop, quantity, price))| line(number as u128, *shop, *quantity, *price, 5)).collect();
        let options: Vec<_> = options.iter().enumerate()
            .map(|(number, (shop, kind, price, free))| option(number as u128, *shop, DeliveryKind::ALL[*kind], *price, *free))
            .collect();
        let cart = priced(lines.clone(), options, &[]);
        let goods: i64 = lines.iter().map(|line| line.price * i64::from(line.quantity)).sum();
        prop_assert_eq!(cart.subtotal.minor, goods);
        prop_assert_eq!(cart.parts.iter().map(|part| part.subtotal.minor).sum::<i64>(), goods);
        prop_assert_eq!(cart.parts.iter().map(|part| part.delivery.minor).sum::<i64>(), cart.delivery_total.minor);
        prop_assert_eq!(cart.parts.iter().map(|part| part.total.minor).sum::<i64>(), cart.total.minor);
        prop_assert_eq!(cart.total.minor, goods + cart.delivery_total.minor);
        let mut placed: Vec<_> = cart.parts.iter().flat_map(|part| part.lines.clone()).collect();
        placed.sort_unstable();
        prop_assert_eq!(placed, (0..lines.len()).collect::<Vec<_>>());
        for part in &cart.parts {
            let bring: Vec<_> = part.options.iter().filter(|option| option.option.kind != DeliveryKind::Pickup).collect();
            if let Some(least) = bring.iter().map(|option| option.price.minor).min() {
                prop_assert_eq!(part.delivery.minor, least);
            }
        }
    }
}
