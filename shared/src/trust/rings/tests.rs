use super::*;
use crate::timestamp::DAY_MS;
use proptest::prelude::*;
use std::collections::BTreeSet;

const PRAISE: &str =
    "The kettle boils in two minutes, the handle stays cool and the lid closes well, so we bought another one.";

/// A review by number of reviewer, subject and shop, on a day.
#[derive(Clone, Copy, Debug)]
struct Row(u128, u128, u128, u8, i64);

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn found(rows: &[Row], sightings: &[Sighting], text: &Text) -> Vec<Ring> {
    let reviews: Vec<Review> = rows.iter().map(|row| review(*row, text)).collect();
    find(&reviews, sightings)
}

fn review(Row(reviewer, subject, shop, stars, day): Row, text: &Text) -> Review<'_> {
    Review {
        review: Uuid::from_u128((reviewer << 64) | subject),
        reviewer: account(reviewer),
        subject: Uuid::from_u128(subject),
        shop: ShopId(Uuid::from_u128(shop)),
        stars,
        at: Timestamp(day * DAY_MS),
        text,
    }
}

/// Everybody of the accounts reviews everything of the subjects within some days.
fn all_of(accounts: std::ops::Range<u128>, subjects: &[(u128, u128)], stars: u8, day: i64) -> Vec<Row> {
    let by = |account: u128| {
        subjects.iter().map(move |(subject, shop)| Row(account, *subject, *shop, stars, day + account as i64 % 5))
    };
    accounts.flat_map(by).collect()
}

/// People who have nothing to do with each other: each on subjects of their own hundred, at times of their own.
fn strangers(count: u128) -> Vec<Row> {
    let stars = |n: u128| 1 + (n % 5) as u8;
    (0..count).map(|n| Row(1_000 + n, 500 + n % 100, 50 + n % 20, stars(n / 7), (n * 37 % 300) as i64)).collect()
}

/// Rows of what was made up, one for each reviewer and subject.
fn of(made_up: Vec<(u128, u128, u8, i64)>) -> Vec<Row> {
    let mut known = BTreeSet::new();
    let new = made_up.into_iter().filter(|(who, what, ..)| known.insert((*who, *what)));
    new.map(|(who, what, stars, day)| Row(who, what, what % 3, stars, day)).collect()
}

#[test]
fn a_ring_over_two_shops_is_found_with_its_picture() {
    let mut rows = all_of(1..7, &[(11, 1), (12, 1), (21, 2), (22, 2)], 5, 40);
    rows.extend(strangers(400));
    let rings = found(&rows, &[], &Text::default());
    let [ring] = &rings[..] else { panic!("{} rings", rings.len()) };
    assert_eq!(ring.members, (1..7).map(account).collect::<Vec<_>>());
    assert_eq!((ring.targets.len(), ring.strokes.len(), ring.bonds.len()), (4, 24, 15));
    assert!(ring.score >= RING, "{:?}", ring.parts);
    assert_eq!(ring.parts.iter().map(|part| u32::from(part.weight)).sum::<u32>(), 100);
    assert_eq!((ring.says(account(1)), ring.says(account(1_000))), (1.0, 0.0));
    assert!(ring.targets.iter().all(|target| target.members == 6 && target.others.is_none()));
}

#[test]
fn a_launch_and_loyal_customers_of_one_shop_are_no_ring() {
    let mut rows = all_of(1..61, &[(11, 1)], 5, 40);
    rows.extend(all_of(1..13, &[(12, 1), (13, 1), (14, 1)], 5, 40));
    rows.extend(strangers(400));
    assert_eq!(found(&rows, &[], &Text::default()), []);
}

#[test]
fn one_shop_and_one_device_or_one_text_are_a_ring() {
    let rows = all_of(1..7, &[(11, 1), (12, 1)], 5, 40);
    let device: Vec<Sighting> =
        (1..7).map(|n| Sighting { kind: SignalKind::Device, hash: 7, account: account(n) }).collect();
    assert_eq!(found(&rows, &[], &Text::default()), []);
    assert_eq!(found(&rows, &device, &Text::default()).len(), 1);
    assert_eq!(found(&rows, &[], &Text::of(PRAISE)).len(), 1);
    let campus: Vec<Sighting> =
        (1..61).map(|n| Sighting { kind: SignalKind::Address, hash: 7, account: account(n) }).collect();
    assert_eq!(found(&rows, &campus, &Text::default()), []);
}

