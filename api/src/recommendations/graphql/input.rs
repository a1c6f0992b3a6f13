//! What a visitor's program tells of them, and what they want to be suggested no more.

use super::super::entity::SignalKind as Kind;
use super::super::signals::{self, HideError, Hiding, Signal};
use super::taste::{RecommendationHiding, Taste};
use crate::failure::Outcome;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::id::ProductId;

/// What a visitor's program may tell of them; carts, wishlists, orders and reviews the server sees by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SignalKind {
    /// They looked at a product.
    View,
    /// They chose a product from what a search found.
    SearchClick,
}

/// Something that a visitor did.
#[derive(InputObject)]
pub struct SignalInput {
    /// What they did.
    pub kind: SignalKind,
    /// With which product.
    pub product_id: ID,
    /// How long they looked at it, in seconds; more than half an hour counts as half an hour.
    pub dwell_seconds: Option<i32>,
}

/// What a visitor did.
#[derive(InputObject)]
pub struct SignalsRecordInput {
    /// At most 20 things, in the order in which they were done.
    pub signals: Vec<SignalInput>,
}

/// What is not to be suggested any more.
#[derive(InputObject)]
pub struct RecommendationDismissInput {
    /// The product.
    pub product_id: ID,
    /// Why not.
    pub reason: RecommendationHiding,
}

/// What may be suggested again.
#[derive(InputObject)]
pub struct RecommendationRestoreInput {
    /// The product.
    pub product_id: ID,
}

/// What is to be forgotten.
#[derive(InputObject)]
pub struct TasteForgetInput {
    /// The product of which it is forgotten what the visitor did with it; without one everything is forgotten, also what
    /// they did not want to see.
    pub product_id: Option<ID>,
}

/// What is wrong with a change of what is known of somebody's taste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RecommendationErrorCode {
    /// The visitor does not allow personalisation, so nothing is kept of them.
    PersonalisationOff,
    /// There is no such product.
    ProductNotFound,
}

/// Why nothing was changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct RecommendationUserError {
    /// The reason, for programs.
    pub code: RecommendationErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<HideError> for RecommendationUserError {
    fn from(error: HideError) -> Self {
        let (code, field) = match error {
            HideError::PersonalisationOff => (RecommendationErrorCode::PersonalisationOff, None),
            HideError::ProductNotFound => (RecommendationErrorCode::ProductNotFound, Some("productId")),
        };
        Self { code, message: error.to_string(), field: field.map(|field| vec![field.to_owned()]) }
    }
}

/// The answer of `signalsRecord`.
#[derive(SimpleObject)]
pub struct SignalsRecordPayload {
    /// How many were kept; none where the visitor does not allow it. Products that there are not are left out, and looks at
    /// one product within half an hour are one.
    pub recorded: i32,
    /// Why nothing was kept; that it is not allowed is no mistake.
    pub user_errors: Vec<RecommendationUserError>,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// What is known of the visitor's taste now.
            pub taste: Option<Taste>,
            /// Why nothing was changed.
            pub user_errors: Vec<RecommendationUserError>,
        }

        impl $name {
            fn of(done: Outcome<(), HideError>) -> Result<Self, Fault> {
                let user_errors = match done {
                    Ok(()) => Vec::new(),
                    Err(failure) => vec![refusal(failure, HideError::ProductNotFound)?.into()],
                };
                Ok(Self { taste: Some(Taste), user_errors })
            }
        }
    )+};
}

payloads! {
    /// The answer of `recommendationDismiss`.
    RecommendationDismissPayload,
    /// The answer of `recommendationRestore`.
    RecommendationRestorePayload,
    /// The answer of `tasteForget`.
    TasteForgetPayload,
}

/// Telling what somebody did, and saying what is not wanted.
#[derive(Default)]
pub struct RecommendationMutation;

#[Object]
impl RecommendationMutation {
    /// Records what the visitor did, to suggest what fits. Nothing is recorded unless they allow personalisation.
    async fn signals_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they did.")] input: SignalsRecordInput,
    ) -> Result<SignalsRecordPayload> {
        let recorded = record(ctx, &input).await.or_fault(ctx)?;
        Ok(SignalsRecordPayload { recorded: i32::try_from(recorded).unwrap_or(i32::MAX), user_errors: Vec::new() })
    }

    /// Suggests a product to the visitor no more, in no list, until they take that back.
    async fn recommendation_dismiss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and why.")] input: RecommendationDismissInput,
    ) -> Result<RecommendationDismissPayload> {
        let (app, visitor) = (ctx.app(), ctx.visitor());
        let done = async {
            let product = product(&input.product_id)?;
            let hiding = Hiding::from(input.reason);
            signals::hide(app, &visitor.actor, visitor.consent.as_ref(), product, hiding).await
        };
        RecommendationDismissPayload::of(done.await).or_fault(ctx)
    }

    /// Lets a product be suggested to the visitor again; what was not hidden is no mistake.
    async fn recommendation_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: RecommendationRestoreInput,
    ) -> Result<RecommendationRestorePayload> {
        let (app, visitor) = (ctx.app(), ctx.visitor());
        let done = async {
            let product = product(&input.product_id)?;
            signals::unhide(app, &visitor.actor, visitor.consent.as_ref(), product).await?;
            Ok(())
        };
        RecommendationRestorePayload::of(done.await).or_fault(ctx)
    }

    /// Forgets what the visitor did with a product, or everything that is known of their taste. Orders, reviews, carts and
    /// wishlists stay what they are.
    async fn taste_forget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to forget.")] input: TasteForgetInput,
    ) -> Result<TasteForgetPayload> {
        let (app, visitor) = (ctx.app(), ctx.visitor());
        let (actor, device) = (&visitor.actor, visitor.consent.as_ref());
        let done = async {
            match &input.product_id {
                Some(id) => signals::forget(app, actor, device, product(id)?).await?,
                None => signals::forget_all(app, actor, device).await?,
            };
            Ok(())
        };
        TasteForgetPayload::of(done.await).or_fault(ctx)
    }
}

fn product(id: &ID) -> Result<ProductId, HideError> {
    ids::lookup(id).ok_or(HideError::ProductNotFound)
}

async fn record(ctx: &Context<'_>, input: &SignalsRecordInput) -> Result<u64, Fault> {
    if input.signals.len() > signals::MAX_SIGNALS {
        let most = signals::MAX_SIGNALS;
        return Err(Fault::BadUserInput(format!("signals may have at most {most} entries")));
    }
    let signal = |signal: &SignalInput| {
        let kind = match signal.kind {
            SignalKind::View => Kind::View,
            SignalKind::SearchClick => Kind::SearchClick,
        };
        let dwell = signal.dwell_seconds.map(|seconds| u32::try_from(seconds).unwrap_or(0).saturating_mul(1000));
        Some(Signal { kind, product: ids::lookup(&signal.product_id)?, dwell_ms: dwell })
    };
    let signals: Vec<Signal> = input.signals.iter().filter_map(signal).collect();
    let visitor = ctx.visitor();
    Ok(signals::record(ctx.app(), &visitor.actor, visitor.consent.as_ref(), &signals).await?)
}
