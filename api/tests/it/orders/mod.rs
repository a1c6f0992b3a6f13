//! Orders: who sees them, lists of them, their transitions, and following them live.

mod following;
mod following_wire;
mod reading;
mod transitions;
