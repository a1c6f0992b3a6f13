//! Typed ids: a UUIDv7 inside, a TypeID text outside (`prod_01h455vb4pex5vsknk084sn02q`).
//!
//! The text follows the TypeID specification 0.3: a prefix, `_`, and the 128 bits in lower-case Crockford base32
//! with the highest bits first, always 26 characters.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an id of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix names another kind of thing.
    #[error("an id of this kind starts with `{expected}_`")]
    Prefix {
        /// The prefix that was wanted.
        expected: &'static str,
    },
    /// The 26 characters after the prefix are not a TypeID suffix.
    #[error("the id is damaged: copy it again from where it was given")]
    Suffix,
}

/// The 26 characters of a TypeID suffix.
#[must_use]
pub fn encode_suffix(uuid: Uuid) -> String {
    let bits = uuid.as_u128();
    (0..26).rev().map(|group| char::from(ALPHABET[usize::from(((bits >> (group * 5)) & 31) as u8)])).collect()
}

/// Reads a TypeID suffix back.
///
/// # Errors
/// [`IdError::Suffix`] for a wrong length, a foreign character, or a value over 128 bits.
pub fn decode_suffix(suffix: &str) -> Result<Uuid, IdError> {
    let bytes = suffix.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return Err(IdError::Suffix);
    }
    let mut bits: u128 = 0;
    for byte in bytes {
        let digit = ALPHABET.iter().position(|known| known == byte).ok_or(IdError::Suffix)?;
        bits = (bits << 5) | digit as u128;
    }
    Ok(Uuid::from_u128(bits))
}

/// Splits a TypeID text into its prefix and its UUID.
///
/// # Errors
/// [`IdError::Suffix`] when there is no `_` or the suffix is damaged.
pub fn parse_any(text: &str) -> Result<(&str, Uuid), IdError> {
    let (prefix, suffix) = text.rsplit_once('_').ok_or(IdError::Suffix)?;
    Ok((prefix, decode_suffix(suffix)?))
}

/// What all typed ids have in common.
pub trait TypedId: Copy + From<Uuid> + FromStr<Err = IdError> + fmt::Display {
    /// The text before the `_`.
    const PREFIX: &'static str;
    /// The UUID inside.
    fn uuid(self) -> Uuid;
}

macro_rules! typed_ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "server", derive(sea_orm::DeriveValueType))]
        pub struct $name(pub Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, encode_suffix(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                match parse_any(text)? {
                    ($prefix, uuid) => Ok(Self(uuid)),
                    _ => Err(IdError::Prefix { expected: $prefix }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "server")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

typed_ids! {
    /// An account.
    AccountId = "acct",
    /// A signed-in session.
    SessionId = "sess",
    /// A passkey of an account.
    PasskeyId = "pky",
    /// A shop.
    ShopId = "shop",
    /// A category.
    CategoryId = "cat",
    /// A product.
    ProductId = "prod",
    /// A variant of a product.
    VariantId = "var",
    /// A picture.
    ImageId = "img",
    /// A delivery option of a shop.
    DeliveryOptionId = "dlv",
    /// A cart.
    CartId = "cart",
    /// A line of a cart.
    CartLineId = "cline",
    /// A wishlist.
    WishlistId = "wish",
    /// A search that somebody keeps.
    SavedSearchId = "srch",
    /// An address of an address book.
    AddressId = "addr",
    /// An order.
    OrderId = "ord",
    /// What one shop delivers of an order.
    OrderPartId = "part",
    /// A line of an order.
    OrderLineId = "line",
    /// A payment.
    PaymentId = "pay",
    /// A shipment.
    ShipmentId = "ship",
    /// A report of a carrier.
    TrackingEventId = "track",
    /// A mail.
    MailId = "mail",
    /// A review of a product or of a shop.
    ReviewId = "rev",
    /// Something that a moderator decides about.
    CaseId = "case",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn follows_the_examples_of_the_specification() {
        let uuid = Uuid::from_u128(0x0188_9c89_df6b_7f1c_a388_9139_6ec3_14bc);
        assert_eq!(encode_suffix(uuid), "01h2e8kqvbfwea724h75qc655w");
        assert_eq!(encode_suffix(Uuid::nil()), "00000000000000000000000000");
        assert_eq!(encode_suffix(Uuid::max()), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn refuses_what_is_no_id() {
        for bad in [
            "",
            "prod",
            "prod_",
            "prod_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "prod_01h2e8kqvbfwea724h75qc655",
            "prod_01H2E8KQVBFWEA724H75QC655W",
            "prod_01h2e8kqvbfwea724h75qc65éw",
        ] {
            assert_eq!(bad.parse::<ProductId>(), Err(IdError::Suffix), "{bad}");
        }
        assert_eq!("shop_01h2e8kqvbfwea724h75qc655w".parse::<ProductId>(), Err(IdError::Prefix { expected: "prod" }));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(bits: u128) {
            let id = OrderId(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<OrderId>(), Ok(id));
        }
    }
}
