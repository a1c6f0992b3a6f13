//! A part of a page that waits for its data.

use super::{Answer, Query, decode};
use crate::{
    page::{Outcome, report},
    ui::{LoadFailure, Seal},
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::{future::Future, pin::Pin, sync::Arc};

type Render = Arc<dyn Fn(Answer) -> AnyView + Send + Sync>;

/// A view that is made once its data is there.
pub(crate) type LateView = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows `skeleton` until the query's data has come, then what `view` makes of it; a failure is shown with a way to
/// try again. While newer data is on its way the old view stays.
#[component]
pub fn Loaded<Q, F>(
    /// The data to wait for.
    query: Query<Q>,
    /// What stands in its place meanwhile; it should have the size of the real thing.
    #[prop(optional, into)]
    skeleton: ViewFnOnce,
    /// Makes the view of the data.
    view: F,
) -> impl IntoView
where
    Q: DeserializeOwned + 'static,
    F: Fn(Q) -> AnyView + Send + Sync + 'static,
{
    let render: Render = Arc::new(move |answer| match decode::<Q>(answer) {
        Ok(data) => view(data),
        Err(error) => {
            report(Outcome::Unavailable);
            view! { <LoadFailure error retry=Callback::new(move |()| query.refetch()) /> }.sealed()
        }
    });
    let answer = query.answer;
    waiting(skeleton, move || {
        let render = Arc::clone(&render);
        Box::pin(async move { render(answer.await.0) })
    })
}

/// Shows `skeleton` until the view is there.
///
/// Kept apart from the generic part, so that the machinery of suspense is compiled once.
#[cfg(not(feature = "ssr"))]
pub(crate) fn waiting(skeleton: ViewFnOnce, view: impl Fn() -> LateView + Send + Sync + 'static) -> AnyView {
    let view: Arc<dyn Fn() -> LateView + Send + Sync> = Arc::new(view);
    view! {
        <Transition fallback=skeleton>
            {move || {
                let view = view();
                Suspend::new(view)
            }}
        </Transition>
    }
    .sealed()
}

/// Waits for the view.
///
/// A `Transition` makes its view up to four times on the server, to find what it reads; here a page is answered only
/// when all of it is there, so nothing needs finding. The document is the same, and so is the numbering by which the
/// browser finds the answers again: the id that a `Transition` would take is taken here too.
#[cfg(feature = "ssr")]
pub(crate) fn waiting(_: ViewFnOnce, view: impl Fn() -> LateView + Send + Sync + 'static) -> AnyView {
    use leptos::tachys::reactive_graph::OwnedView;

    if let Some(shared) = Owner::current_shared_context() {
        let _ = shared.next_id();
    }
    let late = move || {
        let view = view();
        // What the view runs only when it is written still finds its contexts.
        Suspend::new(async move { OwnedView::new(view.await) })
    };
    late.sealed()
}
