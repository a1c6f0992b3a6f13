//! Views whose type is hidden, made small.

use leptos::prelude::*;

/// Hides a view's type: the storefront's way to end a component.
pub trait Seal {
    /// The same as `into_any`, at less cost in the browser.
    ///
    /// An `AnyView` carries code for hydrating its view in steps, which only lazy routes call; it made up a sixth of the
    /// module. A sealed view hydrates at once instead. Attributes spread onto it from outside have no effect.
    fn sealed(self) -> AnyView;
}

#[cfg(not(feature = "hydrate"))]
impl<V: IntoAny> Seal for V {
    fn sealed(self) -> AnyView {
        self.into_any()
    }
}

#[cfg(feature = "hydrate")]
impl<V: RenderHtml + 'static> Seal for V {
    fn sealed(self) -> AnyView {
        sealed::Sealed(self).into_any()
    }
}

#[cfg(feature = "hydrate")]
mod sealed {
    use leptos::{
        attr::{Attribute, any_attribute::AnyAttribute},
        prelude::*,
        tachys::{
            hydration::Cursor,
            view::{Position, PositionState},
        },
    };

    /// Delegates everything but hydration in steps, which falls back to hydration at once.
    pub(super) struct Sealed<V>(pub(super) V);

    impl<V: Render> Render for Sealed<V> {
        type State = V::State;

        fn build(self) -> Self::State {
            self.0.build()
        }

        fn rebuild(self, state: &mut Self::State) {
            self.0.rebuild(state);
        }
    }

    impl<V: RenderHtml + 'static> AddAnyAttr for Sealed<V> {
        type Output<NewAttr: Attribute> = Self;

        fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr> {
            self
        }
    }

    impl<V: RenderHtml + 'static> RenderHtml for Sealed<V> {
        type AsyncOutput = V::AsyncOutput;
        type Owned = Self;

        const MIN_LENGTH: usize = V::MIN_LENGTH;
        const EXISTS: bool = V::EXISTS;

        fn dry_resolve(&mut self) {
            self.0.dry_resolve();
        }

        async fn resolve(self) -> Self::AsyncOutput {
            self.0.resolve().await
        }

        fn to_html_with_buf(
            self,
            buf: &mut String,
            position: &mut Position,
            escape: bool,
            mark_branches: bool,
            extra_attrs: Vec<AnyAttribute>,
        ) {
            self.0.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
        }

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
            self.0.hydrate::<FROM_SERVER>(cursor, position)
        }

        fn into_owned(self) -> Self {
            self
        }
    }
}
