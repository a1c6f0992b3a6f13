//! Proving a chain: a pure walk over entries as they come, from the table or from a file.

use super::chain::{self, GENESIS, Hash, Record};
use std::fmt;

/// How far around its place the walk looks for where an entry belongs.
const NEAR: i64 = 64;

/// The end of a log as somebody noted it: `SIZE:HASH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub size: i64,
    /// The hash of the last; zeros when there is none.
    pub hash: Hash,
}

impl std::str::FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(size, hash)| Some((size.parse().ok()?, chain::parse(hash)?)));
        match parts {
            Some((size, hash)) if size >= 0 => Ok(Self { size, hash }),
            _ => Err("write it as SIZE:HASH, such as 12:9f86…, with the 64 digits of the hash".to_owned()),
        }
    }
}

/// What is wrong with a log, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The content of an entry does not give its hash.
    Altered(i64),
    /// Entries from the first to the second are not there.
    Missing(i64, i64),
    /// At the place of the first stands what was written as the second.
    Displaced(i64, i64),
    /// An entry comes after one of a higher number, or a second time.
    OutOfOrder(i64),
    /// An entry is whole and follows another one than the one before it.
    Broken(i64),
    /// A line of a file is no entry.
    Unreadable(u64),
    /// A file does not say where the log ended, so entries may be missing at its end.
    NoHead,
    /// The log ends elsewhere than it says.
    HeadDiffers {
        /// How many entries it says it has.
        said: i64,
        /// How many it has.
        found: i64,
    },
    /// The log holds something else than when its end was noted, up to this entry.
    NotAsSeen(i64),
    /// The price that is shown of this variant is not the one in its newest entry.
    PriceDiffers {
        /// The variant.
        variant: String,
        /// Its price in minor units, as it is shown.
        shown: i64,
        /// As the log has it.
        logged: Option<i64>,
    },
    /// A review is shown with other words or stars than the log says, or is shown though the log says that it is not.
    ReviewDiffers(String),
    /// A review is not shown, and the log says that it is.
    ReviewNotShown(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered(at) => write!(f, "entry {at} was altered: its content does not give its hash"),
            Self::Missing(one, other) if one == other => write!(f, "entry {one} is missing"),
            Self::Missing(from, to) => write!(f, "entries {from} to {to} are missing"),
            Self::Displaced(at, of) => write!(f, "at the place of entry {at} stands what was written as entry {of}"),
            Self::OutOfOrder(at) => write!(f, "entry {at} stands out of its order"),
            Self::Broken(at) => {
                write!(f, "entry {at} does not follow the one before it: what came before was written anew")
            }
            Self::Unreadable(line) => write!(f, "line {line} is no entry"),
            Self::NoHead => f.write_str("the file does not say where the log ended: entries may be missing at its end"),
            Self::HeadDiffers { said, found } if said == found => {
                write!(f, "the log's head names another hash than entry {found} has")
            }
            Self::HeadDiffers { said, found } => write!(f, "the log's head says {said} entries, and there are {found}"),
            Self::NotAsSeen(size) => {
                write!(f, "up to entry {size} the log is not what it was when its head was noted")
            }
            Self::ReviewDiffers(review) => write!(f, "{review} is shown with other words or stars than the log says"),
            Self::ReviewNotShown(review) => write!(f, "{review} is not shown, and the log says that it is"),
            Self::PriceDiffers { variant, shown, logged: Some(logged) } => {
                write!(f, "{variant} is shown at {shown} minor units, and the log says {logged}")
            }
            Self::PriceDiffers { variant, shown, logged: None } => {
                write!(f, "{variant} is shown at {shown} minor units, and the log says nothing of it")
            }
        }
    }
}

/// A walk along the chain.
pub struct Walk {
    seen: Option<Head>,
    /// How many entries came.
    pub entries: i64,
    next: i64,
    /// The hashes that the next entry may follow; any when there is none. There are several after a fault, so that it is
    /// told once and not again of all that comes after it.
    accepted: Vec<Hash>,
    last: Hash,
    /// What is wrong, in the order in which it was found.
    pub findings: Vec<Finding>,
}

