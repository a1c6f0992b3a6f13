//! Choosing the parameters on a validation slice: the last basket of each person that the training knows. One dial after
//! the other is turned, all its steps first and those beside it later, and stays where the slice is clearly served better;
//! in the end, what does not clearly help is left off. Nothing is random, and the number of tries is bounded.

use super::board::Weights;
use super::cases::Cases;
use super::dials::{COUNTED, Dial, REPEATS, SOLVED, TASTE};
use super::figures::{Found, LONG};
use super::ledger::Ledger;
use super::matrix::Matrix;
use super::neighbours::learn;
use super::trained::Repeats;
use super::{Method, Parameters, Phase, Progress, Settings};

/// With fewer people to ask, what is chosen would be chance.
const FEWEST: usize = 20;
/// So much of the standard error of the difference an improvement must exceed.
const CLEARLY: f64 = 0.25;

/// What was chosen, and how well it served.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub(super) parameters: Parameters,
    pub(super) people: usize,
    pub(super) tries: usize,
    pub(super) ndcg_new: f32,
    pub(super) ndcg_all: f32,
}

/// Chooses by what the ledger holds; the defaults where that is too little. Weights are solved for only where `dense`.
pub(super) fn choose(ledger: &Ledger, dense: bool, settings: &Settings, tell: &mut dyn FnMut(Progress)) -> Choice {
    let method = if dense { Method::Ease } else { Method::Knn };
    let parameters = Parameters { method, ..Parameters::default() };
    let ledger = ledger.most_bought(settings.validation_items);
    let slice = [3, 2].map(|baskets| Cases::hold_out(&ledger, baskets, settings.validation_people, settings));
    let Some(cases) = slice.iter().find(|slice| slice.cases.len() >= FEWEST) else {
        return Choice { parameters, people: 0, tries: 0, ndcg_new: 0.0, ndcg_all: 0.0 };
    };
    let mut search = Search::new(cases, parameters, settings, tell);
    search.taste();
    search.repeats();
    search.choice()
}

struct Search<'a> {
    cases: &'a Cases,
    settings: &'a Settings,
    tell: &'a mut dyn FnMut(Progress),
    tries: usize,
    best: Tried,
    goal: Repeats,
}

/// Parameters, the weights they bring, and how good they are for each person.
#[derive(Clone)]
struct Tried {
    parameters: Parameters,
    neighbours: Vec<Vec<(u32, f32)>>,
    found: Vec<f64>,
}

/// Which steps of a dial are tried.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    All,
    Beside,
}

impl<'a> Search<'a> {
    fn new(
        cases: &'a Cases,
        parameters: Parameters,
        settings: &'a Settings,
        tell: &'a mut dyn FnMut(Progress),
    ) -> Self {
        let best = Tried { parameters, neighbours: Vec::new(), found: Vec::new() };
        let mut search = Self { cases, settings, tell, tries: 0, best, goal: Repeats::OnlyNew };
        search.best = search.learned(parameters);
        search
    }

    /// Weights and taste, by what was new to its buyer.
    fn taste(&mut self) {
        self.turn(TASTE, Reach::All);
        if self.best.parameters.method == Method::Ease {
            self.relearn(SOLVED);
            let solved = self.best.clone();
            let counted = Parameters { method: Method::Knn, ..solved.parameters };
            self.best = self.learned(counted);
            self.relearn(COUNTED);
            if !clearly(&self.best.found, &solved.found) {
                self.best = solved;
            }
        } else {
            self.relearn(COUNTED);
        }
        self.turn(TASTE, Reach::Beside);
        self.settle(TASTE);
        self.forget_nothing();
    }

    /// Buying again, by whole baskets. Without any, there is nothing to choose.
    fn repeats(&mut self) {
        self.goal = Repeats::WithRepeats;
        self.best.found = self.ask(&self.best.parameters, &self.best.neighbours);
        self.turn(REPEATS, Reach::All);
        self.turn(REPEATS, Reach::Beside);
        self.settle(REPEATS);
    }

    /// Puts what does not clearly help to where it does nothing.
    fn settle(&mut self, dials: &[Dial]) {
        for dial in dials {
            let Some(parameters) = dial.idle(&self.best.parameters) else { continue };
            let found = self.ask(&parameters, &self.best.neighbours);
            self.tried();
            if !clearly(&self.best.found, &found) {
                (self.best.parameters, self.best.found) = (parameters, found);
            }
        }
    }

