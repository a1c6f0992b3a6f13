//! What a shopper may like next, and why: signals that are recorded only with consent, a model that is learned in the
//! background, and the kinds of suggestions that are served from it. `docs/recommendations.md` has the formulas.

mod answers;
mod blend;
mod cards;
mod check;
mod corpus;
mod diversity;
mod eligible;
pub mod entity;
pub mod experiment;
pub mod graphql;
pub mod kinds;
mod market;
pub mod model;
mod numbers;
mod outlook;
mod packed;
pub mod reasons;
pub mod signals;
pub mod stored;
mod together;
pub mod training;

pub use experiment::{Experiment, Exposures};
pub use outlook::Outlook;
pub use signals::{Known, PastEvent, PastKind};
pub use stored::{Current, Serving, follow, refresh};
