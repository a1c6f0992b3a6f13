//! Brigades: accounts that vote together on reviews, against the voice of others.
//!
//! Two voters are bound when they voted alike on the same reviews within two days, again and again, where few others
//! had come and those who came at other times saw it differently; and by signals that they share. It is the lockstep
//! that CopyCatch (Beutel and others 2013) and SynchroTrap (Cao and others 2014) look for, on the groups of
//! [`super::groups`]. Whoever reads a page and finds its first reviews helpful votes like everybody: the more others
//! agree at other times, the less it says.
//!
//! A vote is compared with the 32 after it on the same review: at most `32 n + 25 s` comparisons for `n` votes and `s`
//! sightings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use uuid::Uuid;

use super::groups::{self, Edge, LEAST_MEMBERS, millionths};
use super::parts::{self, Note, Part, Signal};
use super::sightings::{self, Sighting, SignalKind};
use super::{together, unit};
use crate::Timestamp;
use crate::id::{AccountId, ShopId};
use crate::timestamp::DAY_MS;

/// Votes further apart were not cast together.
pub const WINDOW_DAYS: i64 = 2;
/// A vote is compared with so many after it on the same review.
pub const NEIGHBOURS: usize = 32;
/// From this score on a group is a brigade, and its votes on its targets do not count.
pub const BRIGADE: f64 = 0.5;
/// How much it says that two voted alike on one review, at once, against all others.
const ACT: f64 = 0.3;
/// With so many other votes around the two, that says half.
const HALF: f64 = 8.0;
/// Bonds under this are chance.
const LEAST_BOND: f64 = 0.25;
/// Reviews that so many members voted on alike are targets.
const TARGET_MEMBERS: usize = 3;
/// Who voted as a brigade did on so many of its targets may be of it.
const LEAST_ALIKE: usize = 3;
/// A group bound as closely as this, on the mean of all its pairs, is bound in full.
const FULL_BOND: f64 = 0.5;
/// Members with so many targets each have as much in common as counts.
const FULL_SUPPORT: f64 = 5.0;

/// The weights of a brigade's parts, in hundredths: bonds, focus, support, window, dissent.
pub const WEIGHTS: [u8; 5] = [35, 20, 20, 10, 15];

/// A vote on a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vote {
    /// The review.
    pub review: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub voter: AccountId,
    /// Whose shop's review it is.
    pub shop: ShopId,
    /// Helpful or not.
    pub up: bool,
}

/// A group of accounts that vote together.
#[derive(Clone, Debug, PartialEq)]
pub struct Brigade {
    /// Who, four or more, in rising order.
    pub members: Vec<AccountId>,
    /// The reviews that at least three of them voted on alike, with the direction and all such votes.
    pub targets: Vec<Target>,
    /// The lines between members.
    pub bonds: Vec<Bond>,
    /// 0..1, from [`BRIGADE`] on.
    pub score: f64,
    /// What the score is made of.
    pub parts: Vec<Part>,
}

/// A review that a brigade voted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The review.
    pub review: Uuid,
    /// Whose shop's.
    pub shop: ShopId,
    /// The direction.
    pub up: bool,
    /// The members' votes in this direction, in order of time. These do not count.
    pub votes: Vec<Vote>,
    /// How many of the others voted the other way, with one of each kind added: 0.5 where nobody else voted.
    pub dissent: f64,
}

/// What binds two members.
#[derive(Clone, Debug, PartialEq)]
pub struct Bond {
    /// One of them.
    pub a: AccountId,
    /// The other, the greater id.
    pub b: AccountId,
    /// How closely, 0..1: `1 − (1 − acts)(1 − tie)`.
    pub weight: f64,
    /// On how many reviews they voted alike within two days.
    pub votes: u32,
    /// What they share.
    pub shared: Vec<SignalKind>,
}

/// How much two votes in one direction on one review say, 0..0.3:
/// `0.3 · (1 − Δt / 2 d) · 8 / (8 + others within two days) · dissent`, where `dissent = (against + 1) / (n + 2)` among the
/// `n` voters who came at other times.
#[must_use]
pub fn act(apart_ms: i64, others: usize, dissent: f64) -> f64 {
    ACT * unit(1.0 - apart_ms as f64 / (WINDOW_DAYS * DAY_MS) as f64) * HALF / (HALF + others as f64) * unit(dissent)
}

/// The brigades among the voters, the strongest first. An account is in one of them at most.
#[must_use]
pub fn find(votes: &[Vote], sightings: &[Sighting]) -> Vec<Brigade> {
    let poll = Poll::of(votes);
    let bonds = bonds(&poll, sightings);
    let edge =
        |bond: &Bond| Some(Edge { a: poll.node(bond.a)?, b: poll.node(bond.b)?, weight: millionths(bond.weight) });
    let edges: Vec<Edge> = bonds.iter().filter_map(edge).collect();
    let groups = groups::dense(poll.voters.len(), &edges).into_iter();
    let mut brigades: Vec<Brigade> = groups.filter_map(|group| brigade(&poll, &bonds, group)).collect();
    brigades.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.members.cmp(&y.members)));
    let mut taken: BTreeSet<AccountId> = brigades.iter().flat_map(|brigade| brigade.members.clone()).collect();
    for found in &mut brigades {
        let more = accomplices(&poll, found, &taken);
        let nodes = found.members.iter().chain(&more).filter_map(|member| poll.node(*member));
        let mut members: Vec<usize> = nodes.collect();
        members.sort_unstable();
        if let Some(larger) = brigade(&poll, &bonds, members) {
            *found = larger;
            taken.extend(more);
        }
    }
    brigades
}