    /// Learns from everything alike, whatever its age, where fading does not clearly help.
    fn forget_nothing(&mut self) {
        if self.best.parameters.learning_half_life.is_some() {
            let tried = self.learned(Parameters { learning_half_life: None, ..self.best.parameters });
            if !clearly(&self.best.found, &tried.found) {
                self.best = tried;
            }
        }
    }

    /// Turns dials that leave the weights as they are.
    fn turn(&mut self, dials: &[Dial], reach: Reach) {
        for dial in dials {
            for parameters in self.steps(dial, reach) {
                let found = self.ask(&parameters, &self.best.neighbours);
                self.tried();
                if clearly(&found, &self.best.found) {
                    (self.best.parameters, self.best.found) = (parameters, found);
                }
            }
        }
    }

    /// Turns dials that need other weights: a step at a time, for as long as that helps.
    fn relearn(&mut self, dials: &[Dial]) {
        for dial in dials {
            for up in [true, false] {
                while self.tries < self.settings.tries {
                    let place = dial.place(&self.best.parameters);
                    let next = if up { Some(place + 1) } else { place.checked_sub(1) };
                    let Some(parameters) = next.and_then(|next| dial.at(&self.best.parameters, next)) else { break };
                    let tried = self.learned(parameters);
                    if !clearly(&tried.found, &self.best.found) {
                        break;
                    }
                    self.best = tried;
                }
            }
        }
    }

    fn steps(&self, dial: &Dial, reach: Reach) -> Vec<Parameters> {
        let place = dial.place(&self.best.parameters);
        let left = self.settings.tries.saturating_sub(self.tries);
        let wanted = |step: &usize| *step != place && (reach == Reach::All || step.abs_diff(place) == 1);
        let steps = (0..dial.steps.len()).filter(wanted).take(left);
        steps.filter_map(|step| dial.at(&self.best.parameters, step)).collect()
    }

    fn learned(&mut self, parameters: Parameters) -> Tried {
        let matrix = Matrix::of(&self.cases.rest, parameters.learning_half_life);
        let neighbours = learn(&matrix, &parameters, self.settings.neighbours);
        let found = self.ask(&parameters, &neighbours);
        self.tried();
        Tried { parameters, neighbours, found }
    }

    fn tried(&mut self) {
        self.tries += 1;
        (self.tell)(Progress { phase: Phase::Choosing, done: self.tries, of: self.settings.tries });
    }

    /// How good a ranking each person gets: NDCG@10 and recall@20 in equal parts.
    fn ask(&self, parameters: &Parameters, neighbours: &[Vec<(u32, f32)>]) -> Vec<f64> {
        let mut all = Vec::with_capacity(self.cases.cases.len());
        self.cases.ask(Weights { neighbours, parameters }, (self.goal, LONG), |case, ranking| {
            let found = Found::of(ranking, case.wanted(self.goal));
            all.push((found.ndcg_10 + found.recall_20) / 2.0);
        });
        all
    }

    fn ndcg(&self, goal: Repeats) -> f32 {
        let (mut sum, mut of) = (0.0, 0.0);
        let weights = Weights { neighbours: &self.best.neighbours, parameters: &self.best.parameters };
        self.cases.ask(weights, (goal, LONG), |case, ranking| {
            sum += Found::of(ranking, case.wanted(goal)).ndcg_10;
            of += 1.0;
        });
        if of > 0.0 { (sum / of) as f32 } else { 0.0 }
    }

    fn choice(&self) -> Choice {
        Choice {
            parameters: self.best.parameters,
            people: self.cases.cases.len(),
            tries: self.tries,
            ndcg_new: self.ndcg(Repeats::OnlyNew),
            ndcg_all: self.ndcg(Repeats::WithRepeats),
        }
    }
}

/// Whether the same people are served better, by more than chance would often do.
fn clearly(new: &[f64], old: &[f64]) -> bool {
    let of = new.len() as f64;
    let differences = || new.iter().zip(old).map(|(new, old)| new - old);
    let mean = differences().sum::<f64>() / of;
    let variance = differences().map(|difference| (difference - mean).powi(2)).sum::<f64>() / of;
    mean > CLEARLY * (variance / of).sqrt()
}

#[cfg(test)]
mod tests {
    use super::clearly;

    #[test]
    fn a_difference_counts_when_it_is_not_chance() {
        assert!(clearly(&[0.5, 0.6, 0.7], &[0.4, 0.5, 0.6]));
        assert!(!clearly(&[0.5, 0.5], &[0.5, 0.5]));
        assert!(!clearly(&[1.0, 0.0, 0.51], &[0.0, 1.0, 0.5]));
        assert!(!clearly(&[], &[]));
    }
}
