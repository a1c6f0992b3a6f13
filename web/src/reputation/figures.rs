//! How a shop stands, with the figures behind it: what is looked at, what was counted, from where on it is what.

use super::{
    Badge, ShopStandingLevel,
    fields::{InputFields, ShareFields, StandingFields, StandingQuery, StandingShop},
};
use crate::{
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::{date, date_time, integer, tenths},
    trust::standing::{
        DEFECTS, FIRST_REPLIES_TOP, FaultLimits, HISTORY_DAYS, HISTORY_ORDERS, LATE_SHIPMENTS, RATING_REVIEWS,
        RATING_STANDARD, RATING_TOP, UNRESOLVED_CASES, VALID_TRACKING_TOP,
    },
};

/// The badge, what it means, and a table of the figures that opens.
#[component]
pub fn Standing(
    /// What was read of it.
    standing: StandingQuery,
    /// The page on which it stands.
    path: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Some(StandingShop { suspended_since, standing }) = standing.shop else { return ().into_any() };
    let StandingFields { level, evaluated_at, window_months, inputs } = standing;
    let words = match level {
        ShopStandingLevel::Top => text!(lang, reputation.text_top),
        ShopStandingLevel::Standard => text!(lang, reputation.text_standard),
        ShopStandingLevel::Below => text!(lang, reputation.text_below),
    };
    let suspended = suspended_since.map(|since| {
        let since = date(since.timestamp(), locale);
        view! {
            <div class="notice notice-warning">
                <h2>{text!(lang, reputation.suspended_title)}</h2>
                <p>{text!(lang, reputation.suspended, date = since)}</p>
            </div>
        }
    });
    let rows = rows(lang, locale, &inputs).into_iter().map(|row| view! { <Row row /> }).collect_view();
    let (at, months) = (date_time(evaluated_at.timestamp(), locale), integer(window_months.into(), locale));
    view! {
        <section class="standing" data-of=path aria-label=text!(lang, reputation.title)>
            {suspended}
            <Badge level />
            <details>
                <summary>{text!(lang, reputation.title)}</summary>
                <p>{words}</p>
                <div class="ways-table" tabindex="0" role="region" aria-label=text!(lang, reputation.figures)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{text!(lang, reputation.criterion)}</th>
                                <th scope="col">{text!(lang, reputation.counted)}</th>
                                <th scope="col">{text!(lang, reputation.limits)}</th>
                                <th scope="col">{text!(lang, reputation.result)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="fine">
                    {text!(lang, reputation.evaluated, at = at, months = months)}
                    " "
                    <a href=paths::help_topic(locale, "verification")>{text!(lang, reputation.how)}</a>
                </p>
            </details>
        </section>
    }
    .sealed()
}

/// One line of the table.
struct Line {
    name: &'static str,
    /// What was counted, and how that stands; none of what is not known.
    found: Option<(String, ShopStandingLevel)>,
    limits: String,
}

#[component]
fn Row(row: Line) -> impl IntoView {
    let lang = use_language();
    let Line { name, found, limits } = row;
    let result = match found {
        None => text!(lang, reputation.result_unknown),
        Some((_, ShopStandingLevel::Top)) => text!(lang, reputation.result_top),
        Some((_, ShopStandingLevel::Standard)) => text!(lang, reputation.result_standard),
        Some((_, ShopStandingLevel::Below)) => text!(lang, reputation.result_below),
    };
    let counted = found.map_or_else(|| text!(lang, reputation.unknown).to_owned(), |(counted, _)| counted);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{counted}</td>
            <td>{limits}</td>
            <td>{result}</td>
        </tr>
    }
}

