//! Base64 for addresses, without padding: how bytes stand in the JSON of WebAuthn.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - group.len()));
        for digit in 0..=group.len() {
            text.push(char::from(DIGITS[((bits >> (18 - 6 * digit)) & 63) as usize]));
        }
    }
    text
}

/// The bytes of a text; `None` when it is no such text.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(4) {
        let digit = |byte: &u8| DIGITS.iter().position(|known| known == byte);
        let digits: Vec<usize> = group.iter().map(digit).collect::<Option<_>>()?;
        if digits.len() == 1 {
            return None;
        }
        let bits = digits.iter().fold(0, |bits, digit| (bits << 6) | digit) << (6 * (4 - digits.len()));
        bytes.extend((0..digits.len() - 1).map(|at| (bits >> (16 - 8 * at)) as u8));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn follows_the_examples_of_the_specification() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text), Some(bytes.as_bytes().to_vec()));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "-_8");
        for bad in ["Z", "Zg==", "Z+8", "Zm9vY"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
