//! Where everything stands in the picture of a ring.
//!
//! Members stand in a column, in the order in which they are given, and what they reviewed in another one beside it. A
//! bond is an arc on the outer side of the members: the further apart the two stand, the further out it goes, each
//! distance in a lane of its own, wide enough for the mark of its reasons. So nothing ever lies on anything else, however
//! many there are, and the same ring always gives the same picture.

/// From the middle of one row to the middle of the next.
const ROW: i32 = 48;
/// Height of a box with a name in it.
const BOX_HEIGHT: i32 = 32;
/// Width of a box with a name in it.
const BOX_WIDTH: i32 = 168;
/// Between members and targets, where the lines of reviews run.
const GAP: i32 = 220;
/// Width of a lane of arcs, in which the mark of a bond has its place.
const LANE: i32 = 56;
/// Height of a bond's mark.
const MARK_HEIGHT: i32 = 16;
/// Width of a bond's mark.
const MARK_WIDTH: i32 = 52;
/// Around everything.
const MARGIN: i32 = 8;

/// A box, by its corner and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Area {
    pub(super) const fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

/// A line, with the mark on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The `d` of its path.
    pub path: String,
    /// Where its mark stands.
    pub mark: Area,
}

/// The whole picture, in its own units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub width: i32,
    pub height: i32,
    /// As many as there are members, in their order.
    pub members: Vec<Area>,
    /// As many as there are targets, in their order.
    pub targets: Vec<Area>,
    /// As many as there are bonds, in their order.
    pub bonds: Vec<Arc>,
}

impl Layout {
    /// Lays out so many members and targets, and the bonds between members, by their places. A bond with somebody who is
    /// not there, or with oneself, has no line.
    pub(super) fn new(members: usize, targets: usize, bonds: &[(usize, usize)]) -> Self {
        let known = |&(a, b): &(usize, usize)| a != b && a < members && b < members;
        let lanes = bonds.iter().filter(|bond| known(bond)).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        let left = MARGIN + whole(lanes) * LANE;
        let right = left + BOX_WIDTH + GAP;
        let rows = members.max(targets).max(1);
        let column = |count: usize, x: i32| -> Vec<Area> {
            // The shorter column stands in the middle of the longer one.
            let above = whole(rows - count) * ROW / 2;
            let boxes = (0..count).map(|place| Area {
                x,
                y: MARGIN + above + whole(place) * ROW + (ROW - BOX_HEIGHT) / 2,
                width: BOX_WIDTH,
                height: BOX_HEIGHT,
            });
            boxes.collect()
        };
        let members_at = column(members, left);
        let arcs = bonds.iter().filter(|bond| known(bond)).map(|(a, b)| arc(&members_at, *a, *b)).collect();
        Self {
            width: right + BOX_WIDTH + MARGIN,
            height: 2 * MARGIN + whole(rows) * ROW,
            targets: column(targets, right),
            members: members_at,
            bonds: arcs,
        }
    }

    /// Both ends of the line of a review; none when either end is not there.
    pub(super) fn line(&self, member: usize, target: usize) -> Option<[(i32, i32); 2]> {
        let (from, to) = (self.members.get(member)?, self.targets.get(target)?);
        Some([(from.x + from.width, from.middle().1), (to.x, to.middle().1)])
    }
}

/// A curve from the outer side of one member to that of another; halfway it touches the middle of its lane.
fn arc(members: &[Area], a: usize, b: usize) -> Arc {
    let side = |place: usize| members.get(place).map_or((0, 0), |area| (area.x, area.middle().1));
    let ((x, from), (_, to)) = (side(a.min(b)), side(a.max(b)));
    let reach = whole(a.abs_diff(b)) * LANE - LANE / 2;
    // A cubic curve goes three quarters of the way to its two control points.
    let control = x - reach * 4 / 3;
    let mark = Area {
        x: x - reach - MARK_WIDTH / 2,
        y: i32::midpoint(from, to) - MARK_HEIGHT / 2,
        width: MARK_WIDTH,
        height: MARK_HEIGHT,
    };
    Arc { path: format!("M{x} {from}C{control} {from} {control} {to} {x} {to}"), mark }
}

/// A count in the picture's units; there are never so many that it does not fit.
fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use super::{Area, Layout};

    fn everybody(members: usize) -> Vec<(usize, usize)> {
        (0..members).flat_map(|a| (a + 1..members).map(move |b| (a, b))).collect()
    }

    fn apart(one: Area, other: Area) -> bool {
        one.x + one.width <= other.x
            || other.x + other.width <= one.x
            || one.y + one.height <= other.y
            || other.y + other.height <= one.y
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        for members in 4..=20 {
            for targets in [1, 3, 8, 24] {
                let layout = Layout::new(members, targets, &everybody(members));
                assert_eq!(layout.bonds.len(), members * (members - 1) / 2);
                let marks = layout.bonds.iter().map(|bond| bond.mark);
                let all: Vec<Area> = layout.members.iter().chain(&layout.targets).copied().chain(marks).collect();
                for (place, one) in all.iter().enumerate() {
                    assert!(one.x >= 0 && one.x + one.width <= layout.width, "{one:?} of {members}");
                    assert!(one.y >= 0 && one.y + one.height <= layout.height, "{one:?} of {members}");
                    for other in &all[place + 1..] {
                        assert!(apart(*one, *other), "{one:?} {other:?} of {members} and {targets}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_same_ring_gives_the_same_picture() {
        for members in 4..=20 {
            let bonds = everybody(members);
            let layout = Layout::new(members, 5, &bonds);
            assert_eq!(layout, Layout::new(members, 5, &bonds));
            let turned: Vec<_> = bonds.iter().map(|(a, b)| (*b, *a)).collect();
            assert_eq!(layout, Layout::new(members, 5, &turned), "a bond has no direction");
        }
    }

    #[test]
    fn lines_end_at_the_boxes_that_they_join() {
        let layout = Layout::new(6, 2, &[]);
        let [(x, y), (to_x, to_y)] = layout.line(5, 1).expect("a line");
        assert_eq!((x, y), (layout.members[5].x + layout.members[5].width, layout.members[5].middle().1));
        assert_eq!((to_x, to_y), (layout.targets[1].x, layout.targets[1].middle().1));
        assert_eq!((layout.line(6, 0), layout.line(0, 2)), (None, None));
        assert!(Layout::new(3, 1, &[(0, 0), (0, 7)]).bonds.is_empty());
        assert!(Layout::new(0, 0, &[]).height > 0);
    }
}
