//! How good the model is, as a table for people or as JSON for programs.

use super::super::corpus;
use super::super::model::{self, Contender, Evaluation, EvaluationOptions, Figures, Settings};
use super::{Tell, backstage};
use crate::app::App;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Holds out the last order of everybody with at least so many, learns from all the rest, and compares what is suggested with
/// what was bought. `None` when there is nothing to learn from. Nothing is stored.
///
/// # Errors
/// When the database does not answer.
pub async fn evaluate(app: &App, holdout_min_baskets: usize, mut tell: Tell) -> anyhow::Result<Option<Evaluation>> {
    let gathered = corpus::gather(app).await?;
    if gathered.corpus.interactions.is_empty() {
        return Ok(None);
    }
    let options = EvaluationOptions { baskets: holdout_min_baskets.max(2) };
    let evaluated = backstage::run(move || model::evaluate(&gathered.corpus, &Settings::default(), options, &mut tell));
    Ok(Some(evaluated.await?))
}

const fn name(contender: Contender) -> &'static str {
    match contender {
        Contender::Popularity => "popularity",
        Contender::RecentPopularity => "recent popularity",
        Contender::ItemKnn => "item-kNN",
        Contender::Ours => "ours",
    }
}

/// The figures of one part of a row.
type Part = fn(&model::Row) -> Figures;

/// What is compared.
const PARTS: [(&str, Part); 2] =
    [("items never bought before", |row| row.new), ("the whole last order", |row| row.all)];

/// The comparison as text in columns.
#[must_use]
pub fn table(evaluation: &Evaluation) -> String {
    let mut text = format!("last order held out of {} people\n", evaluation.people);
    // Writing to a string cannot fail.
    for (what, figures_of) in PARTS {
        let _ = writeln!(text, "\n{what:<26}{:>10}{:>11}{:>9}{:>10}", "Recall@10", "Recall@20", "NDCG@10", "coverage");
        for row in &evaluation.rows {
            let Figures { recall_10, recall_20, ndcg_10, coverage, .. } = figures_of(row);
            let _ = writeln!(
                text,
                "  {:<24}{recall_10:>10.4}{recall_20:>11.4}{ndcg_10:>9.4}{:>9.1}%",
                name(row.contender),
                coverage * 100.0
            );
        }
    }
    let _ = write!(text, "\nchosen  {}", serde_json::to_string(&evaluation.parameters).unwrap_or_default());
    text
}

/// The comparison as JSON.
///
/// # Errors
/// Never in practice: everything in it is plain numbers.
pub fn document(evaluation: &Evaluation) -> anyhow::Result<Value> {
    let figures = |of: Figures| {
        json!({ "people": of.people, "recall10": of.recall_10, "recall20": of.recall_20, "ndcg10": of.ndcg_10,
            "coverage": of.coverage })
    };
    let row = |row: &model::Row| json!({ "model": name(row.contender), "newItems": figures(row.new), "wholeLastOrder": figures(row.all) });
    Ok(json!({
        "people": evaluation.people,
        "rows": evaluation.rows.iter().map(row).collect::<Vec<_>>(),
        "parameters": serde_json::to_value(evaluation.parameters)?,
        "summary": serde_json::to_value(evaluation.summary)?,
    }))
}
