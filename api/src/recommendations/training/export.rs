//! Suggestions for everybody, written out for whoever runs the installation: one line an account or address.

use super::super::corpus::{Gathered, Key};
use super::super::entity;
use super::super::model::{Past, Repeats, Settings, Trained};
use super::super::signals::weight;
use super::{Tell, uncut};
use crate::accounts::entity as account;
use crate::app::App;
use crate::catalog::entity::{ProductStatus, product};
use crate::orders::entity as order;
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use serde::Serialize;
use shared::id::{AccountId, ProductId};
use std::collections::{HashMap, HashSet};
use std::io::Write;
use uuid::Uuid;

/// Accounts, addresses and products that are read at once.
const ROWS: u64 = 1_000;

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Items a line.
    pub first: usize,
    /// Whether what somebody has bought may be among them.
    pub include_purchased: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    email: &'a str,
    items: Vec<&'a str>,
    exclude_purchased: bool,
}

/// Writes a line of JSON for every account, and for every address under which somebody ordered without one:
/// `{"email": …, "items": […], "exclude_purchased": …}`. Items are called by their handle in the file that they were imported
/// from, else by their slug. Of somebody of whom too little is known the line is filled up with what is in demand. What somebody
/// hides, and what is not for sale, is left out. Returns how many lines were written.
///
/// # Errors
/// When the database does not answer, or the lines cannot be written.
pub async fn export(app: &App, export: Export, tell: Tell, to: &mut (dyn Write + Send)) -> anyhow::Result<u64> {
    let Some((gathered, trained)) = uncut(app, tell).await? else { return Ok(0) };
    let desk = Desk::open(app, gathered, trained, export).await?;
    let mut lines = 0;
    let mut last = AccountId(Uuid::nil());
    loop {
        let accounts = accounts_after(app, last).await?;
        let Some((id, _)) = accounts.last() else { break };
        last = *id;
        let hidden = hidden(app, &accounts).await?;
        for (id, email) in &accounts {
            desk.write(to, email, Some(Key::Account(*id)), hidden.get(id))?;
            lines += 1;
        }
    }
    let mut last = String::new();
    loop {
        let addresses = addresses_after(app, &last).await?;
        let Some(email) = addresses.last() else { break };
        last.clone_from(email);
        for email in &addresses {
            desk.write(to, email, Some(Key::of_email(email)), None)?;
            lines += 1;
        }
    }
    to.flush()?;
    Ok(lines)
}

/// What is needed to write a line.
struct Desk {
    export: Export,
    trained: Trained,
    people: HashMap<Key, u32>,
    /// What each person did, by number.
    past: Vec<Vec<Past>>,
    products: Vec<ProductId>,
    /// What items are called; none of what is not for sale.
    handles: Vec<Option<String>>,
    /// The items in demand, the most first.
    wanted: Vec<u32>,
    now: i64,
    /// How much of a past is looked at.
    history: usize,
}

impl Desk {
    async fn open(app: &App, gathered: Gathered, trained: Trained, export: Export) -> Result<Self, DbErr> {
        let now = gathered.as_of().0;
        let mut past: Vec<Vec<Past>> = vec![Vec::new(); gathered.corpus.people];
        for each in &gathered.corpus.interactions {
            if let Some(past) = past.get_mut(each.person as usize) {
                past.push(Past { item: each.item, at: each.at, weight: each.strength });
            }
        }
        let mut known = handles(app).await?;
        let handles = gathered.products.iter().map(|product| known.remove(product)).collect();
        let demand = |item: &u32| trained.demand.get(*item as usize).copied().unwrap_or(0.0);
        let mut wanted: Vec<u32> = (0..).take(gathered.products.len()).collect();
        wanted.sort_by(|one, other| demand(other).total_cmp(&demand(one)));
        let Gathered { people, products, .. } = gathered;
        let history = Settings::default().history;
        Ok(Self { export, people, past, products, handles, wanted, now, history, trained })
    }

    fn write(
        &self,
        to: &mut (dyn Write + Send),
        email: &str,
        key: Option<Key>,
        hidden: Option<&HashSet<ProductId>>,
    ) -> anyhow::Result<()> {
        let person = key.and_then(|key| self.people.get(&key));
        let past = person.and_then(|person| self.past.get(*person as usize)).map_or(&[][..], Vec::as_slice);
        let items = self.items(past, hidden);
        let items = items.into_iter().filter_map(|item| self.handles.get(item as usize)?.as_deref()).collect();
        let line = Line { email, items, exclude_purchased: !self.export.include_purchased };
        serde_json::to_writer(&mut *to, &line)?;
        Ok(writeln!(to)?)
    }

