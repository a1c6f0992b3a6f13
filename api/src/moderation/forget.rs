//! What becomes of cases when an account is deleted.

use crate::db::Tx;
use crate::reviews::holding;
use sea_orm::DbErr;
use shared::id::AccountId;

/// Cuts an account off from what it decided, said and was told; its flags and a suspension go with its row. The words of
/// its appeals go, since nobody is left who appeals.
///
/// # Errors
/// The database's.
pub(crate) async fn forget(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    for sql in [
        "UPDATE moderation_actions SET reason = NULL WHERE account_id = $1 AND action IN ('flagged', 'appealed')",
        "UPDATE moderation_actions SET account_id = NULL WHERE account_id = $1",
        "UPDATE moderation_appeals SET against = NULL WHERE against = $1",
        "UPDATE moderation_statements SET decided_by = NULL WHERE decided_by = $1",
        "DELETE FROM moderation_appeals WHERE review_id IN (SELECT id FROM reviews WHERE account_id = $1)",
        "UPDATE events SET account_id = NULL WHERE account_id = $1 AND topic LIKE 'moderation.%'",
    ] {
        tx.execute_sql(sql, vec![account.into()]).await?;
    }
    holding::forget(tx, account).await
}
