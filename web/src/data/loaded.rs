//! A part of a page that waits for its data.

use super::{Answer, Held, Query, decode};
use crate::{
    page::{Outcome, report},
    ui::{LoadFailure, Seal},
};
use leptos::prelude::*;
use leptos::server::codee::string::FromToStringCodec;
use serde::de::DeserializeOwned;
use std::sync::Arc;

type Render = Arc<dyn Fn(Answer) -> AnyView + Send + Sync>;

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
    waiting(query.answer, skeleton, render)
}

// Kept apart from the generic part, so that the machinery of suspense is compiled once.
fn waiting(answer: Resource<Held, FromToStringCodec>, skeleton: ViewFnOnce, render: Render) -> AnyView {
    view! {
        <Transition fallback=skeleton>
            {move || {
                let render = Arc::clone(&render);
                Suspend::new(async move { render(answer.await.0) })
            }}
        </Transition>
    }
    .sealed()
}
