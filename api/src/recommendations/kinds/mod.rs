//! The kinds of suggestions. Each kind ranks offers in memory; what it ranks first is then read and checked once more,
//! and where something fell out the next takes its place.

mod because_you_viewed;
mod bought_together;
mod buy_again;
mod complete_the_cart;
mod for_you;
mod interest;
mod near;
mod new_for_you;
mod scene;
mod similar;
mod trending;

use super::answers::{Answer, Question};
use super::blend::Candidate;
use super::cards::{Cards, Sums};
use super::check;
use super::experiment;
use super::market::{self, Market};
use super::reasons::Why;
use super::signals::{self, Known, Person};
use crate::actor::Actor;
use crate::app::App;
use crate::carts::{self, content};
use crate::catalog::ProductCard;
use crate::consents::Device;
use scene::Scene;
use sea_orm::DbErr;
use shared::id::ProductId;
use shared::{Locale, Timestamp};
use std::sync::Arc;

/// Candidates that are read beyond those that are wanted, since some may have been sold out a moment ago.
const SPARE: usize = 8;
/// How often the next candidates are read when more than the spare ones fell out.
const MAX_ROUNDS: usize = 4;

/// What kind of suggestions is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What somebody may like, by everything they allow to be known.
    ForYou,
    /// What is like something that they looked at lately.
    BecauseYouViewed,
    /// What others bought together with a product.
    BoughtTogether,
    /// What is like a product.
    Similar,
    /// What they have bought and may need again.
    BuyAgain,
    /// What is much wanted among those who read their language.
    Trending,
    /// What was listed lately, by what they like.
    NewForYou,
    /// What goes with the things in a cart.
    CompleteTheCart,
}

impl Kind {
    /// Whether it starts from a product.
    #[must_use]
    pub const fn needs_product(self) -> bool {
        matches!(self, Self::BoughtTogether | Self::Similar)
    }

    /// Whether it is about the shopper, who does not need what they have: else it is about a product or the market.
    const fn is_personal(self) -> bool {
        matches!(self, Self::ForYou | Self::BecauseYouViewed | Self::NewForYou)
    }

    /// Whether what the shopper did changes what is suggested: else only what they hide does.
    pub(super) const fn follows_the_shopper(self) -> bool {
        !matches!(self, Self::BoughtTogether | Self::Similar | Self::Trending)
    }
}

/// Who wants to be suggested what.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// What a guest's browser remembers of consent.
    pub device: Option<&'a Device>,
    /// The language: demand is that of those who read it.
    pub locale: Locale,
    /// What kind.
    pub kind: Kind,
    /// The product that they look at.
    pub product: Option<ProductId>,
    /// Whose cart is to be completed.
    pub cart: carts::Which,
    /// How many at most.
    pub first: usize,
}

impl Ask<'_> {
    /// What is asked for, if nothing else of the shopper decides about the answer than what is known of them.
    fn question(&self, now: Timestamp) -> Option<Question> {
        let Self { kind, locale, product, first, .. } = *self;
        (kind != Kind::CompleteTheCart).then_some(Question { kind, locale, product, first, hour: market::hour_of(now) })
    }

    /// Whether everybody of whom nothing is known gets the same.
    const fn is_the_same_for_all(&self) -> bool {
        matches!(self.kind, Kind::ForYou | Kind::Trending | Kind::NewForYou) && self.product.is_none()
    }
}

/// A suggestion.
#[derive(Clone, Debug)]
pub struct Recommended {
    /// The product as it is now.
    pub card: Arc<ProductCard>,
    /// What it is worth; only comparable within one answer.
    pub score: f32,
    /// Why.
    pub why: Why,
    /// The product that caused it, if the shopper may see that.
    pub because: Option<Arc<ProductCard>>,
}

/// What to suggest, the first first.
///
/// # Errors
/// When the database does not answer.
pub async fn recommend(app: &App, ask: &Ask<'_>) -> Result<Vec<Recommended>, DbErr> {
    let market = app.outlook.market(app).await?;
    let cart = match ask.kind {
        Kind::CompleteTheCart => in_cart(app, ask).await?,
        _ => Vec::new(),
    };
    let person = Person::of(ask.actor, ask.device);
    if let Some(person) = &person
        && let Some(shown) = from_held(app, &market, ask, &cart, person).await?
    {
        return Ok(shown);
    }
    let known = match person {
        Some(person) => signals::read(app, person).await?,
        None => None,
    };
    note(app, ask, known.as_deref());
    let ranked = ranked(app, &market, ask, &cart, known.as_ref());
    if let Some(answer) = answer(app, &market, ask, &ranked).await?
        && check::sums(app, &answer.products).await? == answer.sums
    {
        return Ok(answer.shown);
    }
    read(app, &market, ask, &ranked).await
}

