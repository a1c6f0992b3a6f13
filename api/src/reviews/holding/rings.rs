//! Finding rings among reviews, and keeping them as pictures.

use super::entity::{Bond, Document, Line, Member, Reason, Role, Target, ring, ring_member};
use super::patrol::Row;
use crate::app::App;
use crate::db::Tx;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter};
use sha2::{Digest as _, Sha256};
use shared::id::{AccountId, ProductId};
use shared::trust::likeness::Text;
use shared::trust::rings::{self, Ring};
use shared::trust::sightings::{Sighting, SignalKind};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Members of one statement.
const CHUNK: usize = 1_000;

/// Reviews with their texts as they are compared.
pub(super) struct Seen {
    pub(super) rows: Vec<Row>,
    texts: Vec<Text>,
}

impl Seen {
    pub(super) fn of(rows: Vec<Row>, text: impl Fn(&Row) -> Text) -> Self {
        let texts = rows.iter().map(text).collect();
        Self { rows, texts }
    }

    /// The groups that score enough to be shown, the strongest first.
    pub(super) fn rings(&self, sightings: &[Sighting]) -> Vec<Ring> {
        let reviews = self.rows.iter().zip(&self.texts).map(|(row, text)| rings::Review {
            review: row.id.0,
            reviewer: row.account_id,
            subject: row.subject_id,
            shop: row.shop_id,
            stars: u8::try_from(row.stars).unwrap_or(1),
            at: row.written_at,
            text,
        });
        rings::find(&reviews.collect::<Vec<_>>(), sightings)
    }

    /// A ring as a picture.
    fn document(&self, ring: &Ring) -> Document {
        let mut wrote: BTreeMap<AccountId, u32> = BTreeMap::new();
        let mut products: BTreeMap<Uuid, Option<ProductId>> = BTreeMap::new();
        for row in &self.rows {
            *wrote.entry(row.account_id).or_default() += 1;
            products.insert(row.subject_id, row.product_id);
        }
        let role = |account: &AccountId| match ring.accomplices.binary_search(account) {
            Ok(_) => Role::Accomplice,
            Err(_) => Role::Member,
        };
        let people = ring.members.iter().map(|account| (account, role(account)));
        let people = people.chain(ring.followers.iter().map(|account| (account, Role::Follower)));
        let member = |(account, role): (&AccountId, Role)| Member {
            account: *account,
            reviews: wrote.get(account).copied().unwrap_or(0),
            role,
        };
        let place = |account: AccountId| ring.members.binary_search(&account).ok();
        let target_of = |subject: Uuid| ring.targets.iter().position(|target| target.subject == subject);
        let line = |stroke: &rings::Stroke| {
            Some(Line {
                member: place(stroke.reviewer)?,
                target: target_of(stroke.subject)?,
                stars: stroke.stars,
                at: stroke.at.0,
            })
        };
        let bond = |bond: &rings::Bond| {
            Some(Bond { a: place(bond.a)?, b: place(bond.b)?, strength: bond.weight, reasons: reasons(bond) })
        };
        let target = |target: &rings::Target| Target {
            product: products.get(&target.subject).copied().flatten(),
            shop: target.shop,
        };
        Document {
            parts: ring.parts.clone(),
            members: people.map(member).collect(),
            targets: ring.targets.iter().map(target).collect(),
            reviews: ring.strokes.iter().filter_map(line).collect(),
            bonds: ring.bonds.iter().filter_map(bond).collect(),
        }
    }
}

fn reasons(bond: &rings::Bond) -> Vec<Reason> {
    let shared = |kind: SignalKind| match kind {
        SignalKind::Address => Reason::Address,
        SignalKind::Device => Reason::Device,
        SignalKind::Payment => Reason::Payment,
    };
    let mut reasons: Vec<Reason> = bond.shared.iter().map(|kind| shared(*kind)).collect();
    // Acts hold what cells say as well.
    if bond.acts > bond.cell {
        reasons.insert(0, Reason::Acts);
    }
    if bond.likeness > 0.0 {
        reasons.push(Reason::Texts);
    }
    if bond.cell > 0.0 {
        reasons.push(Reason::Cell);
    }
    reasons
}

/// Writes down which rings there are now. One that is not found any more says nothing from then on, but its picture stays
/// while a judgement shows it.
pub(super) async fn keep(app: &App, seen: &Seen, found: &[Ring]) -> Result<(), DbErr> {
    let tx = app.db.begin(app.clock.now()).await?;
    ring_member::Entity::delete_many().exec(tx.conn()).await?;
    let mut there = Vec::with_capacity(found.len());
    for ring in found {
        there.push(keep_one(app, &tx, seen, ring).await?);
    }
    let sql = "DELETE FROM review_rings WHERE found_at < $1 \
        AND NOT EXISTS (SELECT 1 FROM review_judgements j WHERE j.ring_id = review_rings.id)";
    tx.execute_sql(sql, vec![tx.now().into()]).await?;
    for id in there {
        // What was held because of an earlier shape of the ring shows how it is now.
        let sql = "UPDATE review_judgements SET ring_id = $1 WHERE ring_id IS NOT NULL AND ring_id <> $1 \
            AND review_id IN (SELECT r.id FROM reviews r JOIN review_ring_members m ON m.account_id = r.account_id \
            WHERE m.ring_id = $1)";
        tx.execute_sql(sql, vec![id.into()]).await?;
    }
    tx.commit().await
}

async fn keep_one(app: &App, tx: &Tx, seen: &Seen, ring: &Ring) -> Result<Uuid, DbErr> {
    let key = key(ring);
    let row = ring::Model {
        id: app.ids.next(),
        key: key.clone(),
        score: ring.score,
        document: seen.document(ring),
        found_at: tx.now(),
    };
    let columns = [ring::Column::Score, ring::Column::Document, ring::Column::FoundAt];
    let again = OnConflict::column(ring::Column::Key).update_columns(columns).to_owned();
    let fresh = row.id;
    ring::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.conn()).await?;
    let known = ring::Entity::find().filter(ring::Column::Key.eq(key)).one(tx.conn()).await?;
    let id = known.map_or(fresh, |known| known.id);
    let people: Vec<AccountId> = ring.members.iter().chain(&ring.followers).copied().collect();
    for people in people.chunks(CHUNK) {
        let rows = people.iter().map(|account| {
            ring_member::Model { ring_id: id, account_id: *account, says: ring.says(*account) }.into_active_model()
        });
        ring_member::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(id)
}

/// A digest of who belongs to it.
fn key(ring: &Ring) -> String {
    let mut hash = Sha256::new();
    for account in ring.members.iter().chain(&ring.followers) {
        hash.update(account.0.as_bytes());
    }
    hex::encode(hash.finalize())
}