fn rows(lang: Language, locale: Locale, of: &InputFields) -> Vec<Line> {
    let counted = |share: Option<ShareFields>| {
        share.map(|ShareFields { count, total, rate, level }| {
            let (count, total) = (integer(count.into(), locale), integer(total.into(), locale));
            let rate = percent((rate * 1000.0).round() as i64, locale);
            (text!(lang, reputation.share, count = count, total = total, rate = rate), level)
        })
    };
    let faults = |limits: FaultLimits| {
        let FaultLimits { top_thousandths, top_count, below_thousandths, below_count } = limits;
        text!(
            lang,
            reputation.limits_faults,
            top = percent(top_thousandths.into(), locale),
            few = integer(top_count.into(), locale),
            below = percent(below_thousandths.into(), locale),
            many = integer(below_count.into(), locale)
        )
    };
    let merits = |thousandths: u32| text!(lang, reputation.limits_merits, top = percent(thousandths.into(), locale));
    let score = |score: f64| tenths((score * 10.0).round() as i64, locale);
    let rating = of.rating.map(|rating| {
        let (score, count) = (hundredths(rating.score, locale), integer(rating.reviews.into(), locale));
        (text!(lang, reputation.rated, score = score, count = count), rating.level)
    });
    let (orders, days) = (integer(of.orders.into(), locale), integer(of.history_days.into(), locale));
    let long = of.orders.unsigned_abs() >= HISTORY_ORDERS && of.history_days.unsigned_abs() >= HISTORY_DAYS;
    let history = if long { ShopStandingLevel::Top } else { ShopStandingLevel::Standard };
    vec![
        Line {
            name: text!(lang, reputation.late_shipments),
            found: counted(of.late_shipments),
            limits: faults(LATE_SHIPMENTS),
        },
        Line {
            name: text!(lang, reputation.valid_tracking),
            found: counted(of.valid_tracking),
            limits: merits(VALID_TRACKING_TOP),
        },
        Line {
            name: text!(lang, reputation.rating),
            found: rating,
            limits: text!(
                lang,
                reputation.limits_rating,
                top = score(RATING_TOP),
                below = score(RATING_STANDARD),
                count = integer(RATING_REVIEWS.into(), locale)
            ),
        },
        Line { name: text!(lang, reputation.defects), found: counted(of.defects), limits: faults(DEFECTS) },
        Line {
            name: text!(lang, reputation.unresolved_cases),
            found: counted(of.unresolved_cases),
            limits: faults(UNRESOLVED_CASES),
        },
        Line {
            name: text!(lang, reputation.first_replies),
            found: counted(of.first_replies),
            limits: merits(FIRST_REPLIES_TOP),
        },
        Line {
            name: text!(lang, reputation.history),
            found: Some((text!(lang, reputation.sold, orders = orders, days = days), history)),
            limits: text!(
                lang,
                reputation.limits_history,
                orders = integer(HISTORY_ORDERS.into(), locale),
                days = integer(HISTORY_DAYS.into(), locale)
            ),
        },
    ]
}

/// A rate in thousandths as a number of hundredths, with a decimal only where there is one.
fn percent(thousandths: i64, locale: Locale) -> String {
    if thousandths % 10 == 0 { integer(thousandths / 10, locale) } else { tenths(thousandths, locale) }
}

/// A score with two decimals: 4.80 is what it takes to be a top seller, and 4.79 is not.
fn hundredths(score: f64, locale: Locale) -> String {
    // Cut off and not rounded, so that what is shown is never better than what was measured.
    let hundredths = (score * 100.0 + 1e-6) as i64;
    format!("{}{}", tenths(hundredths / 10, locale), hundredths % 10)
}

#[cfg(test)]
mod tests {
    use super::{hundredths, percent};
    use shared::Locale;

    #[test]
    fn rates_have_a_decimal_where_there_is_one() {
        assert_eq!([5, 30, 128, 1000].map(|rate| percent(rate, Locale::Vi)), ["0,5", "3", "12,8", "100"]);
    }

    #[test]
    fn a_score_is_never_shown_better_than_it_is() {
        let shown = [4.8, 4.799_999, 4.0, 3.999].map(|score| hundredths(score, Locale::En));
        assert_eq!(shown, ["4.80", "4.79", "4.00", "3.99"]);
    }
}
