use super::*;
use crate::timestamp::DAY_MS;
use proptest::prelude::*;

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

fn day(days: i64) -> Timestamp {
    Timestamp(days * DAY_MS)
}

#[test]
fn each_measure_has_its_figures() {
    let burst = |at, others: &[i64]| measures::burst(day(at), others.iter().map(|other| day(*other)));
    assert_eq!(burst(9, &[1, 2, 3]), (0.0, 4, 0));
    assert_eq!(burst(3, &[0, 6, 3, 3]), (0.8, 5, 6 * DAY_MS));
    assert_eq!(burst(3, &[0, 6, 3, 3, 3, 3, 90]), (1.0, 5, 0));
    assert_eq!(burst(90, &[1, 1, 1, 1, 1, 1]).0, 0.0);

    near(measures::exclusivity(1, 1), 0.0);
    near(measures::exclusivity(5, 5), 0.8);
    near(measures::exclusivity(5, 10), 0.4);
    near(measures::deviation(1, 5.0, 15), 0.75);
    near(measures::deviation(1, 5.0, 0), 0.0);
    near(measures::youth(day(0), day(15)), 0.5);
    near(measures::youth(day(0), day(31)), 0.0);
    let with = |kind, accounts| SharedWith { kind, accounts };
    near(measures::shared(&[]), 0.0);
    near(measures::shared(&[with(SignalKind::Address, 2), with(SignalKind::Device, 3)]), 0.7);
    near(measures::shared(&[with(SignalKind::Address, 2000)]), 0.0);
}

#[test]
fn a_ring_alone_holds_and_so_do_one_text_and_one_device() {
    let copied = Text::of(
        "The kettle boils in two minutes, the handle stays cool and the lid closes well, so we bought a second one for the office.",
    );
    let mut evidence = Evidence {
        stars: 5,
        at: day(100),
        text: &Text::default(),
        opened: day(0),
        reviews: 1,
        reviews_of_shop: 1,
        others: &[],
        others_mean: None,
        shared: &[],
        ring: 1.0,
    };
    assert!(assess(&evidence).hold);
    evidence.ring = 0.7;
    assert!(!assess(&evidence).hold);
    let both =
        [SharedWith { kind: SignalKind::Device, accounts: 2 }, SharedWith { kind: SignalKind::Payment, accounts: 2 }];
    let others = [Other { at: day(100), text: &copied }];
    evidence = Evidence { ring: 0.0, text: &copied, others: &others, shared: &both, opened: day(80), ..evidence };
    assert!(!assess(&evidence).hold);
    evidence.opened = day(100);
    let five = [others[0]; 5];
    evidence.others = &five;
    assert!(assess(&evidence).hold);
}

prop_compose! {
    fn anything()(
        stars in 1_u8..=5,
        at in 0_i64..400,
        opened in -400_i64..500,
        reviews in 0_u32..50,
        of_shop in 0_u32..60,
        others in proptest::collection::vec((0_i64..400, "[a-f ]{0,150}"), 0..20),
        mean in proptest::option::of((1.0_f64..5.0, 0_u32..500)),
        shared in proptest::collection::vec((0_usize..3, 0_u32..80), 0..6),
        ring in 0.0_f64..1.0,
        text in "[a-f ]{0,150}",
    ) -> Case {
        let shared = shared.into_iter().map(|(kind, accounts)| SharedWith { kind: SignalKind::ALL[kind], accounts });
        let others = others.into_iter().map(|(at, text)| (day(at), Text::of(&text))).collect();
        let shared = shared.collect();
        let (at, opened, text) = (day(at), day(opened), Text::of(&text));
        Case { stars, at, opened, reviews, of_shop, others, mean, shared, ring, text }
    }
}

#[derive(Clone, Debug)]
struct Case {
    stars: u8,
    at: Timestamp,
    opened: Timestamp,
    reviews: u32,
    of_shop: u32,
    others: Vec<(Timestamp, Text)>,
    mean: Option<(f64, u32)>,
    shared: Vec<SharedWith>,
    ring: f64,
    text: Text,
}

impl Case {
    fn assess(&self) -> Verdict {
        let others: Vec<Other> = self.others.iter().map(|(at, text)| Other { at: *at, text }).collect();
        assess(&Evidence {
            stars: self.stars,
            at: self.at,
            text: &self.text,
            opened: self.opened,
            reviews: self.reviews,
            reviews_of_shop: self.of_shop,
            others: &others,
            others_mean: self.mean,
            shared: &self.shared,
            ring: self.ring,
        })
    }
}

proptest! {
    #[test]
    fn scores_and_parts_stay_within_bounds(case in anything()) {
        let verdict = case.assess();
        prop_assert!((0.0..=1.0).contains(&verdict.score));
        prop_assert!(verdict.parts.iter().all(|part| (0.0..=1.0).contains(&part.value)));
        prop_assert_eq!(verdict.hold, verdict.score >= HOLD);
    }

    #[test]
    fn the_order_of_what_is_given_does_not_matter(case in anything()) {
        let mut turned = case.clone();
        turned.others.reverse();
        turned.shared.reverse();
        let (one, two) = (case.assess(), turned.assess());
        prop_assert_eq!(one.score.to_bits(), two.score.to_bits());
        prop_assert_eq!(one.hold, two.hold);
    }

    #[test]
    fn nothing_holds_without_dependence(case in anything()) {
        let alone = Case { ring: 0.0, shared: Vec::new(), text: Text::of("Great!"), ..case };
        prop_assert!(alone.assess().score <= 0.24);
    }

    /// The bound that docs/trust/holding.md states: burst and deviation are all that strangers can move.
    #[test]
    fn strangers_raise_a_score_by_twelve_hundredths_at_most(
        case in anything(),
        strangers in proptest::collection::vec(0_i64..400, 0..30),
        mean in 1.0_f64..5.0,
    ) {
        let mut joined = case.clone();
        joined.others.extend(strangers.iter().map(|at| (day(*at), Text::of("Great!"))));
        joined.mean = Some((mean, case.mean.map_or(0, |(_, count)| count) + strangers.len() as u32));
        prop_assert!(joined.assess().score <= case.assess().score + 0.12 + 1e-9);
    }
}
