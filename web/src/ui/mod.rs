//! The design system's components: small, without data of their own. Their styles stand in `style/components`.

mod breadcrumbs;
mod failure;
mod field;
mod form;
mod head;
mod icon;
mod json_ld;
mod picture;
#[cfg(feature = "hydrate")]
mod place;
mod seal;
mod skeleton;
mod text_area;

pub use breadcrumbs::{Breadcrumbs, BreadcrumbsProps, Crumb};
pub use failure::{LoadFailure, LoadFailureProps};
pub use field::{Field, FieldProps, Trouble, follow_value};
pub use form::{fields_around, fields_in, fields_of, focus_soon, submit_as_query, submit_form_of, submit_to};
pub use head::{Head, HeadProps};
pub use icon::{Icon, IconProps, Sign};
pub use json_ld::{JsonLd, JsonLdProps};
pub use picture::{Picture, PictureProps};
#[cfg(feature = "hydrate")]
pub(crate) use place::unfilled;
pub use seal::Seal;
pub use skeleton::{Skeleton, SkeletonProps};
pub use text_area::{TextArea, TextAreaProps, wrong_with};