/// Who voted as a brigade did on at least three and at least half of its targets, within two days of its votes, and gave
/// half of all their votes to that: members who happened to come at hours when few others of them did.
fn accomplices(poll: &Poll, brigade: &Brigade, taken: &BTreeSet<AccountId>) -> Vec<AccountId> {
    let window = WINDOW_DAYS * DAY_MS;
    let mut alike: BTreeMap<AccountId, usize> = BTreeMap::new();
    for target in &brigade.targets {
        let (first, last) = (target.votes[0].at.0, target.votes[target.votes.len() - 1].at.0);
        let with = |vote: &&Vote| vote.up == target.up && (first - window..=last + window).contains(&vote.at.0);
        for vote in poll.votes[poll.on(target.review)].iter().filter(with) {
            *alike.entry(vote.voter).or_default() += 1;
        }
    }
    let all = |voter: &AccountId| poll.node(*voter).map_or(0, |node| poll.by_voter[node].len());
    let belongs = |voter: &AccountId, gave: usize| {
        gave >= LEAST_ALIKE && gave * 2 >= brigade.targets.len() && gave * 2 >= all(voter) && !taken.contains(voter)
    };
    alike.into_iter().filter(|(voter, gave)| belongs(voter, *gave)).map(|(voter, _)| voter).collect()
}

/// Votes in order, and who cast them by number.
struct Poll {
    /// By review, then by time.
    votes: Vec<Vote>,
    /// How many of the votes before each place, and before the end, are up.
    ups: Vec<usize>,
    /// In rising order; a node of the graph is a place in it.
    voters: Vec<AccountId>,
    /// The places in `votes` of each voter's votes.
    by_voter: Vec<Vec<usize>>,
}

impl Poll {
    fn of(votes: &[Vote]) -> Self {
        let mut votes = votes.to_vec();
        votes.sort_unstable();
        let mut voters: Vec<AccountId> = votes.iter().map(|vote| vote.voter).collect();
        voters.sort_unstable();
        voters.dedup();
        let (mut by_voter, mut ups) = (vec![Vec::new(); voters.len()], vec![0]);
        for (at, vote) in votes.iter().enumerate() {
            // Every voter is among the voters.
            by_voter[voters.binary_search(&vote.voter).unwrap_or_default()].push(at);
            ups.push(ups[at] + usize::from(vote.up));
        }
        Self { votes, ups, voters, by_voter }
    }

    fn node(&self, account: AccountId) -> Option<usize> {
        self.voters.binary_search(&account).ok()
    }

    /// The places of all votes on a review.
    fn on(&self, review: Uuid) -> Range<usize> {
        self.votes.partition_point(|vote| vote.review < review)
            ..self.votes.partition_point(|vote| vote.review <= review)
    }

    /// How many votes at these places go against a direction.
    fn against(&self, places: &Range<usize>, up: bool) -> usize {
        let ups = self.ups[places.end] - self.ups[places.start];
        if up { places.len() - ups } else { ups }
    }

    /// How many votes on a review lie within two days of two of its votes, themselves among them, and the dissent of
    /// those that do not.
    fn company(&self, review: &Range<usize>, one: &Vote, two: &Vote) -> (usize, f64) {
        let window = WINDOW_DAYS * DAY_MS;
        let votes = &self.votes[review.clone()];
        let from = review.start + votes.partition_point(|vote| vote.at.0 < one.at.0 - window);
        let to = review.start + votes.partition_point(|vote| vote.at.0 <= two.at.0 + window);
        let near = from..to;
        let against = self.against(review, one.up) - self.against(&near, one.up);
        (near.len(), dissent(against, review.len() - near.len()))
    }
}

/// The share of votes against, with one of each kind added.
fn dissent(against: usize, all: usize) -> f64 {
    (against + 1) as f64 / (all + 2) as f64
}

