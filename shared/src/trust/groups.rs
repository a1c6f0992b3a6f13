//! Dense groups in a weighted graph.
//!
//! A group is found by peeling: take the node with the least weight away, again and again, and keep the best set on the
//! way (Charikar 2000; Fraudar, Hooi and others 2016, on reviews). The best is the one with the greatest *surplus*, the
//! weight within it less [`LEAST_MEAN`] for each pair (optimal quasi-cliques, Tsourakakis and others 2013): by weight per
//! node alone, hundreds of strangers with a chance bond each would be better than a ring of eight. Weights are whole
//! millionths, so their sums do not hang on an order.

use std::collections::BTreeSet;

/// Smaller groups are families and couples.
pub const LEAST_MEMBERS: usize = 4;
/// What the mean bond over all pairs of a group is at least, in millionths.
pub const LEAST_MEAN: u64 = 250_000;
/// How often what is left is searched again. Each time takes the best group, couple or trio out of every component, so
/// that only more than so many of them chained to each other could hide one.
const ROUNDS: usize = 32;

/// A weighted edge between two nodes, numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One end.
    pub a: usize,
    /// The other end, never the same.
    pub b: usize,
    /// In millionths.
    pub weight: u64,
}

/// An edge's weight 0..1 as millionths.
#[must_use]
pub fn millionths(weight: f64) -> u64 {
    (super::unit(weight) * 1e6).round() as u64
}

/// The dense groups of a graph of `nodes` nodes, each of four or more, none of a node twice, members in rising order and
/// groups by their first member. O(E log E) for E edges, times at most 32 rounds.
///
/// A group keeps whoever is bound to half of the others, by half of its median weight: hangers-on go.
#[must_use]
pub fn dense(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut beside: Vec<Vec<(usize, u64)>> = vec![Vec::new(); nodes];
    for edge in edges {
        beside[edge.a].push((edge.b, edge.weight));
        beside[edge.b].push((edge.a, edge.weight));
    }
    let mut open = vec![true; nodes];
    let mut groups = Vec::new();
    for _ in 0..ROUNDS {
        let components = components(&beside, &open);
        if components.is_empty() {
            break;
        }
        for component in components {
            let best = best(&component, &beside);
            let group = prune(best.clone(), &beside);
            if group.len() >= LEAST_MEMBERS {
                group.iter().for_each(|node| open[*node] = false);
                groups.push(group);
            } else {
                // A close couple must not hide a group beside it; where nothing is close, all is done.
                let done = if best.len() > 1 { &best } else { &component };
                done.iter().for_each(|node| open[*node] = false);
            }
        }
    }
    groups.sort_unstable();
    groups
}

/// The components of four or more among the open nodes, each in rising order.
fn components(beside: &[Vec<(usize, u64)>], open: &[bool]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; open.len()];
    let mut components = Vec::new();
    for start in 0..open.len() {
        if !open[start] || seen[start] || beside[start].is_empty() {
            continue;
        }
        let (mut component, mut next) = (Vec::new(), vec![start]);
        seen[start] = true;
        while let Some(node) = next.pop() {
            component.push(node);
            for (other, _) in &beside[node] {
                if open[*other] && !seen[*other] {
                    seen[*other] = true;
                    next.push(*other);
                }
            }
        }
        if component.len() >= LEAST_MEMBERS {
            component.sort_unstable();
            components.push(component);
        }
    }
    components
}

/// The set with the greatest surplus that peeling passes, among equals the largest; one node when no set has any.
fn best(component: &[usize], beside: &[Vec<(usize, u64)>]) -> Vec<usize> {
    let mut weight = inner(component, beside);
    let mut by_weight: BTreeSet<(u64, usize)> = weight.iter().enumerate().map(|(at, weight)| (*weight, at)).collect();
    let mut total: u64 = weight.iter().sum::<u64>() / 2;
    let mut gone = vec![false; component.len()];
    let surplus = |total: u64, nodes: usize| {
        i128::from(total) - i128::from(LEAST_MEAN) * (nodes * nodes.saturating_sub(1) / 2) as i128
    };
    let (mut order, mut best, mut most) = (Vec::new(), 0, surplus(total, component.len()));
    while let Some((least, at)) = by_weight.pop_first() {
        gone[at] = true;
        order.push(at);
        total -= least;
        for (other, between) in &beside[component[at]] {
            let Ok(other) = component.binary_search(other) else { continue };
            if !gone[other] {
                by_weight.remove(&(weight[other], other));
                weight[other] -= between;
                by_weight.insert((weight[other], other));
            }
        }
        let left = component.len() - order.len();
        if surplus(total, left) > most {
            (best, most) = (order.len(), surplus(total, left));
        }
    }
    let mut kept: Vec<usize> = order[best..].iter().map(|at| component[*at]).collect();
    kept.sort_unstable();
    kept
}

