//! The log as lines of JSON, for whoever checks it.

use super::chain::Record;
use super::entity::{Column, Entity, head};
use crate::app::App;
use bytes::Bytes;
use futures::Stream;
use futures::stream;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

/// Entries read at once.
const BATCH: u64 = 1_000;

/// The last line: where the log ended when the file was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct End {
    /// The head.
    pub head: EndHead,
}

/// The head in the last line.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndHead {
    /// How many entries there are.
    pub size: i64,
    /// The hash of the last, in hex.
    pub hash: String,
}

/// Up to a thousand entries after this one, as they stand in the table, in the order of their numbers.
pub(super) async fn records<C: ConnectionTrait>(conn: &C, after: i64, upto: i64) -> Result<Vec<Record>, DbErr> {
    use Column::{Hash, Kind, OccurredAt, Payload, PreviousHash, Sequence, Subject};
    Entity::find()
        .select_only()
        .columns([Sequence, Kind, Subject, OccurredAt, Payload, PreviousHash, Hash])
        .filter(Sequence.gt(after))
        .filter(Sequence.lte(upto))
        .order_by_asc(Sequence)
        .limit(BATCH)
        .into_model::<Record>()
        .all(conn)
        .await
}

/// The entries from `from` to the head, one a line, and the head in the last line. What is appended meanwhile is not in it.
pub fn lines(app: App, from: i64, head: head::Model) -> impl Stream<Item = Result<Bytes, DbErr>> + Send + 'static {
    stream::try_unfold(Some(from - 1), move |after| {
        let (app, head) = (app.clone(), head.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let records = records(app.db.read(), after, head.size).await?;
            let mut text = Vec::new();
            for record in &records {
                line(&mut text, record)?;
            }
            let next = records.last().map(|record| record.sequence);
            if next.is_none() {
                line(&mut text, &End { head: EndHead { size: head.size, hash: head.hash } })?;
            }
            Ok(Some((Bytes::from(text), next)))
        }
    })
}

fn line(text: &mut Vec<u8>, of: &impl Serialize) -> Result<(), DbErr> {
    serde_json::to_writer(&mut *text, of).map_err(|error| DbErr::Json(error.to_string()))?;
    text.push(b'\n');
    Ok(())
}
