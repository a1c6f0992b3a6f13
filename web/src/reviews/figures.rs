//! What buyers say, in figures, and how those are made.

use super::{Subject, aspects::AspectRows, fields::RatingFields, filters::ReviewChoice, item::Stars, section::Anchor};
use crate::{
    i18n::{plural, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::{hundredths, integer};

/// How many reviews' weight the mean of all has in a score.
const WEIGHT: i32 = 20;

/// Score, mean, and how many gave which stars: each a way to those reviews.
#[component]
pub(super) fn Figures(of: Subject, rating: RatingFields, choice: ReviewChoice, path: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let number = |number: i32| integer(i64::from(number), locale);
    let decimal = |value: f64| {
        // Stars lie between 1 and 5.
        #[expect(clippy::cast_possible_truncation, reason = "at most 500")]
        let hundreds = (value * 100.0).round() as i64;
        hundredths(hundreds, locale)
    };
    let count = rating.count;
    let summary = rating.score.zip(rating.average).map(|(score, mean)| {
        let stars = whole_stars(score);
        let from = plural(
            locale,
            i64::from(count),
            text!(lang, reviews.mean_single, mean = decimal(mean), count = number(count)),
            text!(lang, reviews.mean_many, mean = decimal(mean), count = number(count)),
        );
        view! {
            <div class="review-score">
                <p>
                    <strong>{decimal(score)}</strong>
                    " "
                    <span class="star-row" aria-hidden="true">{super::item::drawn(stars)}</span>
                    <span class="visually-hidden">{text!(lang, reviews.score_of, score = decimal(score))}</span>
                </p>
                <p class="fine">{from}</p>
            </div>
        }
    });
    let bars = (1..=5).zip(rating.histogram.iter().copied()).collect::<Vec<_>>();
    let bars = bars.into_iter().rev().map(|(stars, given)| {
        let chosen = choice.stars == Some(stars);
        let href = choice.with_stars((!chosen).then_some(stars)).address(&path);
        let share = text!(lang, reviews.bar, given = number(given), count = number(count));
        view! {
            <li>
                <Anchor href current=chosen><Stars stars /></Anchor>
                <meter min="0" max=count.max(1) value=given aria-label=share></meter>
                <span>{number(given)}</span>
            </li>
        }
    });
    let bars = (count > 0).then(|| {
        view! { <ol class="histogram" aria-label=text!(lang, reviews.histogram)>{bars.collect_view()}</ol> }
    });
    let formula = rating.score.zip(rating.average).map(|(score, mean)| {
        let (own, weight) = (f64::from(count), f64::from(WEIGHT));
        // The score is exact: so is what it was drawn towards.
        let prior = (score * (own + weight) - own * mean) / weight;
        let of_all = match of {
            Subject::Product => text!(lang, reviews.prior_product, prior = decimal(prior)),
            Subject::Shop => text!(lang, reviews.prior_shop, prior = decimal(prior)),
        };
        let (v, r, m, c) = (number(count), decimal(mean), number(WEIGHT), decimal(prior));
        view! {
            <p class="formula">
                {format!("(v·R + m·C) / (v + m) = ({v}·{r} + {m}·{c}) / ({v} + {m}) = {}", decimal(score))}
            </p>
            <ul>
                <li>{text!(lang, reviews.formula_v, count = number(count))}</li>
                <li>{text!(lang, reviews.formula_r, mean = decimal(mean))}</li>
                <li>{text!(lang, reviews.formula_m, weight = number(WEIGHT))}</li>
                <li>{of_all}</li>
            </ul>
        }
    });
    let away =
        text!(lang, reviews.how_away, withdrawn = number(rating.withdrawn_count), hidden = number(rating.hidden_count));
    view! {
        <div class="review-figures">
            {summary}
            {bars}
        </div>
        <AspectRows aspects=rating.aspects />
        <details class="review-how">
            <summary>{text!(lang, reviews.how)}</summary>
            <p>{text!(lang, reviews.how_score)}</p>
            {formula}
            <p>{text!(lang, reviews.how_verified)}</p>
            <p>{text!(lang, reviews.how_all)} " " {away}</p>
            <p>{text!(lang, reviews.how_order)}</p>
            <p>{text!(lang, reviews.how_reward)}</p>
        </details>
    }
    .sealed()
}

/// A score as it is drawn.
fn whole_stars(score: f64) -> i32 {
    (1..=5).rev().find(|stars| score >= f64::from(*stars) - 0.5).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::whole_stars;

    #[test]
    fn a_score_is_drawn_as_the_nearest_stars() {
        assert_eq!([1.0, 2.4, 2.5, 4.49, 4.5, 5.0].map(whole_stars), [1, 2, 3, 4, 5, 5]);
    }
}
