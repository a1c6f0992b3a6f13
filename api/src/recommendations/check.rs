//! Whether what is held in memory is still true: of the shopper their mark, of products the sums of their cards. One statement
//! asks for both, so that a request costs one where nothing has changed, which is nearly always.

use super::cards::{self, Sums};
use super::signals::{self, Mark, Person};
use crate::app::App;
use crate::consents::entity::Purpose;
use sea_orm::{ConnectionTrait as _, DbErr, FromQueryResult as _, QueryResult, Statement, Value};
use shared::id::ProductId;

/// What was written within so many milliseconds before it was read is not held: something else of the same moment could not be
/// told from it.
pub(super) const SETTLED_MS: i64 = 1_000;

/// The mark of a person.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn mark(app: &App, person: &Person) -> Result<Mark, DbErr> {
    let row = row(app, signals::mark_of(person), of(person)).await?;
    Mark::from_query_result(&row, "")
}

/// The sums of the cards of products, each named once.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn sums(app: &App, products: &[ProductId]) -> Result<Sums, DbErr> {
    let mut values = Vec::new();
    let sql = cards::sums_of(products, &mut values);
    let row = row(app, sql, values).await?;
    Sums::from_query_result(&row, "")
}

/// The mark of a person and the sums of the cards of products, each named once.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn mark_and_sums(app: &App, person: &Person, products: &[ProductId]) -> Result<(Mark, Sums), DbErr> {
    let mut values = of(person);
    let (mark, sums) = (signals::mark_of(person), cards::sums_of(products, &mut values));
    let sql = format!("SELECT * FROM ({mark}) AS mark CROSS JOIN ({sums}) AS sums");
    let row = row(app, sql, values).await?;
    Ok((Mark::from_query_result(&row, "")?, Sums::from_query_result(&row, "")?))
}

fn of(person: &Person) -> Vec<Value> {
    vec![person.key().1, Purpose::Personalisation.into()]
}

async fn row(app: &App, sql: String, values: Vec<Value>) -> Result<QueryResult, DbErr> {
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, values);
    let found = app.db.read().query_one_raw(statement).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("sums are always there".to_owned()))
}
