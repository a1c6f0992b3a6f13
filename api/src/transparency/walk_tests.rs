use super::*;

/// A good log of so many entries, and its head.
fn log(size: i64) -> (Vec<Record>, Head) {
    let (mut records, mut hash) = (Vec::new(), GENESIS);
    for sequence in 1..=size {
        let mut record = Record {
            sequence,
            kind: "price_changed".into(),
            subject: format!("var_{sequence}"),
            occurred_at: 1_000 * sequence,
            payload: format!("{{\"currency\":\"GBP\",\"price\":{sequence}}}"),
            previous_hash: hex::encode(hash),
            hash: String::new(),
        };
        hash = record.hash_as(sequence, &hash);
        record.hash = hex::encode(hash);
        records.push(record);
    }
    (records, Head { size, hash })
}

fn walk(records: &[Record], head: Option<Head>, seen: Option<Head>) -> Vec<Finding> {
    let mut walk = Walk::new(seen);
    records.iter().for_each(|record| walk.take(record));
    walk.finish(head);
    walk.findings
}

fn head_of(records: &[Record], size: i64) -> Head {
    let hash = usize::try_from(size - 1).ok().and_then(|at| chain::parse(&records[at].hash));
    Head { size, hash: hash.unwrap_or(GENESIS) }
}

#[test]
fn a_good_log_has_no_findings() {
    for size in 0..5 {
        let (records, head) = log(size);
        assert_eq!(walk(&records, Some(head), None), []);
    }
}

#[test]
fn a_flipped_byte_is_found_where_it_is() {
    let (good, head) = log(9);
    let alter: [fn(&mut Record); 6] = [
        |record| record.kind = "price_changee".into(),
        |record| record.subject = "var_6".into(),
        |record| record.occurred_at += 1,
        |record| record.payload = record.payload.replace("price", "pricf"),
        |record| record.previous_hash.replace_range(..1, if record.previous_hash.starts_with('0') { "1" } else { "0" }),
        |record| record.hash.replace_range(..1, if record.hash.starts_with('0') { "1" } else { "0" }),
    ];
    for (number, alter) in alter.iter().enumerate() {
        for at in 0..9 {
            let mut records = good.clone();
            alter(&mut records[at]);
            if records[at] == good[at] {
                continue;
            }
            assert_eq!(walk(&records, Some(head), None), [Finding::Altered(records[at].sequence)], "field {number}");
        }
    }
}

#[test]
fn a_removed_entry_is_found_where_it_was() {
    let (good, head) = log(9);
    for at in 0..8 {
        let mut records = good.clone();
        let gone = records.remove(at).sequence;
        assert_eq!(walk(&records, Some(head), None), [Finding::Missing(gone, gone)]);
        // Numbered anew, what follows stands where it was not written.
        records.iter_mut().skip(at).for_each(|record| record.sequence -= 1);
        assert_eq!(walk(&records, Some(head), None)[0], Finding::Displaced(gone, gone + 1));
    }
    assert_eq!(walk(&good[..8], Some(head), None), [Finding::HeadDiffers { said: 9, found: 8 }]);
    assert_eq!(walk(&good[..8], None, None), [Finding::NoHead]);
}

#[test]
fn a_reordered_pair_is_found_where_it_is() {
    let (good, head) = log(9);
    for at in 0..8 {
        // In a file lines change places.
        let mut records = good.clone();
        records.swap(at, at + 1);
        let first = good[at].sequence;
        let last = at == 7;
        let found = walk(&records, Some(head), None);
        assert_eq!(found[0], Finding::OutOfOrder(first), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?} {last}");
        // In a table numbers do.
        records[at].sequence -= 1;
        records[at + 1].sequence += 1;
        let found = walk(&records, Some(head), None);
        assert_eq!(found, [Finding::Displaced(first, first + 1), Finding::Displaced(first + 1, first)]);
    }
}

#[test]
fn a_log_written_anew_is_known_by_a_head_that_was_noted() {
    let (good, head) = log(9);
    let noted = head_of(&good, 4);
    assert_eq!(walk(&good, Some(head), Some(noted)), []);
    assert_eq!(walk(&good[4..], Some(head), Some(noted)), [], "what follows the noted head is enough");
    assert_eq!(walk(&[], Some(noted), Some(noted)), []);
    assert_eq!(walk(&good[5..], Some(head), Some(noted)), [Finding::Missing(1, 5)]);
    let other = Head { size: 4, hash: [7; 32] };
    assert_eq!(walk(&good, Some(head), Some(other)), [Finding::NotAsSeen(4)]);
    assert_eq!(walk(&good[4..], Some(head), Some(other)), [Finding::Broken(5)]);
    let shorter = head_of(&good, 3);
    assert_eq!(walk(&good[..3], Some(shorter), Some(noted)), [Finding::NotAsSeen(3)]);
}

#[test]
fn a_head_is_written_as_its_size_and_hash() {
    let text = format!("12:{}", "0".repeat(64));
    assert_eq!(text.parse(), Ok(Head { size: 12, hash: GENESIS }));
    for wrong in ["", "12", "12:00", "-1:0", "x:y"] {
        assert!(wrong.parse::<Head>().is_err(), "{wrong}");
    }
}
