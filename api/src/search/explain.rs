//! Why a product is where it is in a search: what its score is made of. For those who look after the market.

use super::index::{TEXT_FIELDS, column};
use super::query::Clause;
use super::reading::{Choice, Part, Reading};
use super::vocabulary::Kind;
use super::{Search, personal};
use shared::Locale;
use shared::id::ProductId;
use shared::trust::standing::WEIGHT_BELOW;
use tantivy::query::Query as _;
use tantivy::{DocAddress, Searcher};

/// What the score of a product in a search is made of.
#[derive(Debug)]
pub struct Explanation {
    /// The search as it was understood, when a word was mended.
    pub corrected: Option<String>,
    /// Whether no product has all the words.
    pub relaxed: bool,
    /// Whether the product is found at all.
    pub matches: bool,
    /// What its texts score.
    pub text_score: f32,
    /// What that is multiplied by: less than 1 for what a shop below the standard sells.
    pub standing_weight: f32,
    /// Places by which the taste of a shopper who allows it may lift it.
    pub most_places: usize,
    /// Each way in which the product meets the search.
    pub reasons: Vec<Reason>,
}

/// One way in which a product meets a search.
#[derive(Debug)]
pub struct Reason {
    /// What was typed.
    pub typed: String,
    /// What of the product meets it; several words stand together.
    pub found: String,
    /// In which field.
    pub field: &'static str,
    /// How it meets what was typed.
    pub kind: Kind,
    /// What the field and the kind weigh.
    pub weight: f32,
    /// What it scores, weight included.
    pub score: f32,
    /// Whether it is part of the score: of all that meet one word, the best alone counts.
    pub counts: bool,
}

impl Search {
    /// Explains a product's place in a search; `None` when the index does not hold it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(&self, product: ProductId, text: &str, locale: Locale) -> anyhow::Result<Option<Explanation>> {
        let searcher = self.0.reader.searcher();
        let Some(at) = self.address(&searcher, product)? else { return Ok(None) };
        let reading = Reading::of(&*self.vocabulary()?, text, locale, false);
        let needed = reading.needed();
        let enough = self.enough(&reading)?;
        let explained = self.0.fields.query(&reading, enough).explain(&searcher, at);
        let below = searcher.segment_reader(at.segment_ord).fast_fields().u64(column::BELOW)?.first(at.doc_id);
        let mut reasons = Vec::new();
        for part in &reading.parts {
            self.part_reasons(&searcher, at, part, &mut reasons);
        }
        for pair in &reading.together {
            let typed = pair.terms.join(" ");
            reasons.extend(self.choice_reasons(&searcher, at, &typed, pair).map(|reason| Reason { counts: true, ..reason }));
        }
        let marked = reading.marked.iter().zip(self.0.fields.marked(&reading));
        let marked = marked.filter_map(|(word, clause)| score(&searcher, at, &clause).map(|score| (word, clause, score)));
        reasons.extend(marked.map(|(word, clause, score)| Reason {
            typed: word.clone(),
            found: word.clone(),
            field: "surface",
            kind: Kind::Marked,
            weight: clause.weight,
            score,
            counts: true,
        }));
        Ok(Some(Explanation {
            relaxed: enough < needed,
            matches: explained.is_ok(),
            text_score: explained.map_or(0.0, |explanation| explanation.value()),
            standing_weight: if below.unwrap_or(0) == 0 { 1.0 } else { WEIGHT_BELOW },
            most_places: personal::MOST_PLACES,
            corrected: reading.corrected,
            reasons,
        }))
    }

    fn part_reasons(&self, searcher: &Searcher, at: DocAddress, part: &Part, reasons: &mut Vec<Reason>) {
        let mut own: Vec<Reason> = Vec::new();
        for choice in &part.choices {
            own.extend(self.choice_reasons(searcher, at, &part.typed, choice));
        }
        let mut of_words = Vec::new();
        for word in &part.words {
            self.part_reasons(searcher, at, word, &mut of_words);
        }
        own.sort_by(|one, other| other.score.total_cmp(&one.score));
        // A phrase is met by what stands for it, or by all its words: whichever scores more.
        let together: f32 = of_words.iter().filter(|reason| reason.counts).map(|reason| reason.score).sum();
        let every = part.words.iter().all(|word| of_words.iter().any(|reason| reason.typed == word.typed));
        let by_words = every && together > own.first().map_or(0.0, |reason| reason.score);
        if let Some(best) = own.first_mut() {
            best.counts = !by_words;
        }
        of_words.iter_mut().for_each(|reason| reason.counts &= by_words);
        reasons.extend(own);
        reasons.extend(of_words);
    }

    fn choice_reasons<'a>(
        &'a self,
        searcher: &'a Searcher,
        at: DocAddress,
        typed: &'a str,
        choice: &'a Choice,
    ) -> impl Iterator<Item = Reason> + 'a {
        self.0.fields.choice(choice).into_iter().filter_map(move |clause| {
            let score = score(searcher, at, &clause)?;
            let (field, _) = TEXT_FIELDS.get(clause.field)?;
            let (typed, found) = (typed.to_owned(), choice.terms.join(" "));
            Some(Reason { typed, found, field, kind: choice.kind, weight: clause.weight, score, counts: false })
        })
    }
}

/// What a clause scores in a product; `None` where it does not meet it.
fn score(searcher: &Searcher, at: DocAddress, clause: &Clause) -> Option<f32> {
    clause.query.explain(searcher, at).ok().map(|explanation| explanation.value())
}
