//! Enums that are stored and sent as snake_case text.

/// Defines a fieldless enum with one text per variant: `as_str`, `FromStr`, `Display`, `ALL`, serde, and with the
/// feature `server` a sea-orm text column. An unknown text in a column is a read error, never a default.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of its definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and sent text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::text_enum::UnknownText;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::text_enum::UnknownText { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }

        $crate::text_column!($name);
    };
}

/// Makes a type with `as_str` and `FromStr` a sea-orm text column; nothing without the feature `server`.
#[cfg(feature = "server")]
#[macro_export]
macro_rules! text_column {
    ($name:ident) => {
        impl From<$name> for ::sea_orm::Value {
            fn from(value: $name) -> Self {
                ::sea_orm::Value::String(Some(value.as_str().to_owned()))
            }
        }

        impl ::sea_orm::TryGetable for $name {
            fn try_get_by<I: ::sea_orm::ColIdx>(
                row: &::sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, ::sea_orm::TryGetError> {
                let text = <String as ::sea_orm::TryGetable>::try_get_by(row, index)?;
                text.parse().map_err(|error| ::sea_orm::TryGetError::DbErr(::sea_orm::DbErr::Type(format!("{error}"))))
            }
        }

        impl ::sea_orm::sea_query::ValueType for $name {
            fn try_from(value: ::sea_orm::Value) -> Result<Self, ::sea_orm::sea_query::ValueTypeErr> {
                <String as ::sea_orm::sea_query::ValueType>::try_from(value)?
                    .parse()
                    .map_err(|_| ::sea_orm::sea_query::ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ::sea_orm::sea_query::ArrayType {
                ::sea_orm::sea_query::ArrayType::String
            }
            fn column_type() -> ::sea_orm::sea_query::ColumnType {
                ::sea_orm::sea_query::ColumnType::Text
            }
        }

        impl ::sea_orm::sea_query::Nullable for $name {
            fn null() -> ::sea_orm::Value {
                ::sea_orm::Value::String(None)
            }
        }

        // An enum may be part of a composite primary key, which no database counts up.
        impl ::sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, ::sea_orm::DbErr> {
                Err(::sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl ::sea_orm::IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> ::sea_orm::ActiveValue<$name> {
                ::sea_orm::ActiveValue::Set(self)
            }
        }
    };
}

/// Nothing: without the feature `server` there are no columns.
#[cfg(not(feature = "server"))]
#[macro_export]
macro_rules! text_column {
    ($name:ident) => {};
}

/// A text that names no value of the enum it was read as.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {kind}")]
pub struct UnknownText {
    /// The enum's name.
    pub kind: &'static str,
    /// The text that was read.
    pub text: String,
}
