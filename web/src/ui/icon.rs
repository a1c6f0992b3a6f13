//! Signs: line drawings of 24 × 24, 1.6 strokes, in the colour of the text.

use leptos::prelude::*;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A magnifying glass.
    Search,
    /// A basket.
    Cart,
    /// A person.
    Account,
    /// Three lines.
    Menu,
    /// A cross.
    Close,
    /// A parcel.
    Parcel,
    /// An arrow that returns.
    Return,
    /// A house front with an awning.
    Shop,
    /// A tick.
    Tick,
    /// A heart.
    Heart,
}

impl Sign {
    const fn path(self) -> &'static str {
        match self {
            Self::Search => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M15.3 15.3 20.5 20.5",
            Self::Cart => "M3.5 9.5h17l-1.8 10.5H5.3zM8 9.5 11 3.5M16 9.5 13 3.5M9.5 13v3.5M14.5 13v3.5",
            Self::Account => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
            Self::Menu => "M4 7h16M4 12h16M4 17h10",
            Self::Close => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Self::Parcel => "M4 8 12 4l8 4v8.5L12 20.5 4 16.5zM4 8l8 4 8-4M12 12v8.5M8 6l8 4",
            Self::Return => "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9",
            Self::Shop => {
                "M4 10v10h16V10M3 9.5 5 4h14l2 5.5c0 1.7-3 1.7-4.5 0-1.5 1.7-3 1.7-4.5 0-1.5 1.7-3 1.7-4.5 0-1.5 1.7-4.5 1.7-4.5 0M10 20v-5h4v5"
            }
            Self::Tick => "M4.5 12.5 10 18 19.5 6.5",
            Self::Heart => {
                "M12 20C5.5 15.5 3.5 12 3.5 8.9A4.4 4.4 0 0 1 12 7.3a4.4 4.4 0 0 1 8.5 1.6C20.5 12 18.5 15.5 12 20z"
            }
        }
    }
}

/// A sign beside a word; hidden from assistive technology, so the word must stand there too.
#[component]
pub fn Icon(
    /// Which one.
    sign: Sign,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d=sign.path() />
        </svg>
    }
}
