//! A schema with what transports must cope with.

use api::app::App;
use api::graphql::Schema;
use api::graphql::context::{ContextExt, Effect};
use api::graphql::error::{Fault, OrFault};
use async_graphql::{Context, InputObject, Object, SimpleObject, Subscription, ValidationMode};
use futures::{Stream, StreamExt};
use shared::id::CartId;
use std::time::Duration;

pub struct Query;
pub struct Mutation;
pub struct Ticks;

#[derive(SimpleObject)]
struct Tick {
    cursor: String,
    number: i32,
}

#[derive(SimpleObject)]
struct Item {
    id: i32,
}

#[derive(SimpleObject)]
struct Items {
    nodes: Vec<Item>,
}

#[derive(InputObject)]
struct Name {
    first: String,
    times: Option<i32>,
}

#[Object]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("hello {}", name.as_deref().unwrap_or("world"))
    }

    async fn repeat(&self, input: Name) -> String {
        input.first.repeat(input.times.unwrap_or(1).unsigned_abs() as usize)
    }

    async fn locale(&self, ctx: &Context<'_>) -> String {
        ctx.locale().as_str().to_owned()
    }

    async fn me(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.actor().account_id().map(|id| id.to_string())
    }

    async fn address(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.visitor().address.map(|address| address.to_string())
    }

    async fn items(&self, first: Option<i32>) -> Items {
        Items { nodes: (0..first.unwrap_or(3)).map(|id| Item { id }).collect() }
    }

    async fn broken(&self, ctx: &Context<'_>) -> Option<async_graphql::Result<String>> {
        Some(Err(Fault::Internal(anyhow::anyhow!("the password of the database is 1234"))).or_fault(ctx))
    }

    async fn panics(&self, never: Option<bool>) -> bool {
        assert!(never.is_some(), "the password of the database is 1234");
        true
    }
}

#[Object]
impl Mutation {
    async fn add(&self, ctx: &Context<'_>, n: i32) -> i32 {
        ctx.visitor().effects.push(Effect::SetCart(ctx.app().ids.next::<CartId>()));
        ctx.visitor().effects.push(Effect::Replayed);
        n + 1
    }
}

#[Subscription]
impl Ticks {
    /// Numbers after the cursor, up to `count`; then it ends, or goes on in silence.
    async fn ticks(&self, count: i32, after: Option<String>, hold: Option<bool>) -> impl Stream<Item = Tick> {
        let from = after.and_then(|cursor| cursor.strip_prefix('c')?.parse::<i32>().ok()).unwrap_or(0);
        let ticks = futures::stream::iter(from + 1..=count).map(|number| Tick { cursor: format!("c{number}"), number });
        let silence = futures::stream::pending().take(if hold == Some(true) { 1 } else { 0 });
        ticks.chain(silence)
    }

    /// 64 KiB again and again.
    async fn flood(&self) -> impl Stream<Item = String> {
        futures::stream::repeat_with(|| "x".repeat(64 * 1024))
    }

    async fn clock(&self, ms: i32) -> impl Stream<Item = i32> {
        futures::stream::unfold(0, move |number| async move {
            tokio::time::sleep(Duration::from_millis(ms.unsigned_abs().into())).await;
            Some((number, number + 1))
        })
    }
}

pub fn schema(app: &App) -> Schema {
    let builder = || async_graphql::Schema::build(Query, Mutation, Ticks);
    let introspection = builder().finish();
    let sdl = introspection.sdl();
    Schema::new(app, &sdl, builder().validation_mode(ValidationMode::Fast).data(app.clone()).finish(), introspection)
}
