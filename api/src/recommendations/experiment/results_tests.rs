//! Tests of how results are told.

use super::*;

fn results(personal: (u64, u64), holdout: (u64, u64)) -> Results {
    let arm = |arm: Arm, (buyers, shoppers): (u64, u64)| {
        let minor = if arm == Arm::Personal { 148_080 } else { 32_000 };
        let value = vec![Money::new(minor, Currency::Gbp)];
        ArmResults { arm, shoppers, buyers, orders: buyers + 1, value }
    };
    let experiment = "no-history".parse().expect("a name");
    Results { experiment, personal: arm(Arm::Personal, personal), holdout: arm(Arm::Holdout, holdout) }
}

fn last_line(results: &Results) -> String {
    results.to_string().lines().last().expect("a line").to_owned()
}

#[test]
fn both_arms_stand_side_by_side() {
    let expected = "\
experiment no-history
                            personal     holdout
shoppers exposed                 120          40
ordered afterwards                30           6
conversion                     25.0%       15.0%
orders                            31           7
value a shopper, GBP           12.34        8.00
difference of conversion +10.0 percentage points, 95 % interval -5.7 to +21.6
too few to tell: each arm needs 10 shoppers who ordered and 10 who did not";
    assert_eq!(results((30, 120), (6, 40)).to_string(), expected);
}

#[test]
fn nothing_is_concluded_from_too_few() {
    assert_eq!(last_line(&results((0, 5), (0, 0))), "too few to tell: an arm has no shoppers yet");
    let all_buy = last_line(&results((100, 105), (20, 100)));
    assert!(all_buy.starts_with("too few to tell"), "{all_buy}");
}

#[test]
fn what_is_concluded_follows_the_interval() {
    let more = "more shoppers order with personal suggestions";
    assert_eq!(last_line(&results((200, 1_000), (100, 1_000))), more);
    let fewer = "fewer shoppers order with personal suggestions";
    assert_eq!(last_line(&results((100, 1_000), (200, 1_000))), fewer);
    let none = "no difference is shown: the interval holds 0";
    assert_eq!(last_line(&results((105, 1_000), (100, 1_000))), none);
}
