//! Orders: who sees them, lists of them, their transitions, and following them live.

mod following;
mod reading;
mod transitions;