    fn items(&self, past: &[Past], hidden: Option<&HashSet<ProductId>>) -> Vec<u32> {
        let Export { first, include_purchased } = self.export;
        let repeats = if include_purchased { Repeats::WithRepeats } else { Repeats::OnlyNew };
        let bought = past.iter().filter(|past| past.weight >= weight::BOUGHT);
        let bought: HashSet<u32> = bought.map(|past| past.item).collect();
        let is_fit = |item: &u32| {
            let product = self.products.get(*item as usize);
            let hides = product.is_some_and(|product| hidden.is_some_and(|hidden| hidden.contains(product)));
            let is_sold = self.handles.get(*item as usize).is_some_and(Option::is_some);
            is_sold && !hides && (include_purchased || !bought.contains(item))
        };
        // Scored as for a request, from the newest; more than are wanted, since not all of them are fit.
        let newest = &past[past.len().saturating_sub(self.history)..];
        let most = first * 2 + (past.len() - newest.len());
        let scored = self.trained.score(newest, self.now, repeats, most);
        let mut items: Vec<u32> = scored.into_iter().map(|scored| scored.item).filter(is_fit).take(first).collect();
        let there: HashSet<u32> = items.iter().copied().collect();
        let more = self.wanted.iter().copied().filter(|item| !there.contains(item) && is_fit(item));
        items.extend(more.take(first - there.len()));
        items
    }
}

/// What products that are for sale are called.
async fn handles(app: &App) -> Result<HashMap<ProductId, String>, DbErr> {
    type Row = (ProductId, Option<String>, String);
    let (mut handles, mut last) = (HashMap::new(), ProductId(Uuid::nil()));
    loop {
        let query = product::Entity::find()
            .select_only()
            .columns([product::Column::Id, product::Column::ExternalReference, product::Column::Slug])
            .filter(product::Column::Id.gt(last))
            .filter(product::Column::Status.eq(ProductStatus::Active))
            .order_by_asc(product::Column::Id)
            .limit(ROWS);
        let rows: Vec<Row> = query.into_tuple().all(app.db.read()).await?;
        let Some((id, ..)) = rows.last() else { return Ok(handles) };
        last = *id;
        handles.extend(rows.into_iter().map(|(id, handle, slug)| (id, handle.unwrap_or(slug))));
    }
}

async fn accounts_after(app: &App, last: AccountId) -> Result<Vec<(AccountId, String)>, DbErr> {
    let query = account::Entity::find().select_only().columns([account::Column::Id, account::Column::Email]);
    let query = query.filter(account::Column::Id.gt(last)).order_by_asc(account::Column::Id).limit(ROWS);
    query.into_tuple().all(app.db.read()).await
}

/// Addresses under which guests ordered, but for those of accounts.
async fn addresses_after(app: &App, last: &str) -> Result<Vec<String>, DbErr> {
    let accounts = account::Entity::find().select_only().column(account::Column::Email);
    let query = order::Entity::find()
        .select_only()
        .column(order::Column::Email)
        .distinct()
        .filter(order::Column::AccountId.is_null())
        .filter(order::Column::Email.gt(last))
        .filter(order::Column::Email.not_in_subquery(accounts.into_query()))
        .order_by_asc(order::Column::Email)
        .limit(ROWS);
    query.into_tuple().all(app.db.read()).await
}

async fn hidden(app: &App, accounts: &[(AccountId, String)]) -> Result<HashMap<AccountId, HashSet<ProductId>>, DbErr> {
    let query = entity::Entity::find()
        .select_only()
        .columns([entity::Column::AccountId, entity::Column::ProductId])
        .filter(entity::Column::AccountId.is_in(accounts.iter().map(|(id, _)| *id)))
        .filter(entity::Column::Hides.eq(true));
    let rows: Vec<(AccountId, ProductId)> = query.into_tuple().all(app.db.read()).await?;
    let mut hidden: HashMap<AccountId, HashSet<ProductId>> = HashMap::new();
    for (account, product) in rows {
        hidden.entry(account).or_default().insert(product);
    }
    Ok(hidden)
}
