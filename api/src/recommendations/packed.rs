//! Lists of items and their weights, as bytes of a column: each an u32 and an f32, the lowest byte first.

/// Bytes of one item with its weight.
const ENTRY: usize = 8;

/// Packs a list.
pub(super) fn pack(list: &[(u32, f32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(list.len() * ENTRY);
    for (item, weight) in list {
        bytes.extend(item.to_le_bytes());
        bytes.extend(weight.to_le_bytes());
    }
    bytes
}

/// Unpacks a list; bytes at the end that are no whole entry are left out.
pub(super) fn unpack(bytes: &[u8]) -> Vec<(u32, f32)> {
    let entry = |bytes: &[u8]| {
        let (item, weight) = bytes.split_first_chunk::<4>()?;
        Some((u32::from_le_bytes(*item), f32::from_le_bytes(*weight.first_chunk::<4>()?)))
    };
    bytes.chunks_exact(ENTRY).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_unpacks(list in prop::collection::vec((any::<u32>(), -1e6f32..1e6), 0..50)) {
            prop_assert_eq!(unpack(&pack(&list)), list);
        }
    }

    #[test]
    fn the_format_is_fixed() {
        assert_eq!(pack(&[(1, 1.0)]), [1, 0, 0, 0, 0, 0, 0x80, 0x3f]);
        assert!(unpack(&[1, 2, 3]).is_empty());
    }
}
