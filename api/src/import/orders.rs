//! Shopify's CSV file of orders: one row a line, the order's own facts in its first row.

use super::columns::columns;
use super::orders_write::Writer;
use super::passes::{Format, is_refused};
use super::progress::Progress;
use super::reader::{Group, Row};
use super::report::{OnError, Problem, Report};
use super::source::SourceName;
use super::values::Values;
use crate::app::App;
use shared::address::Address;
use shared::payments::{PaymentMethod, PaymentState};
use shared::{Currency, Email, Slug, Timestamp};
use std::path::Path;
use std::time::Instant;

columns! {
    /// What is read of the file.
    OrderColumns {
        needed: name = "Name", email = "Email", created_at = "Created at", quantity = "Lineitem quantity",
            title = "Lineitem name", price = "Lineitem price", vendor = "Vendor";
        optional: financial = "Financial Status", paid_at = "Paid at", fulfilment = "Fulfillment Status",
            fulfilled_at = "Fulfilled at", currency = "Currency", subtotal = "Subtotal", delivery = "Shipping",
            delivery_name = "Shipping Method", total = "Total", cancelled_at = "Cancelled at",
            payment_method = "Payment Method", sku = "Lineitem sku",
            line_fulfilment = "Lineitem fulfillment status", to_name = "Shipping Name",
            to_line1 = "Shipping Address1" | "Shipping Street", to_line2 = "Shipping Address2",
            to_city = "Shipping City", to_zip = "Shipping Zip", to_region = "Shipping Province",
            to_country = "Shipping Country", to_phone = "Shipping Phone",
    }
}

/// An order of the file, checked.
#[derive(Clone, Debug)]
pub(super) struct OrderDraft {
    /// Its name in the file.
    pub name: String,
    /// Who bought.
    pub email: Email,
    /// The buyer's name, when the file has one.
    pub buyer: Option<String>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was cancelled, or, when that is not told, placed; `None` when it was not cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Minor units.
    pub subtotal: i64,
    /// Minor units.
    pub delivery: i64,
    /// Minor units.
    pub total: i64,
    /// What delivery was called.
    pub delivery_name: Option<String>,
    /// How it was paid, as far as Vouch has a name for it.
    pub method: PaymentMethod,
    /// Whether it was paid.
    pub payment: PaymentState,
    /// When.
    pub paid_at: Option<Timestamp>,
    /// When its fulfilled lines were handed over.
    pub fulfilled_at: Timestamp,
    /// Where it went, when the file says enough for an address.
    pub address: Option<Address>,
    /// At least one.
    pub lines: Vec<LineDraft>,
    /// Digest of its rows.
    pub digest: String,
}

/// A line of an order.
#[derive(Clone, Debug)]
pub(super) struct LineDraft {
    /// The shop's name.
    pub vendor: String,
    /// The shop's number of the variant.
    pub sku: Option<String>,
    /// What it was called.
    pub title: String,
    /// Pieces, 1 or more.
    pub quantity: i32,
    /// Minor units.
    pub price: i64,
    /// Whether it was handed over.
    pub fulfilled: bool,
}

const FORMAT: Format<OrderColumns, OrderDraft> =
    Format { noun: "orders", system: "Shopify", find: OrderColumns::find, key: |columns| Some(columns.name), parse };

/// See `super::import_orders`.
pub(super) async fn import(
    app: &App,
    file: &Path,
    on_error: OnError,
    source: Option<SourceName>,
) -> anyhow::Result<Report> {
    let began = Instant::now();
    let currency = app.config.currency;
    let (mut report, bad) = FORMAT.check(file, currency, |_, _| Vec::new()).await?;
    if is_refused(&report, on_error) {
        return Ok(report.finish(began.elapsed()));
    }
    let mut chunks = FORMAT.read(file, currency, bad);
    let mut writer = Writer::begin(app, source).await?;
    let mut progress = Progress::new("writing", Some(report.rows));
    let mut rows = 0;
    while let Some(chunk) = chunks.next().await {
        rows += chunk.iter().map(|draft| draft.lines.len() as u64).sum::<u64>();
        writer.write(chunk, &mut report).await?;
        progress.at(rows);
    }
    chunks.finish().await?;
    writer.commit().await?;
    report.written = true;
    Ok(report.finish(began.elapsed()))
}

/// How far an order's lines were handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fulfilment {
    All,
    Some,
    None,
}

const FULFILMENTS: [(&str, Fulfilment); 6] = [
    ("fulfilled", Fulfilment::All),
    ("partial", Fulfilment::Some),
    ("partially_fulfilled", Fulfilment::Some),
    ("unfulfilled", Fulfilment::None),
    ("pending", Fulfilment::None),
    ("restocked", Fulfilment::None),
];

const PAYMENTS: [(&str, PaymentState); 8] = [
    ("paid", PaymentState::Paid),
    ("pending", PaymentState::Pending),
    ("authorized", PaymentState::Pending),
    ("partially_paid", PaymentState::Pending),
    ("partially_refunded", PaymentState::Paid),
    ("refunded", PaymentState::Refunded),
    ("voided", PaymentState::Voided),
    ("expired", PaymentState::Voided),
];

