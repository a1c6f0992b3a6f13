//! The columns of a file, found by its header.

use csv::StringRecord;

/// A column of a file, or its absence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its name in messages.
    pub name: &'static str,
    index: Option<usize>,
}

impl Column {
    /// Finds a column by one of its names, whatever their case; the first name is the one for messages.
    pub(super) fn find(header: &StringRecord, names: &'static [&'static str]) -> Self {
        let index =
            names.iter().find_map(|name| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name)));
        Self { name: names.first().copied().unwrap_or_default(), index }
    }

    /// Whether the file has it.
    pub(super) fn is_there(self) -> bool {
        self.index.is_some()
    }

    /// Its value in a row, trimmed; empty where the file or the row lacks it.
    pub(super) fn of(self, record: &StringRecord) -> &str {
        self.index.and_then(|index| record.get(index)).map_or("", str::trim)
    }
}

/// Defines the columns of one kind of file: `field = "Name" | "Other name"`; those after `needed` must be there.
macro_rules! columns {
    ($(#[$meta:meta])* $name:ident { needed: $($need:ident = $need_name:literal $(| $need_other:literal)*),+ ;
      optional: $($opt:ident = $opt_name:literal $(| $opt_other:literal)*),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub(super) struct $name {
            $(pub $need: $crate::import::columns::Column,)+
            $(pub $opt: $crate::import::columns::Column,)+
        }

        impl $name {
            /// Finds the columns; the names of needed ones that are missing otherwise.
            pub(super) fn find(header: &csv::StringRecord) -> Result<Self, Vec<&'static str>> {
                let columns = Self {
                    $($need: $crate::import::columns::Column::find(header, &[$need_name $(, $need_other)*]),)+
                    $($opt: $crate::import::columns::Column::find(header, &[$opt_name $(, $opt_other)*]),)+
                };
                let needed = [$(columns.$need),+];
                let missing: Vec<_> =
                    needed.iter().filter(|column| !column.is_there()).map(|column| column.name).collect();
                if missing.is_empty() { Ok(columns) } else { Err(missing) }
            }

            /// Every column that an import reads: what a digest covers.
            pub(super) fn all(&self) -> Vec<$crate::import::columns::Column> {
                vec![$(self.$need,)+ $(self.$opt,)+]
            }
        }
    };
}

pub(super) use columns;

#[cfg(test)]
mod tests {
    use super::*;

    columns! {
        /// Two columns.
        Two { needed: handle = "Handle" | "URL handle"; optional: title = "Title" }
    }

    #[test]
    fn finds_columns_by_any_of_their_names() {
        let two = Two::find(&StringRecord::from(vec!["Colour", " url HANDLE "])).expect("the handle is there");
        let row = StringRecord::from(vec!["red", " bowl "]);
        assert_eq!((two.handle.of(&row), two.title.of(&row), two.all().len()), ("bowl", "", 2));
        assert_eq!(Two::find(&StringRecord::from(vec!["Title"])).err(), Some(vec!["Handle"]));
    }
}
