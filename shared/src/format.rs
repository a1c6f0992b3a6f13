//! Numbers, money and dates as each language writes them, the same on the server and in the browser.
//!
//! The patterns and names are CLDR's (release 48) for `en-GB`, `vi` and `hy`; an e2e test compares them with the
//! browser's `Intl`. Times are shown in UTC until the shopper's zone is known.

use crate::{Currency, Locale, Money, Timestamp};

/// Space that does not break.
const NBSP: char = '\u{a0}';

/// A whole number with group separators.
#[must_use]
pub fn integer(number: i64, locale: Locale) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string(), locale))
}

/// A number with one decimal, given in tenths: a rating of 48 is `4.8`.
#[must_use]
pub fn tenths(tenths: i64, locale: Locale) -> String {
    format!("{}{}{}", integer(tenths / 10, locale), decimal_separator(locale), tenths % 10)
}

/// A number with two decimals, given in hundredths: a mean of 483 is `4.83`.
#[must_use]
pub fn hundredths(hundredths: i64, locale: Locale) -> String {
    format!("{}{}{:02}", integer(hundredths / 100, locale), decimal_separator(locale), hundredths % 100)
}

/// An amount with its currency sign. Whole amounts keep their decimals, except in currencies that people write
/// without them (VND, AMD).
#[must_use]
pub fn money(money: Money, locale: Locale) -> String {
    let amount = money.amount();
    let amount = amount.strip_prefix('-').unwrap_or(&amount);
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let mut number = grouped(whole, locale);
    let written_whole = money.currency == Currency::Amd && fraction.bytes().all(|byte| byte == b'0');
    if !fraction.is_empty() && !written_whole {
        number.push(decimal_separator(locale));
        number.push_str(fraction);
    }
    let sign = if money.minor < 0 { "-" } else { "" };
    let symbol = symbol(money.currency, locale);
    match locale {
        // CLDR sets a no-break space only between a letter code and the number.
        Locale::En if symbol.bytes().all(|byte| byte.is_ascii_uppercase()) => format!("{sign}{symbol}{NBSP}{number}"),
        Locale::En => format!("{sign}{symbol}{number}"),
        Locale::Vi | Locale::Hy => format!("{sign}{number}{NBSP}{symbol}"),
    }
}

/// A date such as `22 November 2026`, `22 tháng 11, 2026` or `22 նոյեմբերի, 2026 թ.`
#[must_use]
pub fn date(moment: Timestamp, locale: Locale) -> String {
    let civil = moment.civil();
    let (day, year) = (civil.day, civil.year);
    match locale {
        Locale::En => format!("{day} {} {year}", month(civil.month, locale)),
        Locale::Vi => format!("{day} tháng {}, {year}", civil.month),
        Locale::Hy => format!("{day} {}, {year}{NBSP}թ.", month(civil.month, locale)),
    }
}

/// A date without its year, with the weekday first (CLDR sets it last in Armenian, where it would end a sentence's
/// range of days): `Mon 23 Nov`, `Thứ 2, 23/11`, `երկ, 23 նոյ`.
#[must_use]
pub fn weekday_date(moment: Timestamp, locale: Locale) -> String {
    let civil = moment.civil();
    let weekday = weekday(civil.weekday, locale);
    match locale {
        Locale::En => format!("{weekday} {} {}", civil.day, short_month(civil.month, locale)),
        Locale::Vi => format!("{weekday}, {}/{}", civil.day, civil.month),
        Locale::Hy => format!("{weekday}, {} {}", civil.day, short_month(civil.month, locale)),
    }
}

/// A date and time of day, UTC: `22 November 2026, 09:30`.
///
/// The date comes first in every language, unlike CLDR's `23 November 2026 at 09:05` and `lúc 09:05 23 tháng 11, 2026`:
/// it stands in sentences that say "on" or "by" themselves.
#[must_use]
pub fn date_time(moment: Timestamp, locale: Locale) -> String {
    let civil = moment.civil();
    format!("{}, {:02}:{:02}", date(moment, locale), civil.hour, civil.minute)
}

fn decimal_separator(locale: Locale) -> char {
    match locale {
        Locale::En => '.',
        Locale::Vi | Locale::Hy => ',',
    }
}

