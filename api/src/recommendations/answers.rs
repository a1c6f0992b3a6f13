//! What was suggested to somebody a moment ago, held with what it was made from. It is given again only where the database says
//! in the same moment that nothing of that has changed: see `check`.

use super::cards::Sums;
use super::kinds::{Kind, Recommended};
use super::market::Market;
use shared::Locale;
use shared::id::ProductId;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Answers that are held of one person, the newest: what one page asks for.
const MOST: usize = 4;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) kind: Kind,
    pub(super) locale: Locale,
    /// About which product.
    pub(super) product: Option<ProductId>,
    /// How many.
    pub(super) first: usize,
    /// When: what is new and what fades is so by the hour.
    pub(super) hour: i64,
}

/// What would be suggested if nothing has changed.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) shown: Vec<Recommended>,
    /// The products that are shown or named, each once.
    pub(super) products: Vec<ProductId>,
    /// What the database says of them if they have not changed.
    pub(super) sums: Sums,
}

/// What is held of one person.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<VecDeque<Held>>);

#[derive(Debug)]
struct Held {
    question: Question,
    /// The picture of the market that it was ranked from, which it does not keep alive.
    market: Weak<Market>,
    answer: Arc<Answer>,
}

impl Answers {
    /// What was answered, if that was from the same picture of the market.
    pub(super) fn get(&self, question: &Question, market: &Arc<Market>) -> Option<Arc<Answer>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.iter().find(|held| held.question == *question)?;
        std::ptr::eq(held.market.as_ptr(), Arc::as_ptr(market)).then(|| Arc::clone(&held.answer))
    }

    /// Holds an answer, instead of what was answered before.
    pub(super) fn keep(&self, question: Question, market: &Arc<Market>, answer: &Arc<Answer>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|held| held.question != question);
        all.truncate(MOST - 1);
        all.push_front(Held { question, market: Arc::downgrade(market), answer: Arc::clone(answer) });
    }

    /// Forgets an answer that is not true any more.
    pub(super) fn forget(&self, question: &Question) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|held| held.question != *question);
    }
}
