//! Relay connections with keyset cursors.
//!
//! A cursor holds the sort key of its row and the row's id, so a page costs the same wherever it is and rows that
//! come in between shift nothing. To clients it is opaque.

use crate::graphql::error::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most rows on a page.
pub const MAX_PAGE: usize = 100;
/// Rows on a page that is not told how many.
pub const DEFAULT_PAGE: usize = 20;
/// Up to here `totalCount` is exact.
pub const MAX_COUNT: u64 = 10_000;

/// Which page is wanted, checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page<C> {
    /// Rows at most.
    pub size: usize,
    /// Rows after (or, going back, before) this one.
    pub cursor: Option<C>,
    /// Whether the page is counted from the end (`last`, `before`).
    pub backwards: bool,
}

impl<C: DeserializeOwned> Page<C> {
    /// Reads the four arguments of a connection.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for sizes out of range, both directions at once, or a damaged cursor.
    pub fn parse(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self, Fault> {
        let backwards = last.is_some() || (before.is_some() && first.is_none());
        if backwards && (first.is_some() || after.is_some()) {
            return Err(Fault::BadUserInput("use either first and after, or last and before".to_owned()));
        }
        if !backwards && before.is_some() {
            return Err(Fault::BadUserInput("before goes with last".to_owned()));
        }
        let (name, size) = if backwards { ("last", last) } else { ("first", first) };
        let size = match size {
            None => DEFAULT_PAGE,
            Some(size) => usize::try_from(size)
                .ok()
                .filter(|size| *size <= MAX_PAGE)
                .ok_or_else(|| Fault::BadUserInput(format!("{name} must be 0 to {MAX_PAGE}")))?,
        };
        let cursor = if backwards { before } else { after };
        Ok(Self { size, cursor: cursor.map(decode_cursor).transpose()?, backwards })
    }
}

impl<C> Page<C> {
    /// How many rows to read: one more than the page has, to know whether it is the last.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.size as u64 + 1
    }

    /// Puts the rows that were read (in the direction of reading, [`Page::limit`] of them) into a page.
    #[must_use]
    pub fn cut<T>(&self, mut rows: Vec<T>) -> Cut<T> {
        let more = rows.len() > self.size;
        rows.truncate(self.size);
        if self.backwards {
            rows.reverse();
        }
        let resumed = self.cursor.is_some();
        let (has_previous_page, has_next_page) = if self.backwards { (more, resumed) } else { (resumed, more) };
        Cut { rows, has_previous_page, has_next_page }
    }
}

/// The rows of a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut<T> {
    /// In the order of the list.
    pub rows: Vec<T>,
    /// Whether rows stand before it.
    pub has_previous_page: bool,
    /// Whether rows stand after it.
    pub has_next_page: bool,
}

/// A cursor as clients see it: JSON in hex.
#[must_use]
pub fn encode_cursor<C: Serialize>(cursor: &C) -> String {
    serde_json::to_vec(cursor).map(hex::encode).unwrap_or_default()
}

/// Reads a cursor back.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn decode_cursor<C: DeserializeOwned>(text: &str) -> Result<C, Fault> {
    hex::decode(text)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| Fault::BadUserInput("the cursor is damaged: take it from pageInfo or an edge".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(first: Option<i32>, last: Option<i32>) -> Result<Page<i64>, String> {
        Page::parse(first, None, last, None).map_err(|fault| fault.to_string())
    }

    #[test]
    fn checks_the_arguments() {
        assert_eq!(page(None, None).map(|page| page.size), Ok(DEFAULT_PAGE));
        assert_eq!(page(Some(-1), None), Err("first must be 0 to 100".into()));
        assert_eq!(page(Some(1), Some(1)), Err("use either first and after, or last and before".into()));
        assert!(Page::<i64>::parse(None, Some("zz"), None, None).is_err());
    }

    #[test]
    fn knows_whether_there_is_more() {
        let forwards = page(Some(2), None).expect("good arguments");
        assert_eq!(
            forwards.cut(vec![1, 2, 3]),
            Cut { rows: vec![1, 2], has_previous_page: false, has_next_page: true }
        );
        let backwards = page(None, Some(2)).expect("good arguments");
        assert_eq!(
            backwards.cut(vec![9, 8, 7]),
            Cut { rows: vec![8, 9], has_previous_page: true, has_next_page: false }
        );
    }
}