fn grouped(digits: &str, locale: Locale) -> String {
    let separator = match locale {
        Locale::En => ',',
        Locale::Vi => '.',
        Locale::Hy => NBSP,
    };
    // Armenian writes four digits together: 1234, but 12 345.
    if locale == Locale::Hy && digits.len() == 4 {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn symbol(currency: Currency, locale: Locale) -> &'static str {
    match (currency, locale) {
        (Currency::Gbp, _) => "£",
        (Currency::Eur, _) => "€",
        (Currency::Usd, Locale::En | Locale::Vi) => "US$",
        (Currency::Usd, Locale::Hy) => "$",
        (Currency::Vnd, _) => "₫",
        (Currency::Amd, Locale::Hy) => "֏",
        (Currency::Jpy, Locale::En | Locale::Hy) => "JP¥",
        (Currency::Jpy, Locale::Vi) => "¥",
        (Currency::Aud, Locale::Vi) => "AU$",
        (Currency::Aud, _) => "A$",
        (Currency::Cad, _) => "CA$",
        (other, _) => other.as_str(),
    }
}

fn month(month: u32, locale: Locale) -> &'static str {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const HY: [&str; 12] = [
        "հունվարի",
        "փետրվարի",
        "մարտի",
        "ապրիլի",
        "մայիսի",
        "հունիսի",
        "հուլիսի",
        "օգոստոսի",
        "սեպտեմբերի",
        "հոկտեմբերի",
        "նոյեմբերի",
        "դեկտեմբերի",
    ];
    let names = if locale == Locale::Hy { HY } else { EN };
    names[(month as usize - 1) % 12]
}

fn short_month(month: u32, locale: Locale) -> &'static str {
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
    const HY: [&str; 12] = ["հնվ", "փտվ", "մրտ", "ապր", "մյս", "հնս", "հլս", "օգս", "սեպ", "հոկ", "նոյ", "դեկ"];
    let names = if locale == Locale::Hy { HY } else { EN };
    names[(month as usize - 1) % 12]
}

fn weekday(weekday: u32, locale: Locale) -> &'static str {
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const VI: [&str; 7] = ["Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN"];
    const HY: [&str; 7] = ["երկ", "երք", "չրք", "հնգ", "ուր", "շբթ", "կիր"];
    let names = match locale {
        Locale::En => EN,
        Locale::Vi => VI,
        Locale::Hy => HY,
    };
    names[weekday as usize % 7]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_money_as_each_language_does() {
        let pounds = Money::new(123_450, Currency::Gbp);
        assert_eq!(money(pounds, Locale::En), "£1,234.50");
        assert_eq!(money(pounds, Locale::Vi), "1.234,50\u{a0}£");
        assert_eq!(money(pounds, Locale::Hy), "1234,50\u{a0}£");
        assert_eq!(money(Money::new(90_000, Currency::Vnd), Locale::Vi), "90.000\u{a0}₫");
        assert_eq!(money(Money::new(4_500_000, Currency::Amd), Locale::Hy), "45\u{a0}000\u{a0}֏");
        assert_eq!(money(Money::new(-500, Currency::Gbp), Locale::En), "-£5.00");
        assert_eq!(money(Money::new(123_450, Currency::Usd), Locale::En), "US$1,234.50");
        assert_eq!(money(Money::new(123_400, Currency::Amd), Locale::En), "AMD\u{a0}1,234");
        assert_eq!(money(Money::new(1_235, Currency::Jpy), Locale::En), "JP¥1,235");
        assert_eq!(money(Money::new(123_450, Currency::Rub), Locale::Vi), "1.234,50\u{a0}RUB");
    }

    #[test]
    fn writes_dates_as_each_language_does() {
        let moment = Timestamp::from_civil(2026, 11, 23, 9, 5, 0);
        assert_eq!(date(moment, Locale::En), "23 November 2026");
        assert_eq!(date(moment, Locale::Vi), "23 tháng 11, 2026");
        assert_eq!(weekday_date(moment, Locale::Vi), "Thứ 2, 23/11");
        assert_eq!(weekday_date(moment, Locale::Hy), "երկ, 23 նոյ");
        assert_eq!(date_time(moment, Locale::En), "23 November 2026, 09:05");
    }
}
