//! Slugs: the readable part of a page's address.

use serde::{Deserialize, Serialize};

/// Lower-case ASCII letters, digits and single hyphens, 1 to 120 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A text that is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slug has 1 to {} lower-case letters, digits and single hyphens", Slug::MAX)]
pub struct SlugError;

impl Slug {
    /// The longest slug, in characters.
    pub const MAX: usize = 120;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A slug made of a title: Latin letters lose their diacritics, Armenian letters are transliterated, everything
    /// else becomes a hyphen. `None` when nothing is left.
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for char in title.chars().flat_map(char::to_lowercase) {
            match fold(char) {
                Some(text) => slug.push_str(text),
                None if char.is_ascii_alphanumeric() => slug.push(char),
                // Apostrophes and combining marks join what they stand in.
                None if matches!(char, '\'' | '’' | '\u{300}'..='\u{36f}') => {}
                None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                None => {}
            }
        }
        slug.truncate(Self::MAX);
        let slug = slug.trim_matches('-');
        (!slug.is_empty()).then(|| Self(slug.to_owned()))
    }

    /// This slug with a number behind it, for when the plain one is taken.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let suffix = format!("-{number}");
        let kept = self.0[..self.0.len().min(Self::MAX - suffix.len())].trim_end_matches('-');
        Self(format!("{kept}{suffix}"))
    }
}

/// The ASCII letters that stand for a letter with diacritics or an Armenian letter (ISO 9985 without its marks).
#[must_use]
pub fn fold(char: char) -> Option<&'static str> {
    Some(match char {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' | 'ä'
        | 'å' | 'ā' => "a",
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' | 'ë' | 'ē' => "e",
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' | 'î' | 'ï' => "i",
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' | 'ö'
        | 'ø' => "o",
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' | 'û' | 'ü' => "u",
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => "y",
        'đ' => "d",
        'ç' => "c",
        'ñ' => "n",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ա' => "a",
        'բ' => "b",
        'գ' => "g",
        'դ' => "d",
        'ե' | 'է' | 'ը' => "e",
        'զ' => "z",
        'թ' | 'տ' => "t",
        'ժ' => "zh",
        'ի' => "i",
        'լ' => "l",
        'խ' => "kh",
        'ծ' | 'ց' => "ts",
        'կ' | 'ք' => "k",
        'հ' => "h",
        'ձ' => "dz",
        'ղ' => "gh",
        'ճ' | 'չ' => "ch",
        'մ' => "m",
        'յ' => "y",
        'ն' => "n",
        'շ' => "sh",
        'ո' | 'օ' => "o",
        'պ' | 'փ' => "p",
        'ջ' => "j",
        'ռ' | 'ր' => "r",
        'ս' => "s",
        'վ' | 'ւ' => "v",
        'և' => "ev",
        'ֆ' => "f",
        _ => return None,
    })
}

impl TryFrom<&str> for Slug {
    type Error = SlugError;
    fn try_from(text: &str) -> Result<Self, SlugError> {
        let ok = (1..=Self::MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if ok { Ok(Self(text.to_owned())) } else { Err(SlugError) }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;
    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::try_from(text.as_str())
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_slugs_of_titles_in_three_scripts() {
        let of = |title| Slug::from_title(title).map(String::from);
        assert_eq!(of("Women's Clothing Co."), Some("womens-clothing-co".into()));
        assert_eq!(of("Điện thoại cũ"), Some("dien-thoai-cu".into()));
        assert_eq!(of("Ծիրանի չիր"), Some("tsirani-chir".into()));
        assert_eq!(of("…"), None);
    }

    #[test]
    fn refuses_what_is_no_slug() {
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "é"] {
            assert_eq!(Slug::try_from(bad), Err(SlugError), "{bad}");
        }
    }
}