/// What to suggest to somebody of whom it is held what is known, made before the database is asked whether that is still true
/// and whether the cards are: one statement. `None` when nothing is held of them, or they have done something since.
async fn from_held(
    app: &App,
    market: &Arc<Market>,
    ask: &Ask<'_>,
    cart: &[ProductId],
    person: &Person,
) -> Result<Option<Vec<Recommended>>, DbErr> {
    let Some(held) = app.outlook.people.get(person) else { return Ok(None) };
    let question = ask.question(app.clock.now()).filter(|_| held.known.is_some());
    let before = question.and_then(|question| held.answers.get(&question, market));
    let is_new = before.is_none();
    let ranked = || ranked(app, market, ask, cart, held.known.as_ref());
    let answer = match before {
        Some(answer) => Some(answer),
        None => answer(app, market, ask, &ranked()).await?.map(Arc::new),
    };
    let (mark, sums) = match &answer {
        Some(answer) => check::mark_and_sums(app, person, &answer.products).await?,
        None => (check::mark(app, person).await?, Sums::default()),
    };
    if mark != held.mark {
        return Ok(None);
    }
    note(app, ask, held.known.as_deref());
    if let Some(answer) = answer.filter(|answer| answer.sums == sums) {
        if let Some(question) = question.filter(|_| is_new) {
            held.answers.keep(question, market, &answer);
        }
        return Ok(Some(answer.shown.clone()));
    }
    if let Some(question) = question {
        held.answers.forget(&question);
    }
    read(app, market, ask, &ranked()).await.map(Some)
}

fn note(app: &App, ask: &Ask<'_>, known: Option<&Known>) {
    if let Some(known) = known {
        experiment::note(app, ask.actor, ask.kind, known);
    }
}

/// What to suggest to somebody of whom this is known, before it is known whether it still may be.
fn ranked(
    app: &App,
    market: &Arc<Market>,
    ask: &Ask<'_>,
    cart: &[ProductId],
    known: Option<&Arc<Known>>,
) -> Arc<[Candidate]> {
    let known = known.map(|known| experiment::known_to(app, ask.actor, ask.kind, Arc::clone(known)));
    let rank = |known: Option<&Known>| rank(&Scene::new(app, Arc::clone(market), known, ask), ask, cart);
    match known.filter(|known| !known.is_nothing()) {
        None if ask.is_the_same_for_all() => {
            market.for_all((ask.kind, ask.locale, ask.first), app.clock.now(), || rank(None))
        }
        known => rank(known.as_deref()).into(),
    }
}

fn rank(scene: &Scene<'_>, ask: &Ask<'_>, cart: &[ProductId]) -> Vec<Candidate> {
    match (ask.kind, ask.product) {
        (Kind::ForYou, product) => for_you::rank(scene, product),
        (Kind::BecauseYouViewed, _) => because_you_viewed::rank(scene),
        (Kind::BoughtTogether, Some(product)) => bought_together::rank(scene, product),
        (Kind::Similar, Some(product)) => similar::rank(scene, product),
        (Kind::BoughtTogether | Kind::Similar, None) => Vec::new(),
        (Kind::BuyAgain, _) => buy_again::rank(scene),
        (Kind::Trending, _) => trending::rank(scene),
        (Kind::NewForYou, _) => new_for_you::rank(scene),
        (Kind::CompleteTheCart, _) => complete_the_cart::rank(scene, cart),
    }
}

/// The products of the cart that is meant, each once, in the order of its lines.
async fn in_cart(app: &App, ask: &Ask<'_>) -> Result<Vec<ProductId>, DbErr> {
    let Some(cart) = carts::find(app, ask.actor, ask.cart).await? else { return Ok(Vec::new()) };
    let mut products: Vec<ProductId> = Vec::new();
    for line in content::lines(app.db.read(), cart.id).await? {
        if !products.contains(&line.product_id) {
            products.push(line.product_id);
        }
    }
    Ok(products)
}

/// The first candidates with the cards that are held, if all are.
async fn answer(app: &App, market: &Market, ask: &Ask<'_>, ranked: &[Candidate]) -> Result<Option<Answer>, DbErr> {
    let first = &ranked[..ranked.len().min(ask.first)];
    let held = app.outlook.cards.of(app, &products(market, first), &causes(first)).await?;
    Ok(held.map(|(cards, sums)| {
        let shown = recommended(market, ask, first, &cards).collect();
        Answer { shown, products: cards.all.into_keys().collect(), sums }
    }))
}

/// The first candidates that still may be suggested, their cards read anew.
async fn read(app: &App, market: &Market, ask: &Ask<'_>, ranked: &[Candidate]) -> Result<Vec<Recommended>, DbErr> {
    let mut shown = Vec::with_capacity(ask.first);
    for round in ranked.chunks(ask.first + SPARE).take(MAX_ROUNDS) {
        let mut ids = products(market, round);
        ids.extend(causes(round));
        ids.sort_unstable();
        ids.dedup();
        let cards = app.outlook.cards.read(app, ids).await?;
        shown.extend(recommended(market, ask, round, &cards));
        if shown.len() >= ask.first {
            break;
        }
    }
    shown.truncate(ask.first);
    Ok(shown)
}

fn products(market: &Market, candidates: &[Candidate]) -> Vec<ProductId> {
    let product = |candidate: &Candidate| market.offers.get(candidate.offer).map(|offer| offer.product);
    candidates.iter().filter_map(product).collect()
}

fn causes(candidates: &[Candidate]) -> Vec<ProductId> {
    candidates.iter().filter_map(|candidate| candidate.why.because()).collect()
}

/// What is left of candidates, with their cards.
fn recommended<'a>(
    market: &'a Market,
    ask: &'a Ask<'_>,
    candidates: &'a [Candidate],
    cards: &'a Cards,
) -> impl Iterator<Item = Recommended> + 'a {
    let named = |why: Why| cards.all.get(&why.because()?).filter(|card| card.is_visible_to(ask.actor)).cloned();
    candidates.iter().filter_map(move |candidate| {
        let card = Arc::clone(cards.offered.get(&market.offers.get(candidate.offer)?.product)?);
        Some(Recommended { card, score: candidate.score, why: candidate.why, because: named(candidate.why) })
    })
}