/// Takes away, one after the other, whoever is bound to less than half of the others or by less than half of the median
/// weight; first whoever is bound to the fewest. Two rings with a chance bond between them come apart by this.
fn prune(mut group: Vec<usize>, beside: &[Vec<(usize, u64)>]) -> Vec<usize> {
    while group.len() >= LEAST_MEMBERS {
        let weights = inner(&group, beside);
        let mut sorted = weights.clone();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2];
        let bound = |node: usize| beside[node].iter().filter(|(other, _)| group.binary_search(other).is_ok()).count();
        let stands = |at: usize| (bound(group[at]), weights[at], at);
        let loose = |(bound, weight, _): &(usize, u64, usize)| bound * 2 < group.len() - 1 || weight * 2 < median;
        let Some((.., at)) = (0..group.len()).map(stands).filter(loose).min() else { break };
        group.remove(at);
    }
    group
}

/// The weight of each member to the others of a set in rising order.
fn inner(set: &[usize], beside: &[Vec<(usize, u64)>]) -> Vec<u64> {
    let within = |node: &usize| {
        beside[*node].iter().filter(|(other, _)| set.binary_search(other).is_ok()).map(|(_, weight)| weight).sum()
    };
    set.iter().map(within).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clique(nodes: &[usize], weight: u64) -> Vec<Edge> {
        let pairs = nodes.iter().enumerate().flat_map(|(at, a)| nodes[at + 1..].iter().map(move |b| (*a, *b)));
        pairs.map(|(a, b)| Edge { a, b, weight }).collect()
    }

    #[test]
    fn two_groups_and_a_bridge_are_two_groups() {
        let mut edges = clique(&[0, 1, 2, 3, 4], 500_000);
        edges.extend(clique(&[6, 7, 8, 9], 400_000));
        edges.push(Edge { a: 4, b: 5, weight: 300_000 });
        edges.push(Edge { a: 5, b: 6, weight: 300_000 });
        assert_eq!(dense(10, &edges), [vec![0, 1, 2, 3, 4], vec![6, 7, 8, 9]]);
    }

    #[test]
    fn a_close_trio_does_not_hide_a_looser_group_beside_it() {
        let mut edges = clique(&[0, 1, 2], 950_000);
        edges.push(Edge { a: 2, b: 3, weight: 300_000 });
        edges.extend(clique(&[3, 4, 5, 6], 400_000));
        assert_eq!(dense(7, &edges), [vec![3, 4, 5, 6]]);
    }

    #[test]
    fn couples_chains_and_hangers_on_are_no_members() {
        assert!(dense(3, &clique(&[0, 1, 2], 900_000)).is_empty());
        let chain: Vec<Edge> = (0..20).map(|a| Edge { a, b: a + 1, weight: 300_000 }).collect();
        assert!(dense(21, &chain).iter().all(|group| group.len() >= LEAST_MEMBERS));
        let mut edges = clique(&[0, 1, 2, 3, 4, 5], 800_000);
        edges.extend((0..3).map(|b| Edge { a: 6, b, weight: 300_000 }));
        assert_eq!(dense(7, &edges), [vec![0, 1, 2, 3, 4, 5]]);
    }

    proptest! {
        #[test]
        fn groups_do_not_overlap_and_the_order_of_edges_does_not_matter(
            pairs in proptest::collection::vec((0_usize..30, 0_usize..30, 1_u64..1_000_000), 0..200),
        ) {
            let mut known = BTreeSet::new();
            let mut edges: Vec<Edge> = pairs.into_iter()
                .filter(|(a, b, _)| a != b && known.insert((*a.min(b), *a.max(b))))
                .map(|(a, b, weight)| Edge { a, b, weight })
                .collect();
            let groups = dense(30, &edges);
            let members: Vec<usize> = groups.iter().flatten().copied().collect();
            prop_assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len());
            edges.reverse();
            prop_assert_eq!(dense(30, &edges), groups);
        }
    }
}