/// Reads a group of rows as an order.
fn parse(group: Group, columns: &OrderColumns, default: Currency) -> Result<OrderDraft, Vec<Problem>> {
    let digest = group.digest(&columns.all());
    let Group { key: name, rows, mut problems } = group;
    let Some(first) = rows.first() else { return Err(problems) };
    let mut values = Values::of(first, &mut problems);
    let email = parse_email(&mut values, columns);
    let currency = parse_currency(&mut values, columns, default);
    let needs_time = values.needed(columns.created_at).is_some();
    let placed_at = if needs_time { values.moment(columns.created_at) } else { None };
    let payment = values.word(columns.financial, &PAYMENTS).unwrap_or(PaymentState::Pending);
    let fulfilment = values.word(columns.fulfilment, &FULFILMENTS).unwrap_or(Fulfilment::None);
    let paid_at = values.moment(columns.paid_at);
    let fulfilled_at = values.moment(columns.fulfilled_at);
    let cancelled_at = values.moment(columns.cancelled_at);
    let subtotal = values.amount(columns.subtotal, currency);
    let delivery = values.amount(columns.delivery, currency).unwrap_or(0);
    let total = values.amount(columns.total, currency);
    let method = match values.text(columns.payment_method) {
        Some(text) if text.to_ascii_lowercase().contains("cash on delivery") => PaymentMethod::CashOnDelivery,
        _ => PaymentMethod::BankTransfer,
    };
    let address = parse_address(&values, columns);
    let buyer = values.text(columns.to_name).map(str::to_owned);
    let delivery_name = values.text(columns.delivery_name).map(str::to_owned);
    if let (Some(placed), Some(done)) = (placed_at, fulfilled_at)
        && done < placed
    {
        values.problem(columns.fulfilled_at, "it is before the order was created");
    }
    let lines: Vec<LineDraft> =
        rows.iter().filter_map(|row| parse_line(row, columns, currency, fulfilment, &mut problems)).collect();
    let (Some(email), Some(placed_at), true) = (email, placed_at, problems.is_empty()) else { return Err(problems) };
    let goods =
        lines.iter().map(|line| line.price.saturating_mul(i64::from(line.quantity))).fold(0, i64::saturating_add);
    let subtotal = subtotal.unwrap_or(goods);
    let voided = payment == PaymentState::Voided;
    Ok(OrderDraft {
        name,
        email,
        buyer,
        currency,
        placed_at,
        cancelled_at: cancelled_at.or(voided.then_some(placed_at)),
        subtotal,
        delivery,
        total: total.unwrap_or(subtotal.saturating_add(delivery)),
        delivery_name,
        method,
        payment,
        paid_at: matches!(payment, PaymentState::Paid | PaymentState::Refunded).then(|| paid_at.unwrap_or(placed_at)),
        fulfilled_at: fulfilled_at.unwrap_or(placed_at),
        address,
        lines,
        digest,
    })
}

fn parse_email(values: &mut Values<'_>, columns: &OrderColumns) -> Option<Email> {
    let text = values.needed(columns.email)?;
    match Email::try_from(text) {
        Ok(email) => Some(email),
        Err(_) => {
            values.problem(columns.email, format!("`{text}` is no e-mail address"));
            None
        }
    }
}

fn parse_currency(values: &mut Values<'_>, columns: &OrderColumns, default: Currency) -> Currency {
    let Some(text) = values.text(columns.currency) else { return default };
    let known = text.to_ascii_uppercase().parse();
    if known.is_err() {
        values.problem(columns.currency, format!("`{text}` is not known; it may be GBP, EUR, USD, VND or AMD"));
    }
    known.unwrap_or(default)
}

/// An address, when the file says enough of it: many exports hold back all but the country.
fn parse_address(values: &Values<'_>, columns: &OrderColumns) -> Option<Address> {
    let text = |column| values.text(column).map(str::to_owned);
    let address = Address {
        name: text(columns.to_name)?,
        line1: text(columns.to_line1)?,
        line2: text(columns.to_line2),
        city: text(columns.to_city)?,
        region: text(columns.to_region),
        postal_code: text(columns.to_zip).map(|zip| zip.trim_start_matches('\'').to_owned()),
        country_code: text(columns.to_country)?,
        phone: text(columns.to_phone).map(|phone| phone.trim_start_matches('\'').to_owned()),
    };
    address.checked().ok()
}

fn parse_line(
    row: &Row,
    columns: &OrderColumns,
    currency: Currency,
    fulfilment: Fulfilment,
    problems: &mut Vec<Problem>,
) -> Option<LineDraft> {
    let mut values = Values::of(row, problems);
    let vendor = values.needed(columns.vendor);
    if let Some(vendor) = vendor.filter(|vendor| Slug::from_title(vendor).is_none()) {
        values.problem(columns.vendor, format!("no address can be made of `{vendor}`"));
    }
    let title = values.needed(columns.title);
    let there = values.needed(columns.quantity).is_some();
    let quantity = if there { values.integer(columns.quantity) } else { None };
    if let Some(quantity) = quantity.filter(|quantity| *quantity < 1) {
        values.problem(columns.quantity, format!("`{quantity}` is below 1"));
    }
    let there = values.needed(columns.price).is_some();
    let price = if there { values.amount(columns.price, currency) } else { None };
    let of_line = values.word(columns.line_fulfilment, &FULFILMENTS);
    let fulfilled = match (fulfilment, of_line) {
        (Fulfilment::All, _) => true,
        (Fulfilment::None, _) => false,
        (Fulfilment::Some, of_line) => of_line == Some(Fulfilment::All),
    };
    let sku = values.text(columns.sku).map(|sku| sku.trim_start_matches('\'').to_owned());
    Some(LineDraft {
        vendor: vendor?.to_owned(),
        sku,
        title: title?.to_owned(),
        quantity: quantity?,
        price: price?,
        fulfilled,
    })
}