#[test]
fn a_family_that_shares_everything_is_no_ring() {
    let shared = |kind| (1..5).map(move |n| Sighting { kind, hash: 7, account: account(n) });
    let sightings: Vec<Sighting> = SignalKind::ALL.iter().flat_map(|kind| shared(*kind)).collect();
    let mut rows = strangers(400);
    // The same shop, each their own things, and one thing that two of them bought.
    rows.extend((1..5).flat_map(|n| [Row(n, 10 + n, 1, 5, 40), Row(n, 20 + n, 2, 4, 90), Row(n, 30 + n, 3, 3, 120)]));
    rows.extend([Row(1, 40, 1, 5, 50), Row(2, 40, 1, 5, 55)]);
    assert_eq!(found(&rows, &sightings, &Text::default()), []);
}

#[test]
fn who_follows_a_ring_and_nothing_else_is_named() {
    let mut rows = all_of(1..7, &[(11, 1), (12, 1), (21, 2), (22, 2)], 5, 40);
    rows.extend([Row(9, 11, 1, 5, 200), Row(9, 12, 1, 5, 240), Row(9, 21, 2, 5, 280)]);
    // A loyal customer of the shop who bought other things there too.
    rows.extend([Row(8, 11, 1, 5, 200), Row(8, 12, 1, 5, 240), Row(8, 21, 2, 5, 280), Row(8, 15, 1, 4, 20)]);
    let rings = found(&rows, &[], &Text::default());
    assert_eq!(rings[0].followers, [account(9)]);
    assert_eq!((rings[0].says(account(9)), rings[0].says(account(8))), (1.0, 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rings_keep_within_bounds_and_the_order_does_not_matter(
        rows in proptest::collection::vec((1_u128..25, 1_u128..12, 1_u8..=5, 0_i64..60), 0..120),
        seen in proptest::collection::vec((0_usize..3, 0_u64..6, 1_u128..25), 0..40),
    ) {
        let rows = of(rows);
        let sightings: Vec<Sighting> = seen.into_iter()
            .map(|(kind, hash, who)| Sighting { kind: SignalKind::ALL[kind], hash, account: account(who) })
            .collect();
        let (text, backwards) = (Text::of(PRAISE), rows.iter().rev().copied().collect::<Vec<_>>());
        let seen_backwards: Vec<Sighting> = sightings.iter().rev().copied().collect();
        let rings = found(&rows, &sightings, &text);
        prop_assert_eq!(&found(&backwards, &seen_backwards, &text), &rings);
        let mut members: Vec<AccountId> = rings.iter().flat_map(|ring| ring.members.clone()).collect();
        let count = members.len();
        members.sort_unstable();
        members.dedup();
        prop_assert_eq!(members.len(), count);
        for ring in rings {
            prop_assert!(ring.members.len() >= 4 && (SHOWN..=1.0).contains(&ring.score));
            prop_assert!(ring.parts.iter().all(|part| (0.0..=1.0).contains(&part.value)));
            prop_assert!(ring.bonds.iter().all(|bond| bond.a < bond.b && (0.0..=1.0).contains(&bond.weight)));
        }
    }

    /// The bound that docs/trust/holding.md states: reviews of other things by strangers change no ring at all.
    #[test]
    fn strangers_elsewhere_change_nothing(
        rows in proptest::collection::vec((1_u128..12, 1_u128..8, 4_u8..=5, 0_i64..60), 20..80),
        count in 0_u128..200,
    ) {
        let mut rows = of(rows);
        let rings = found(&rows, &[], &Text::default());
        rows.extend(strangers(count));
        let members = |rings: &[Ring]| rings.iter().map(|ring| ring.members.clone()).collect::<Vec<_>>();
        let among = |rings: Vec<Ring>| rings.into_iter().filter(|ring| ring.members[0] < account(1_000)).collect::<Vec<_>>();
        let after = among(found(&rows, &[], &Text::default()));
        prop_assert_eq!(members(&after), members(&rings));
        prop_assert_eq!(after, rings);
    }
}
