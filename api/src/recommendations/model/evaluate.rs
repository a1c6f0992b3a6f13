//! How good the model is on baskets it has not seen, beside what is simpler.

use super::board::Weights;
use super::cases::Cases;
use super::figures::{Figures, LONG, Tally};
use super::knn;
use super::ledger::Ledger;
use super::matrix::Matrix;
use super::parameters::TREND_HALF_LIFE;
use super::train::learn_from;
use super::trained::{Repeats, Summary};
use super::{Corpus, Method, Parameters, Phase, Progress, Settings};
use serde::{Deserialize, Serialize};

/// Whose last basket is held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvaluationOptions {
    /// Baskets that somebody must have, the one that is held out among them. At least two.
    pub baskets: usize,
}

impl Default for EvaluationOptions {
    fn default() -> Self {
        Self { baskets: 5 }
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contender {
    /// What most people bought until then.
    Popularity,
    /// What was bought most of late, a purchase counting half after 14 days.
    RecentPopularity,
    /// What goes with the history by cosine, each item hearing the 20 nearest, without any regard to time.
    ItemKnn,
    /// This model.
    Ours,
}

/// One line of the comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Who.
    pub contender: Contender,
    /// On items the buyer never bought before.
    pub new: Figures,
    /// On the whole last basket.
    pub all: Figures,
}

/// A comparison on the last baskets.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// People whose last basket was held out.
    pub people: usize,
    /// In the order of [`Contender`].
    pub rows: Vec<Row>,
    /// What the model chose for itself, without having seen any of the baskets.
    pub parameters: Parameters,
    /// Of what the model was made.
    pub summary: Summary,
}

/// Holds out the last basket of everybody with enough of them, learns from all the rest, and asks for each of them as of
/// the moment it was bought: the history and recent demand are those of that moment. Weights between items are learned
/// once, from all the rest, as is usual for this split; so they know what others bought later.
pub fn evaluate(
    corpus: &Corpus,
    settings: &Settings,
    options: EvaluationOptions,
    progress: &mut dyn FnMut(Progress),
) -> Evaluation {
    let ledger = Ledger::of(corpus);
    let cases = Cases::hold_out(&ledger, options.baskets, usize::MAX, settings);
    let now = cases.rest.newest().unwrap_or_default();
    let trained = learn_from(&cases.rest, now, settings, progress);
    let comparison = Comparison { cases: &cases, items: trained.summary.items };
    let (plain, once) = (plain(), cases.once());
    let without_time = Comparison { cases: &once, items: trained.summary.items };
    let counted = knn::weights(&Matrix::of(&cases.rest, None), &plain, settings.neighbours);
    let mut rows = Vec::new();
    for contender in [Contender::Popularity, Contender::RecentPopularity, Contender::ItemKnn, Contender::Ours] {
        progress(Progress { phase: Phase::Evaluating, done: rows.len(), of: 4 });
        let figures = |repeats| match contender {
            Contender::Popularity => comparison.demand(None, repeats),
            Contender::RecentPopularity => comparison.demand(Some(TREND_HALF_LIFE), repeats),
            Contender::ItemKnn => without_time.model(Weights { neighbours: &counted, parameters: &plain }, repeats),
            Contender::Ours => {
                let weights = Weights { neighbours: &trained.neighbours, parameters: &trained.parameters };
                comparison.model(weights, repeats)
            }
        };
        rows.push(Row { contender, new: figures(Repeats::OnlyNew), all: figures(Repeats::WithRepeats) });
    }
    progress(Progress { phase: Phase::Evaluating, done: rows.len(), of: rows.len() });
    Evaluation { people: cases.cases.len(), rows, parameters: trained.parameters, summary: trained.summary }
}

/// The cosine and nothing else.
fn plain() -> Parameters {
    Parameters {
        method: Method::Knn,
        learning_half_life: None,
        balance: 0.5,
        shrinkage: 0.0,
        reach: 20,
        history_half_life: None,
        arrival_power: 0.0,
        repeat_weight: 0.0,
        ..Parameters::default()
    }
}

struct Comparison<'a> {
    cases: &'a Cases,
    items: usize,
}

impl Comparison<'_> {
    fn demand(&self, half_life: Option<f32>, repeats: Repeats) -> Figures {
        let mut tally = Tally::default();
        let of = if half_life.is_some() { self.cases.purchases() } else { self.cases.arrivals() };
        self.cases
            .ask_demand((of, half_life), (repeats, LONG), |case, ranking| tally.add(ranking, case.wanted(repeats)));
        tally.figures(self.items)
    }

    fn model(&self, weights: Weights<'_>, repeats: Repeats) -> Figures {
        let mut tally = Tally::default();
        self.cases.ask(weights, (repeats, LONG), |case, ranking| tally.add(ranking, case.wanted(repeats)));
        tally.figures(self.items)
    }
}
