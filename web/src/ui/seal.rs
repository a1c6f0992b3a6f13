//! Views whose type is hidden, made small.

use leptos::prelude::*;

/// Hides a view's type: the storefront's way to end a component.
///
/// Both ways are the same as `into_any`, at less cost in the browser: an `AnyView` carries code for hydrating its view in
/// steps, which only lazy routes call, and carries it once for each type. Attributes spread onto it from outside have no
/// effect. A view that is nothing at all (`()`) cannot be hidden.
pub trait Seal {
    /// A view that is changed in place when it is made anew: what has the focus keeps it.
    fn sealed(self) -> AnyView;

    /// A view that is replaced when it is made anew. It does without all code for changing views in place: right for what
    /// is shown once, and for what holds neither focus nor choices of its own.
    fn fixed(self) -> AnyView;
}

#[cfg(not(feature = "hydrate"))]
impl<V: IntoAny> Seal for V {
    fn sealed(self) -> AnyView {
        self.into_any()
    }

    fn fixed(self) -> AnyView {
        self.into_any()
    }
}

#[cfg(feature = "hydrate")]
impl<V: RenderHtml + 'static> Seal for V {
    fn sealed(self) -> AnyView {
        sealed::Sealed(Box::new(sealed::Patched(self))).into_any()
    }

    fn fixed(self) -> AnyView {
        sealed::Sealed(Box::new(sealed::Fixed(self))).into_any()
    }
}

#[cfg(feature = "hydrate")]
mod sealed {
    use leptos::{
        attr::{Attribute, any_attribute::AnyAttribute},
        prelude::*,
        tachys::{
            hydration::Cursor,
            renderer::types::{Element, Node},
            view::{Mountable, Position, PositionState},
        },
    };
    use std::any::{Any, TypeId};

    /// One type for every hidden view, so that the glue between it and the rest is compiled once.
    pub(super) struct Sealed(pub(super) Box<dyn Hidden>);

    /// What can be done with a view of which nobody knows the type.
    pub(super) trait Hidden: Send {
        fn build(self: Box<Self>) -> Place;
        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Place;
        fn rebuild(self: Box<Self>, place: &mut Place);
    }

    /// A view changed in place.
    pub(super) struct Patched<V>(pub(super) V);

    /// A view replaced as a whole.
    pub(super) struct Fixed<V>(pub(super) V);

    /// What stands in the document, and of which type the view was.
    pub(super) struct Place {
        kind: TypeId,
        shown: Box<dyn Shown>,
    }

    pub(super) trait Shown: Mountable {
        fn as_any(&mut self) -> &mut dyn Any;
    }

    impl<S: Mountable + 'static> Shown for S {
        fn as_any(&mut self) -> &mut dyn Any {
            self
        }
    }

    impl Place {
        fn of<V: 'static>(state: impl Mountable + 'static) -> Self {
            Self { kind: TypeId::of::<V>(), shown: Box::new(state) }
        }

        fn replace(&mut self, mut new: Self) {
            self.shown.insert_before_this(&mut new);
            self.shown.unmount();
            *self = new;
        }
    }

    impl Mountable for Place {
        fn unmount(&mut self) {
            self.shown.unmount();
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            self.shown.mount(parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            self.shown.insert_before_this(child)
        }

        fn elements(&self) -> Vec<Element> {
            self.shown.elements()
        }
    }

    impl<V: RenderHtml + 'static> Hidden for Patched<V> {
        fn build(self: Box<Self>) -> Place {
            Place::of::<Self>(self.0.build())
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Place {
            const { assert!(V::EXISTS) };
            Place::of::<Self>(self.0.hydrate::<true>(cursor, position))
        }

        fn rebuild(self: Box<Self>, place: &mut Place) {
            if place.kind == TypeId::of::<Self>()
                && let Some(state) = place.shown.as_mut().as_any().downcast_mut()
            {
                self.0.rebuild(state);
            } else {
                place.replace(self.build());
            }
        }
    }

    impl<V: RenderHtml + 'static> Hidden for Fixed<V> {
        fn build(self: Box<Self>) -> Place {
            Place::of::<Self>(self.0.build())
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Place {
            const { assert!(V::EXISTS) };
            Place::of::<Self>(self.0.hydrate::<true>(cursor, position))
        }

        fn rebuild(self: Box<Self>, place: &mut Place) {
            place.replace(self.build());
        }
    }

    impl Render for Sealed {
        type State = Place;

        fn build(self) -> Place {
            self.0.build()
        }

        fn rebuild(self, place: &mut Place) {
            self.0.rebuild(place);
        }
    }

    impl AddAnyAttr for Sealed {
        type Output<NewAttr: Attribute> = Self;

        fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
            self
        }
    }

    impl RenderHtml for Sealed {
        type AsyncOutput = Self;
        type Owned = Self;

        const MIN_LENGTH: usize = 0;

        // Nothing is written in the browser: these three are never called there.
        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Self {
            self
        }

        fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Place {
            self.0.hydrate(cursor, position)
        }

        async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> Place {
            self.0.hydrate(cursor, position)
        }

        fn into_owned(self) -> Self {
            self
        }
    }
}
