//! Orders per second: shoppers who each fill a cart and place its order, at the same time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::load::Measured;

const ADD: &str = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } userErrors { code message } } }";
const PLACE: &str = "mutation($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id number accessToken } userErrors { code message } } }";
const VARIANTS: &str = "{ products(first: 100) { nodes { variants { id } } } }";

/// Places orders of two lines over `shoppers` connections for about `seconds`; the latencies are those of `orderPlace`.
///
/// Only `orderPlace` counts as time: carts are filled before, a round at a time, as shoppers do while they browse.
///
/// # Errors
/// When any answer is not an order.
pub fn run(port: u16, shoppers: usize, seconds: u32) -> Result<Measured> {
    let url = format!("http://127.0.0.1:{port}/graphql");
    let variants = variants(&url)?;
    let carts_each = 40;
    let latencies = Mutex::new(Vec::new());
    let counter = AtomicU64::new(0);
    let mut busy = Duration::ZERO;
    while busy < Duration::from_secs(u64::from(seconds)) {
        let carts = fill(&url, &variants, shoppers, carts_each, &counter)?;
        let begin = Instant::now();
        thread::scope(|scope| {
            let shoppers: Vec<_> = carts.iter().map(|carts| scope.spawn(|| place(&url, carts, &latencies))).collect();
            shoppers.into_iter().try_for_each(|shopper| shopper.join().unwrap_or_else(|_| bail!("a shopper panicked")))
        })?;
        busy += begin.elapsed();
    }
    let mut latencies = latencies.into_inner().unwrap_or_default();
    latencies.sort_unstable();
    let at = |share: f64| latencies.get((latencies.len() as f64 * share) as usize).copied().unwrap_or_default() as f64;
    Ok(Measured { per_second: latencies.len() as f64 / busy.as_secs_f64(), p50: at(0.5), p95: at(0.95), p99: at(0.99) })
}

fn fill(url: &str, variants: &[String], shoppers: usize, each: usize, counter: &AtomicU64) -> Result<Vec<Vec<String>>> {
    thread::scope(|scope| {
        let fillers: Vec<_> = (0..shoppers)
            .map(|_| {
                scope.spawn(|| {
                    let agent = agent();
                    (0..each).map(|_| cart(&agent, url, variants, counter)).collect::<Result<Vec<_>>>()
                })
            })
            .collect();
        fillers.into_iter().map(|filler| filler.join().unwrap_or_else(|_| bail!("a shopper panicked"))).collect()
    })
}

fn cart(agent: &ureq::Agent, url: &str, variants: &[String], counter: &AtomicU64) -> Result<String> {
    let turn = counter.fetch_add(1, Ordering::Relaxed) as usize;
    let lines: Vec<Value> = [turn, turn * 31 + 17]
        .iter()
        .map(|number| json!({ "variantId": variants[number % variants.len()], "quantity": 1 + number % 3 }))
        .collect();
    let answer = ask(agent, url, ADD, &json!({ "lines": lines }))?;
    let cart = answer["data"]["cartLinesAdd"]["cart"]["id"].as_str();
    cart.map(str::to_owned).with_context(|| format!("no cart was made: {answer}"))
}

/// Places an order of one piece: the path of its page for its guest.
pub fn place_one(agent: &ureq::Agent, url: &str, variant: &str) -> Result<String> {
    let lines = json!({ "lines": [{ "variantId": variant, "quantity": 1 }] });
    let answer = ask(agent, url, ADD, &lines)?;
    let cart = answer["data"]["cartLinesAdd"]["cart"]["id"].as_str();
    let cart = cart.with_context(|| format!("no cart was made: {answer}"))?;
    let answer = ask(agent, url, PLACE, &json!({ "input": order_of(cart) }))?;
    let order = &answer["data"]["orderPlace"]["order"];
    match (order["id"].as_str(), order["accessToken"].as_str()) {
        (Some(id), Some(token)) => Ok(format!("/orders/{id}?token={token}")),
        _ => bail!("no order was placed: {answer}"),
    }
}

fn order_of(cart: &str) -> Value {
    let address = json!({ "name": "Ada Moss", "line1": "3 Kirkgate", "city": "Leeds", "postalCode": "LS2 7DR", "countryCode": "GB" });
    json!({ "cartId": cart, "email": "ada@bench.example", "shippingAddress": address,
        "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": cart })
}

fn place(url: &str, carts: &[String], latencies: &Mutex<Vec<u64>>) -> Result<()> {
    let agent = agent();
    let mut mine = Vec::with_capacity(carts.len());
    for cart in carts {
        let input = order_of(cart);
        let begin = Instant::now();
        let answer = ask(&agent, url, PLACE, &json!({ "input": input }))?;
        mine.push(u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX));
        if answer["data"]["orderPlace"]["order"]["number"].as_str().is_none() {
            bail!("no order was placed: {answer}");
        }
    }
    latencies.lock().map_err(|_| anyhow::anyhow!("a shopper panicked"))?.extend(mine);
    Ok(())
}

fn variants(url: &str) -> Result<Vec<String>> {
    let answer = ask(&agent(), url, VARIANTS, &json!({}))?;
    let products = answer["data"]["products"]["nodes"].as_array().context("the catalogue cannot be read")?;
    let ids: Vec<String> =
        products.iter().filter_map(|product| product["variants"][0]["id"].as_str().map(str::to_owned)).collect();
    if ids.is_empty() {
        bail!("the catalogue is empty: {answer}");
    }
    Ok(ids)
}

/// Asks the API one operation.
pub fn ask(agent: &ureq::Agent, url: &str, query: &str, variables: &Value) -> Result<Value> {
    ask_with(agent, url, &[], query, variables)
}

/// Asks the API one operation with headers of one's own.
pub fn ask_with(
    agent: &ureq::Agent,
    url: &str,
    headers: &[(&str, &str)],
    query: &str,
    variables: &Value,
) -> Result<Value> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = agent.post(url).header("Content-Type", "application/json");
    let mut answer =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send(&body)?;
    Ok(serde_json::from_str(&answer.body_mut().read_to_string()?)?)
}

/// A client that keeps its connection.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into()
}
