//! The moderation desk, and the two ways by which others reach it: reporting a review, and appealing against what was
//! decided about one's own.
//!
//! Every form here is a plain one: what is decided about what somebody wrote needs care, not haste, and works wherever a
//! page does. Who is at the desk reads what the machine saw, as figures, as words and as a picture.

mod appeal;
mod case;
mod decide;
mod draft;
mod evidence;
mod fields;
mod flag;
mod graph;
mod history;
mod pages;
mod picture;
mod queue;
mod review;
mod ring;
mod send;
mod shut;
mod words;

pub use draft::{ModerationDraft, ModerationProblem};
pub use pages::{ModerationPages, ModerationPagesProps};
pub use send::{appeal_review, decide_case, flag_review};
