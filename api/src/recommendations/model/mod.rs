//! The numeric core of recommendations: learns from who bought what and when, and scores what somebody may want next.
//! It is pure: no database, no clock, no randomness; people and items are indices into the caller's lists, and the same
//! corpus gives the same model. `docs/recommendations.md` has the formulas, their sources and measured figures.

mod board;
mod cases;
mod choose;
mod corpus;
mod demand;
mod dials;
mod ease;
mod evaluate;
mod fading;
mod figures;
mod knn;
mod ledger;
mod matrix;
mod neighbours;
mod parameters;
mod repeat;
#[cfg(test)]
mod tests;
mod train;
mod trained;

pub use corpus::{Corpus, Interaction};
pub use evaluate::{Contender, Evaluation, EvaluationOptions, Row, evaluate};
pub use figures::Figures;
pub use parameters::{Method, Parameters, TREND_HALF_LIFE};
pub use train::train;
pub use trained::{Past, Repeats, Scored, Summary, Trained};

/// The bounds of a training. The defaults are meant for every market; nothing here is chosen by looking at data.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Up to so many items the weights are solved for in closed form; above, they are counted (sparse).
    pub dense_up_to: usize,
    /// Neighbours that are kept per item, the best.
    pub neighbours: usize,
    /// Different parameters that are tried on the validation slice, at most.
    pub tries: usize,
    /// People whose last basket serves to choose the parameters, at most.
    pub validation_people: usize,
    /// Items by which the parameters are chosen, at most: the most bought. It bounds the time that choosing takes.
    pub validation_items: usize,
    /// Events of a person that a basket is guessed from, at most, the newest: as many as are read for a request.
    pub history: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dense_up_to: 10_000,
            neighbours: 200,
            tries: 150,
            validation_people: 2_000,
            validation_items: 4_000,
            history: 300,
        }
    }
}

/// What a training or an evaluation is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Sorting what is known by person.
    Counting,
    /// Trying parameters on the validation slice.
    Choosing,
    /// Learning with the chosen parameters from everything.
    Learning,
    /// Asking the models about what was held out.
    Evaluating,
}

/// How far a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Steps that are done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
}
