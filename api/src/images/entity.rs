//! Rows of `images` and `image_uploads`.

use serde::{Deserialize, Serialize};

/// The widths in which a picture is kept, in pixels, narrowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(transparent)]
pub struct Widths(pub Vec<i32>);

/// Pictures that are stored.
pub mod stored {
    use super::Widths;
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    /// One picture in all its widths.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "images")]
    pub struct Model {
        /// A hash of its files: the same picture is stored once.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// Pixels of the widest.
        pub width: i32,
        /// Pixels of the widest.
        pub height: i32,
        /// In which widths it lies here.
        pub widths: Widths,
        /// Its mean colour, `#rrggbb`; `None` when one can see through it.
        pub color: Option<String>,
        /// All its files together.
        pub bytes: i64,
        /// Whether something showed it once: then it stays, since orders remember pictures.
        pub kept: bool,
        /// When it last came in.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Pictures that somebody sent and nothing shows yet.
pub mod upload {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{AccountId, ImageId};

    /// One upload. Whatever shows it first takes the row away, and its id over.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "image_uploads")]
    pub struct Model {
        /// The picture.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ImageId,
        /// Who sent it.
        pub account_id: AccountId,
        /// What is stored of it.
        pub name: String,
        /// When it came.
        pub created_at: Timestamp,
    }

    /// No relations.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
