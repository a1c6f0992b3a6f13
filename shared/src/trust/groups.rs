//! Dense groups in a weighted graph.
//!
//! The densest group is found by peeling: take the node with the least weight away, again and again, and keep the set
//! whose weight per node was the greatest; that is at least half of the best there is (Charikar 2000), and what
//! Fraudar (Hooi and others 2016) does on reviews. Weights are whole millionths, so their sums do not hang on an order.

use std::collections::BTreeSet;

/// Smaller groups are families and couples.
pub const LEAST_MEMBERS: usize = 4;
/// How often what is left is searched again. Each time takes the densest group out of every component, so that only
/// more than so many groups chained to each other could hide one.
const ROUNDS: usize = 16;

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
/// groups by their first member. O(E log E) for E edges, times at most 16 rounds.
///
/// A group keeps whom at least half of its median weight ties to it: hangers-on go.
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
        let mut found = false;
        for component in components(&beside, &open) {
            let group = prune(densest(&component, &beside), &beside);
            if group.len() < LEAST_MEMBERS {
                component.iter().for_each(|node| open[*node] = false);
                continue;
            }
            group.iter().for_each(|node| open[*node] = false);
            groups.push(group);
            found = true;
        }
        if !found {
            break;
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

/// The densest set that peeling passes; among equals the largest.
fn densest(component: &[usize], beside: &[Vec<(usize, u64)>]) -> Vec<usize> {
    let mut weight = inner(component, beside);
    let mut by_weight: BTreeSet<(u64, usize)> = weight.iter().enumerate().map(|(at, weight)| (*weight, at)).collect();
    let mut total: u64 = weight.iter().sum::<u64>() / 2;
    let mut gone = vec![false; component.len()];
    let (mut order, mut best, mut best_density) = (Vec::new(), 0, (total, component.len()));
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
        if left > 0 && u128::from(total) * best_density.1 as u128 > u128::from(best_density.0) * left as u128 {
            (best, best_density) = (order.len(), (total, left));
        }
    }
    let mut kept: Vec<usize> = order[best..].iter().map(|at| component[*at]).collect();
    kept.sort_unstable();
    kept
}

/// Takes away, the weakest first, whoever has less than half of the median weight within the group.
fn prune(mut group: Vec<usize>, beside: &[Vec<(usize, u64)>]) -> Vec<usize> {
    while group.len() >= LEAST_MEMBERS {
        let weights = inner(&group, beside);
        let mut sorted = weights.clone();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2];
        match weights.iter().enumerate().min_by_key(|(_, weight)| **weight) {
            Some((at, least)) if least * 2 < median => {
                group.remove(at);
            }
            _ => break,
        }
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