impl Walk {
    /// A walk that also proves that the log goes on from where its end was noted. What a file leaves out before that is
    /// not missed.
    #[must_use]
    pub fn new(seen: Option<Head>) -> Self {
        Self { seen, entries: 0, next: 1, accepted: vec![GENESIS], last: GENESIS, findings: Vec::new() }
    }

    /// Takes the next entry.
    pub fn take(&mut self, record: &Record) {
        let at = record.sequence;
        if let Some(seen) = self.seen.filter(|seen| self.entries == 0 && at == seen.size.saturating_add(1)) {
            (self.next, self.accepted) = (at, vec![seen.hash]);
        }
        self.entries += 1;
        let previous = chain::parse(&record.previous_hash);
        let own = previous.map(|previous| record.hash_as(at, &previous));
        let stored = chain::parse(&record.hash);
        let intact = own.is_some() && own == stored;
        if at < self.next {
            self.fill(at);
            self.findings.push(Finding::OutOfOrder(at));
            if !intact {
                self.findings.push(Finding::Altered(at));
            }
            return;
        }
        if at > self.next {
            self.findings.push(Finding::Missing(self.next, at - 1));
            self.accepted.clear();
        }
        self.next = at.saturating_add(1);
        let follows = self.accepted.is_empty() || previous.is_some_and(|previous| self.accepted.contains(&previous));
        if intact {
            if !follows {
                self.findings.push(Finding::Broken(at));
            }
            self.accepted.clear();
        } else if let Some(of) =
            previous.zip(stored).and_then(|(previous, stored)| written_as(record, previous, stored))
        {
            self.findings.push(Finding::Displaced(at, of));
        } else {
            self.findings.push(Finding::Altered(at));
            self.accepted.clear();
            self.accepted.extend(own);
        }
        self.accepted.extend(stored);
        self.last = stored.unwrap_or_default();
        if self.seen.is_some_and(|seen| seen.size == at && stored != Some(seen.hash)) {
            self.findings.push(Finding::NotAsSeen(at));
        }
    }

    /// Notes that a line of a file is no entry.
    pub fn unreadable(&mut self, line: u64) {
        self.findings.push(Finding::Unreadable(line));
    }

    /// Ends the walk at the head that the log itself names; tells the end that was found.
    pub fn finish(&mut self, head: Option<Head>) -> Head {
        // A file from the noted end on with nothing in it goes on from there.
        if let Some(seen) = self.seen.filter(|seen| self.entries == 0 && head == Some(*seen)) {
            return seen;
        }
        let found = Head { size: self.next - 1, hash: self.last };
        match head {
            None => self.findings.push(Finding::NoHead),
            // Faults in the middle that are told already may well have moved the hash of the end.
            Some(said) if said.size != found.size || (said.hash != found.hash && self.findings.is_empty()) => {
                self.findings.push(Finding::HeadDiffers { said: said.size, found: found.size });
            }
            Some(_) => {}
        }
        if self.seen.is_some_and(|seen| seen.size > found.size) {
            self.findings.push(Finding::NotAsSeen(found.size));
        }
        found
    }

    /// An entry that was missed came after all.
    fn fill(&mut self, at: i64) {
        let gap = self
            .findings
            .iter()
            .position(|found| matches!(found, Finding::Missing(from, to) if (*from..=*to).contains(&at)));
        let Some(gap) = gap else { return };
        let Finding::Missing(from, to) = self.findings.remove(gap) else { return };
        if at < to {
            self.findings.insert(gap, Finding::Missing(at + 1, to));
        }
        if from < at {
            self.findings.insert(gap, Finding::Missing(from, at - 1));
        }
    }
}

/// As which other entry near its place this content was written.
fn written_as(record: &Record, previous: Hash, stored: Hash) -> Option<i64> {
    let near = (1..=NEAR).flat_map(|step| [record.sequence.saturating_add(step), record.sequence.saturating_sub(step)]);
    near.filter(|at| *at > 0).find(|at| record.hash_as(*at, &previous) == stored)
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
