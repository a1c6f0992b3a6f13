//! Sending what is due.

use super::compose::compose;
use super::entity::{ActiveModel, MailState, Model};
use super::smtp::{Envelope, NotTaken};
use super::{Letter, outbox};
use crate::app::App;
use sea_orm::ActiveValue::Set;
use shared::Timestamp;

/// Mails that are looked up at once.
const BATCH: u64 = 50;
/// How long a try may take before another process may think that this one has died, in milliseconds: longer than an
/// SMTP server may take for all its answers.
const LEASE_MS: i64 = 5 * 60_000;
/// The rest after the first try, in milliseconds; each further one is twice as long.
const FIRST_REST_MS: i64 = 30_000;
const LONGEST_REST_MS: i64 = 6 * 3_600_000;
/// Tries, about two days in all.
const TRIES: i32 = 16;
/// Tries when the server says no for good, should it be wrong about that.
const TRIES_FOR_GOOD: i32 = 3;
/// Most of an error that is kept, in characters.
const MAX_ERROR: usize = 500;

/// Sends what is due; returns how many mails left the outbox.
///
/// # Errors
/// When the database does not answer. A server that takes no mail is no error here: its mails are tried again later.
pub async fn send_due(app: &App) -> anyhow::Result<u64> {
    let mut left = 0;
    loop {
        let due = outbox::due(app, BATCH).await?;
        for mail in &due {
            if outbox::claim(app, mail, app.clock.now().plus_ms(LEASE_MS)).await? && deliver(app, mail).await? {
                left += 1;
            }
        }
        // What was not taken rests now, so the next batch is another one.
        if (due.len() as u64) < BATCH {
            return Ok(left);
        }
    }
}

/// One try; true when the mail has left the outbox.
async fn deliver(app: &App, mail: &Model) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let Some(letter) = compose(app, mail).await? else {
        outbox::drop_one(app, mail.id).await?;
        return Ok(false);
    };
    let Some(mailer) = &app.mailer else {
        outbox::settle(app, mail.id, kept(&letter, now)).await?;
        return Ok(true);
    };
    let envelope =
        Envelope { recipient: &mail.recipient, id: mail.id.to_string(), language: letter.locale.as_str(), date: now };
    match mailer.send(&envelope, &letter).await {
        Ok(()) => {
            metrics::counter!("mails_sent_total").increment(1);
            if mail.message.leaves_nothing() {
                outbox::drop_one(app, mail.id).await?;
                return Ok(true);
            }
            let row =
                ActiveModel { state: Set(MailState::Sent), finished_at: Set(Some(now)), ..ActiveModel::default() };
            outbox::settle(app, mail.id, row).await?;
            Ok(true)
        }
        Err(error) => {
            metrics::counter!("mails_failed_total").increment(1);
            outbox::settle(app, mail.id, not_taken(mail, &error, now)).await?;
            Ok(false)
        }
    }
}

fn kept(letter: &Letter, now: Timestamp) -> ActiveModel {
    ActiveModel {
        state: Set(MailState::Kept),
        // Whoever asked for it may have read another language than its reader does.
        locale: Set(letter.locale),
        subject: Set(Some(letter.subject.clone())),
        text: Set(Some(letter.text())),
        html: Set(Some(letter.html())),
        finished_at: Set(Some(now)),
        ..ActiveModel::default()
    }
}

fn not_taken(mail: &Model, error: &NotTaken, now: Timestamp) -> ActiveModel {
    let tries = mail.attempts + 1;
    let last = tries >= if error.for_good { TRIES_FOR_GOOD } else { TRIES };
    let (id, occasion) = (mail.id, mail.message.occasion());
    if last {
        tracing::error!(%id, %occasion, tries, reason = error.reason, "a mail could not be sent and is given up");
    } else {
        tracing::warn!(%id, %occasion, tries, reason = error.reason, "a mail was not sent; it will be tried again");
    }
    let reason = error.reason.chars().take(MAX_ERROR).collect();
    ActiveModel {
        state: Set(if last { MailState::GivenUp } else { MailState::Waiting }),
        next_attempt_at: Set(now.plus_ms(rest_ms(tries))),
        last_error: Set(Some(reason)),
        finished_at: Set(last.then_some(now)),
        ..ActiveModel::default()
    }
}

/// The rest after so many tries.
fn rest_ms(tries: i32) -> i64 {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(20);
    (FIRST_REST_MS << doublings).min(LONGEST_REST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_and_end_after_two_days() {
        assert_eq!([1, 2, 3].map(rest_ms), [30_000, 60_000, 120_000]);
        assert_eq!(rest_ms(TRIES), LONGEST_REST_MS);
        let all: i64 = (1..TRIES).map(rest_ms).sum();
        assert!((24..72).contains(&(all / 3_600_000)), "{all}");
    }
}
