//! Why a product is where it is in a search: what its score is made of. For those who look after the market.

use super::index::{TEXT_FIELDS, column};
use super::query::SCATTERED;
use super::reading::{Choice, Part, Reading};
use super::vocabulary::Kind;
use super::{Search, personal};
use shared::Locale;
use shared::id::ProductId;
use shared::trust::standing::WEIGHT_BELOW;
use tantivy::query::{EnableScoring, Query};
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
        let text_score = score(&searcher, at, &self.0.fields.query(&reading, enough))?;
        let below = searcher.segment_reader(at.segment_ord).fast_fields().u64(column::BELOW)?.first(at.doc_id);
        let mut reasons = Vec::new();
        for part in &reading.parts {
            self.part_reasons(&searcher, at, part, &mut reasons)?;
        }
        for pair in &reading.together {
            let typed = pair.terms.join(" ");
            let found = self.choice_reasons(&searcher, at, &typed, pair)?;
            reasons.extend(found.into_iter().map(|reason| Reason { counts: true, ..reason }));
        }
        for (word, clause) in reading.marked.iter().zip(self.0.fields.marked(&reading)) {
            let Some(score) = score(&searcher, at, &clause.query)? else { continue };
            let (typed, found, weight) = (word.clone(), word.clone(), clause.weight);
            reasons.push(Reason { typed, found, field: "surface", kind: Kind::Marked, weight, score, counts: true });
        }
        Ok(Some(Explanation {
            relaxed: enough < needed,
            matches: text_score.is_some(),
            text_score: text_score.unwrap_or(0.0),
            standing_weight: if below.unwrap_or(0) == 0 { 1.0 } else { WEIGHT_BELOW },
            most_places: personal::MOST_PLACES,
            corrected: reading.corrected,
            reasons,
        }))
    }

    fn part_reasons(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        part: &Part,
        reasons: &mut Vec<Reason>,
    ) -> tantivy::Result<()> {
        let mut own: Vec<Reason> = Vec::new();
        for choice in &part.choices {
            own.extend(self.choice_reasons(searcher, at, &part.typed, choice)?);
        }
        let mut of_words = Vec::new();
        for word in &part.words {
            self.part_reasons(searcher, at, word, &mut of_words)?;
        }
        for reason in &mut of_words {
            reason.weight *= SCATTERED;
            reason.score *= SCATTERED;
        }
        own.sort_by(|one, other| other.score.total_cmp(&one.score));
        // A phrase is met by what stands for it, or by all its words: whichever scores more.
        let together: f32 = of_words.iter().filter(|reason| reason.counts).map(|reason| reason.score).sum();
        let every = part.words.iter().all(|word| of_words.iter().any(|reason| reason.typed == word.typed));
        let by_words = every && together > own.first().map_or(0.0, |reason| reason.score);
        if let Some(best) = own.first_mut() {
            best.counts = !by_words;
        }
        for reason in &mut of_words {
            reason.counts &= by_words;
        }
        reasons.extend(own);
        reasons.extend(of_words);
        Ok(())
    }

    fn choice_reasons(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        typed: &str,
        choice: &Choice,
    ) -> tantivy::Result<Vec<Reason>> {
        let mut reasons = Vec::new();
        for clause in self.0.fields.choice(choice) {
            let Some(score) = score(searcher, at, &clause.query)? else { continue };
            let field = TEXT_FIELDS.get(clause.field).map_or("", |(name, _)| *name);
            let (typed, found) = (typed.to_owned(), choice.terms.join(" "));
            reasons.push(Reason {
                typed,
                found,
                field,
                kind: choice.kind,
                weight: clause.weight,
                score,
                counts: false,
            });
        }
        Ok(reasons)
    }
}

/// What a query scores in a product; `None` where it does not find it. The index's own explanations end in a panic for
/// phrases that stand only in later products.
fn score(searcher: &Searcher, at: DocAddress, query: &dyn Query) -> tantivy::Result<Option<f32>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(searcher.segment_reader(at.segment_ord), 1.0)?;
    if scorer.doc() < at.doc_id {
        scorer.seek(at.doc_id);
    }
    Ok((scorer.doc() == at.doc_id).then(|| scorer.score()))
}
