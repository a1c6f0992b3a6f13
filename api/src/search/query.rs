//! From what a text means to a query of the index.

use super::index::{BODY, Fields, TEXT_FIELDS};
use super::reading::{Choice, Part, Reading};
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// What the words of a phrase weigh where they do not stand together: `bình` and `hoa` alone are no vase.
pub const SCATTERED: f32 = 0.7;
/// What a word with the very marks that were typed weighs more.
const MARKED: f32 = 2.0;

/// One way in which a product may meet a part: a choice in a field.
pub struct Clause {
    /// The place of the field in [`TEXT_FIELDS`].
    pub field: usize,
    /// What it weighs.
    pub weight: f32,
    /// What it finds, with its weight in it.
    pub query: BoostQuery,
}

impl Fields {
    /// Products that have at least `enough` of the parts. Fillers, neighbours that stay together, and marks as they
    /// were typed only raise the score.
    pub fn query(&self, reading: &Reading, enough: usize) -> BooleanQuery {
        let needed: Vec<_> = reading.parts.iter().filter(|part| !part.filler).map(|part| self.part(part)).collect();
        let met = if enough < needed.len() {
            BooleanQuery::union_with_minimum_required_clauses(needed, enough)
        } else {
            BooleanQuery::intersection(needed)
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(met))];
        let fillers = reading.parts.iter().filter(|part| part.filler);
        clauses.extend(fillers.map(|part| (Occur::Should, self.part(part))));
        let together = reading.together.iter().flat_map(|pair| self.choice(pair));
        let extras = together.chain(self.marked(reading));
        clauses.extend(extras.map(|extra| (Occur::Should, Box::new(extra.query) as _)));
        BooleanQuery::new(clauses)
    }

    /// The best of a part's choices and fields counts.
    fn part(&self, part: &Part) -> Box<dyn Query> {
        let mut choices: Vec<Box<dyn Query>> = part
            .choices
            .iter()
            .flat_map(|choice| self.choice(choice))
            .map(|clause| Box::new(clause.query) as _)
            .collect();
        if !part.words.is_empty() {
            let words = part.words.iter().map(|word| self.part(word)).collect();
            let scattered = Box::new(BooleanQuery::intersection(words));
            choices.push(Box::new(BoostQuery::new(scattered, SCATTERED)));
        }
        if choices.is_empty() { Box::new(EmptyQuery) } else { Box::new(DisjunctionMaxQuery::new(choices)) }
    }

    /// A choice in each field that has it.
    pub fn choice(&self, choice: &Choice) -> Vec<Clause> {
        let fields = self.text.iter().zip(TEXT_FIELDS).enumerate();
        let fields = fields.filter(|(bit, _)| choice.fields & (1 << bit) != 0);
        let clause = |(bit, (field, (_, boost))): (usize, (&tantivy::schema::Field, (&str, f32)))| {
            let terms: Vec<Term> = match &choice.marked {
                Some(word) if bit == BODY => vec![Term::from_field_text(self.marked, word)],
                _ => choice.terms.iter().map(|term| Term::from_field_text(*field, term)).collect(),
            };
            let weight = boost * choice.weight;
            Clause { field: bit, weight, query: BoostQuery::new(of_terms(terms), weight) }
        };
        fields.map(clause).collect()
    }

    /// Each word that was typed with its marks, with the same marks.
    pub fn marked(&self, reading: &Reading) -> Vec<Clause> {
        let clause = |word: &String| {
            let term = Term::from_field_text(self.surface, word);
            Clause { field: 0, weight: MARKED, query: BoostQuery::new(of_terms(vec![term]), MARKED) }
        };
        reading.marked.iter().map(clause).collect()
    }
}

fn of_terms(mut terms: Vec<Term>) -> Box<dyn Query> {
    match terms.pop() {
        Some(term) if terms.is_empty() => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        Some(last) => {
            terms.push(last);
            Box::new(PhraseQuery::new(terms))
        }
        None => Box::new(EmptyQuery),
    }
}
