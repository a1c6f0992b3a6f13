use super::*;
use proptest::prelude::*;

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn vote(voter: u128, review: u128, up: bool, hours: i64) -> Vote {
    Vote {
        review: Uuid::from_u128(review),
        at: Timestamp(hours * 3_600_000),
        voter: account(voter),
        shop: ShopId(Uuid::from_u128(review % 3)),
        up,
    }
}

/// Thirty visitors who came at times of their own and found the first reviews helpful.
fn visitors() -> Vec<Vote> {
    (0..30).flat_map(|n| (1..=10).map(move |review| vote(100 + n, review, true, n as i64 * 50))).collect()
}

#[test]
fn many_votes_down_in_a_night_against_all_others_are_a_brigade() {
    let mut votes = visitors();
    votes.extend((1..=6).flat_map(|n| (1..=10).map(move |review| vote(n, review, false, 700 + (n * 2) as i64))));
    let brigades = find(&votes, &[]);
    let [brigade] = &brigades[..] else { panic!("{} brigades", brigades.len()) };
    assert_eq!(brigade.members, (1..=6).map(account).collect::<Vec<_>>());
    assert_eq!(brigade.targets.len(), 10);
    assert!(brigade.targets.iter().all(|target| !target.up && target.votes.len() == 6 && target.dissent > 0.9));
    assert_eq!(brigade.parts.iter().map(|part| u32::from(part.weight)).sum::<u32>(), 100);
}

#[test]
fn readers_of_one_page_who_agree_with_everybody_are_none() {
    let mut votes = visitors();
    votes.extend((1..=6).flat_map(|n| (1..=5).map(move |review| vote(n, review, true, 700))));
    assert_eq!(find(&votes, &[]), []);
    assert_eq!(find(&[], &[]), []);
}

#[test]
fn a_vote_together_fades_with_time_company_and_agreement() {
    for (apart, others, dissent, value) in [(0, 0, 1.0, 0.3), (24, 0, 1.0, 0.15), (0, 8, 0.5, 0.075), (48, 0, 1.0, 0.0)]
    {
        assert!((act(apart * 3_600_000, others, dissent) - value).abs() < 1e-12);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn brigades_keep_within_bounds_and_the_order_does_not_matter(
        votes in proptest::collection::vec((1_u128..15, 1_u128..12, any::<bool>(), 0_i64..72), 0..150),
    ) {
        let mut known = BTreeSet::new();
        let votes: Vec<Vote> = votes.into_iter()
            .filter(|(voter, review, ..)| known.insert((*voter, *review)))
            .map(|(voter, review, up, hours)| vote(voter, review, up, hours))
            .collect();
        let backwards: Vec<Vote> = votes.iter().rev().copied().collect();
        let brigades = find(&votes, &[]);
        prop_assert_eq!(&find(&backwards, &[]), &brigades);
        for brigade in brigades {
            prop_assert!(brigade.members.len() >= 4 && (BRIGADE..=1.0).contains(&brigade.score));
            prop_assert!(brigade.parts.iter().all(|part| (0.0..=1.0).contains(&part.value)));
        }
    }
}
