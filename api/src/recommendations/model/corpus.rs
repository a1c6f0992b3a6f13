//! What the model learns from.

/// What somebody did with an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interaction {
    /// Who, as an index below [`Corpus::people`].
    pub person: u32,
    /// With what, as an index below [`Corpus::items`].
    pub item: u32,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The same number means at once; weak signals have one of their own each.
    pub basket: u32,
    /// 1.0 is a purchase; weaker signals are less.
    pub strength: f32,
}

/// Everything the model learns from.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// How many people there are.
    pub people: usize,
    /// How many items there are.
    pub items: usize,
    /// In the order of their time.
    pub interactions: Vec<Interaction>,
}
