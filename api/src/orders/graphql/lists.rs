//! Pages of orders: an account's orders, and what a shop delivers.

use super::order::Order;
use super::part::OrderPart;
use super::states::OrderPartState;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::paging::{Cut, Page, encode_cursor};
use crate::orders::access::{Scope, Visible};
use crate::orders::entity::part;
use crate::orders::list::{self, OrderCursor, OrdersOf, PartCursor, PartsOfShop};
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::id::{AccountId, ShopId};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// `Account.orders`: one's own orders, the newest first. Nobody else's are listed, whoever asks.
///
/// # Errors
/// `BAD_USER_INPUT` for arguments that cannot be; a fault of ours.
pub async fn account_orders(ctx: &Context<'_>, account: AccountId, page: Page<OrderCursor>) -> Result<OrderConnection> {
    let shopper = ctx.actor().shopper().filter(|shopper| shopper.account_id() == account);
    let Some(of) = shopper.as_ref().map(OrdersOf::own) else { return Ok(OrderConnection::empty()) };
    let cut = list::orders(ctx.app(), of, &page).await.or_fault(ctx)?;
    Ok(OrderConnection { cut, of: Some(of), total: OnceCell::new() })
}

/// `Shop.orders`: what the shop delivers, the newest first; `None` for anybody who is not on its staff.
///
/// # Errors
/// `BAD_USER_INPUT` for arguments that cannot be; a fault of ours.
pub async fn shop_orders(
    ctx: &Context<'_>,
    shop: ShopId,
    page: Page<PartCursor>,
    state: Option<OrderPartState>,
) -> Result<Option<OrderPartConnection>> {
    let Some(seller) = ctx.actor().seller(shop) else { return Ok(None) };
    let of = PartsOfShop::of(&seller, state.map(Into::into));
    let cut = list::parts(ctx.app(), of, &page).await.or_fault(ctx)?;
    Ok(Some(OrderPartConnection { cut, shop, of, total: OnceCell::new() }))
}

/// A page of an account's orders.
pub struct OrderConnection {
    cut: Cut<Visible>,
    of: Option<OrdersOf>,
    total: OnceCell<(u64, bool)>,
}

/// One order of a list, with its place in it.
#[derive(SimpleObject)]
pub struct OrderEdge {
    /// Its place: give it to `after` or `before`.
    pub cursor: String,
    /// The order.
    pub node: Order,
}

impl OrderConnection {
    fn empty() -> Self {
        let cut = Cut { rows: Vec::new(), has_previous_page: false, has_next_page: false };
        Self { cut, of: None, total: OnceCell::new() }
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<(u64, bool)> {
        let Some(of) = self.of else { return Ok((0, true)) };
        self.total.get_or_try_init(|| list::count_orders(ctx.app(), of)).await.copied().or_fault(ctx)
    }
}

fn cursor_of(visible: &Visible) -> String {
    encode_cursor(&OrderCursor::of(visible.order()))
}

/// A page of an account's orders, the newest first.
#[Object]
impl OrderConnection {
    /// The orders with their cursors.
    async fn edges(&self) -> Vec<OrderEdge> {
        let edge = |visible: &Visible| OrderEdge { cursor: cursor_of(visible), node: Order::new(visible.clone()) };
        self.cut.rows.iter().map(edge).collect()
    }

    /// The orders.
    async fn nodes(&self) -> Vec<Order> {
        self.cut.rows.iter().cloned().map(Order::new).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.cut.has_next_page,
            has_previous_page: self.cut.has_previous_page,
            start_cursor: self.cut.rows.first().map(cursor_of),
            end_cursor: self.cut.rows.last().map(cursor_of),
        }
    }

    /// How many orders there are, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(self.total(ctx).await?.0).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx).await?.1)
    }
}

/// A page of what a shop delivers.
pub struct OrderPartConnection {
    cut: Cut<Arc<part::Model>>,
    shop: ShopId,
    of: PartsOfShop,
    total: OnceCell<(u64, bool)>,
}

/// One part of a list, with its place in it.
#[derive(SimpleObject)]
pub struct OrderPartEdge {
    /// Its place: give it to `after`.
    pub cursor: String,
    /// The part.
    pub node: OrderPart,
}

impl OrderPartConnection {
    fn part(&self, row: &Arc<part::Model>) -> OrderPart {
        OrderPart::new(Arc::clone(row), Scope::Shops(Arc::from([self.shop])))
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<(u64, bool)> {
        self.total.get_or_try_init(|| list::count_parts(ctx.app(), self.of)).await.copied().or_fault(ctx)
    }
}

/// A page of what a shop delivers, the newest first.
#[Object]
impl OrderPartConnection {
    /// The parts with their cursors.
    async fn edges(&self) -> Vec<OrderPartEdge> {
        let edge = |row: &Arc<part::Model>| OrderPartEdge {
            cursor: encode_cursor(&PartCursor::of(row)),
            node: self.part(row),
        };
        self.cut.rows.iter().map(edge).collect()
    }

    /// The parts.
    async fn nodes(&self) -> Vec<OrderPart> {
        self.cut.rows.iter().map(|row| self.part(row)).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.cut.has_next_page,
            has_previous_page: self.cut.has_previous_page,
            start_cursor: self.cut.rows.first().map(|row| encode_cursor(&PartCursor::of(row))),
            end_cursor: self.cut.rows.last().map(|row| encode_cursor(&PartCursor::of(row))),
        }
    }

    /// How many parts there are, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(self.total(ctx).await?.0).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx).await?.1)
    }
}
