//! The names of currencies.

use shared::{Currency, Locale};

/// The name of a currency in a language.
pub(super) const fn name(currency: Currency, locale: Locale) -> &'static str {
    let [en, vi, hy] = match currency {
        Currency::Gbp => ["Pound sterling", "Bảng Anh", "Բրիտանական ֆունտ"],
        Currency::Eur => ["Euro", "Euro", "Եվրո"],
        Currency::Usd => ["US dollar", "Đô la Mỹ", "ԱՄՆ դոլար"],
        Currency::Vnd => ["Vietnamese đồng", "Đồng Việt Nam", "Վիետնամական դոնգ"],
        Currency::Amd => ["Armenian dram", "Dram Armenia", "Հայկական դրամ"],
        Currency::Aud => ["Australian dollar", "Đô la Úc", "Ավստրալիական դոլար"],
        Currency::Cad => ["Canadian dollar", "Đô la Canada", "Կանադական դոլար"],
        Currency::Chf => ["Swiss franc", "Franc Thụy Sĩ", "Շվեյցարական ֆրանկ"],
        Currency::Gel => ["Georgian lari", "Lari Gruzia", "Վրացական լարի"],
        Currency::Jpy => ["Japanese yen", "Yên Nhật", "Ճապոնական իեն"],
        Currency::Rub => ["Russian rouble", "Rúp Nga", "Ռուսական ռուբլի"],
        Currency::Sgd => ["Singapore dollar", "Đô la Singapore", "Սինգապուրի դոլար"],
    };
    match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    }
}