/// All bonds of at least [`LEAST_BOND`] between voters who voted alike on a review, by their ends.
fn bonds(poll: &Poll, sightings: &[Sighting]) -> Vec<Bond> {
    let mut acts: BTreeMap<(AccountId, AccountId), Vec<f64>> = BTreeMap::new();
    let mut next = 0;
    for chunk in poll.votes.chunk_by(|a, b| a.review == b.review) {
        let review = next..next + chunk.len();
        next = review.end;
        for (at, one) in chunk.iter().enumerate() {
            let after = chunk[at + 1..].iter().take(NEIGHBOURS);
            for two in after.take_while(|two| two.at.0 - one.at.0 <= WINDOW_DAYS * DAY_MS) {
                if one.up == two.up && one.voter != two.voter {
                    let (near, dissent) = poll.company(&review, one, two);
                    let pair = (one.voter.min(two.voter), one.voter.max(two.voter));
                    acts.entry(pair).or_default().push(act(two.at.0 - one.at.0, near - 2, dissent));
                }
            }
        }
    }
    let mut ties: BTreeMap<(AccountId, AccountId), Vec<(SignalKind, f64)>> = BTreeMap::new();
    for (a, b, kind, tie) in sightings::ties(sightings) {
        if acts.contains_key(&(a, b)) {
            ties.entry((a, b)).or_default().push((kind, tie));
        }
    }
    let bond = |((a, b), acts): ((AccountId, AccountId), Vec<f64>)| {
        let ties = ties.remove(&(a, b)).unwrap_or_default();
        let tie = together(ties.iter().map(|(_, tie)| *tie));
        let weight = together([together(acts.iter().copied()), tie]);
        Bond { a, b, weight, votes: acts.len() as u32, shared: ties.into_iter().map(|(kind, _)| kind).collect() }
    };
    acts.into_iter().map(bond).filter(|bond| bond.weight >= LEAST_BOND).collect()
}

fn brigade(poll: &Poll, bonds: &[Bond], mut members: Vec<usize>) -> Option<Brigade> {
    let targets = targets(poll, &members);
    members
        .retain(|node| targets.iter().any(|target| target.votes.iter().any(|vote| vote.voter == poll.voters[*node])));
    if members.len() < LEAST_MEMBERS {
        return None;
    }
    let accounts: Vec<AccountId> = members.iter().map(|node| poll.voters[*node]).collect();
    let within = |bond: &&Bond| accounts.binary_search(&bond.b).is_ok();
    let starting = |a: &AccountId| {
        let (from, to) = (bonds.partition_point(|bond| bond.a < *a), bonds.partition_point(|bond| bond.a <= *a));
        &bonds[from..to]
    };
    let bonds: Vec<Bond> = accounts.iter().flat_map(starting).filter(within).cloned().collect();
    let all = members.iter().map(|node| poll.by_voter[*node].len()).sum();
    let parts = measure(members.len(), all, &targets, &bonds);
    let score = parts::score(&parts);
    (score >= BRIGADE).then_some(Brigade { members: accounts, targets, bonds, score, parts })
}

/// The reviews that at least three members voted on alike.
fn targets(poll: &Poll, members: &[usize]) -> Vec<Target> {
    let mut by_review: BTreeMap<(Uuid, bool), Vec<Vote>> = BTreeMap::new();
    for vote in members.iter().flat_map(|node| &poll.by_voter[*node]).map(|at| poll.votes[*at]) {
        by_review.entry((vote.review, vote.up)).or_default().push(vote);
    }
    let target = |((review, up), mut votes): ((Uuid, bool), Vec<Vote>)| {
        votes.sort_unstable();
        let place = poll.on(review);
        // Members who voted the other way are few and count as others.
        let dissent = dissent(poll.against(&place, up), place.len() - votes.len());
        Target { review, shop: votes[0].shop, up, votes, dissent }
    };
    by_review.into_iter().filter(|(_, votes)| votes.len() >= TARGET_MEMBERS).map(target).collect()
}

/// - bonds: the mean weight over all pairs of members, `/ 0.5`;
/// - focus: the share of the members' votes that is on targets;
/// - support: `(targets a member − 1) / 4`;
/// - window: the mean over targets of `1 − span / 2 d`;
/// - dissent: the mean over targets of the others' dissent.
fn measure(members: usize, all: usize, targets: &[Target], bonds: &[Bond]) -> Vec<Part> {
    let pairs = members * (members - 1) / 2;
    let bound = bonds.iter().map(|bond| bond.weight).sum::<f64>() / pairs as f64;
    let on: usize = targets.iter().map(|target| target.votes.len()).sum();
    let each = on as f64 / members as f64;
    let span = |target: &Target| target.votes[target.votes.len() - 1].at.0 - target.votes[0].at.0;
    let mean = |value: &dyn Fn(&Target) -> f64| targets.iter().map(value).sum::<f64>() / targets.len() as f64;
    let window = mean(&|target| unit(1.0 - span(target) as f64 / (WINDOW_DAYS * DAY_MS) as f64));
    let (ms, acts) = targets.iter().map(|target| (span(target), target.votes.len() as u32)).min().unwrap_or_default();
    let dissent = mean(&|target| target.dissent);
    let [w_bonds, w_focus, w_support, w_window, w_dissent] = WEIGHTS;
    vec![
        Part::new(Signal::Bonds, w_bonds, bound / FULL_BOND, Note::Mean(bound)),
        Part::new(Signal::Focus, w_focus, on as f64 / all as f64, Note::Count { of: on as u32, all: all as u32 }),
        Part::new(Signal::Support, w_support, (each - 1.0) / (FULL_SUPPORT - 1.0), Note::Mean(each)),
        Part::new(Signal::Window, w_window, window, Note::Span { acts, ms }),
        Part::new(Signal::Dissent, w_dissent, dissent, Note::Mean(dissent)),
    ]
}

#[cfg(test)]
mod tests;
