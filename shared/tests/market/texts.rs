//! What people write: nothing, a word, stock phrases that everybody uses, or sentences of their own.

use crate::random::Random;

const SHORT: [&str; 14] = [
    "Great!",
    "Very good",
    "Love it",
    "Good quality, fast delivery",
    "Good quality, fast delivery, thank you!",
    "As described, would buy again",
    "Perfect, thanks",
    "ok",
    "Rất tốt!",
    "Hàng đẹp, giao nhanh",
    "Shop giao hàng nhanh, đóng gói cẩn thận",
    "Շատ լավ է",
    "Շատ գոհ եմ, շնորհակալություն",
    "Not worth the money",
];

/// `{n}` is a thing, `{a}` how it is, `{w}` who or what for.
const ENGLISH: [&str; 44] = [
    "the {n} is {a}",
    "I bought this for {w}",
    "after a month the {n} still looks {a}",
    "the {n} feels {a} in the hand",
    "delivery took longer than I hoped",
    "it came two days early",
    "the colour is not quite like in the picture",
    "{w} uses it every day now",
    "for the price I cannot complain",
    "I expected the {n} to be more {a}",
    "the {n} broke in the second week",
    "customer service answered within an hour",
    "it smells a little at first but that goes away",
    "exactly what {w} was looking for",
    "the {n} could be larger",
    "I had one like it ten years ago and this one is {a}",
    "instructions are hard to follow",
    "everything was packed in paper without plastic",
    "the box was dented but the {n} was fine",
    "washes well and keeps its shape",
    "we took it camping and it held up",
    "my only complaint is the {n}",
    "compared three shops before choosing this",
    "a present for {w} that went down very well",
    "I would have liked another {n} with it",
    "it is heavier than it looks",
    "works best when you let it rest overnight",
    "the {n} has a {a} finish",
    "fits on the shelf next to the window",
    "surprisingly {a} for something this small",
    "had to send the first one back",
    "the second {n} arrived without trouble",
    "nobody in the house believes what I paid",
    "keeps warm until the evening",
    "the stitching around the {n} is {a}",
    "it does what it says and no more",
    "I use it with {w} at weekends",
    "not for people with large hands",
    "a bit {a} but I got used to it",
    "the {n} scratches easily",
    "bought a spare because it might sell out",
    "you notice that somebody thought about the {n}",
    "honestly the {n} is the best part",
    "would suit a beginner more than {w}",
];
const THINGS: [&str; 16] = [
    "handle", "lid", "fabric", "strap", "button", "surface", "bottom", "zip", "wood", "glass", "edge", "cable",
    "cover", "pattern", "lining", "base",
];
const KINDS: [&str; 16] = [
    "sturdy", "soft", "thin", "bright", "smooth", "stiff", "elegant", "plain", "solid", "light", "rough", "dull",
    "precise", "loose", "warm", "clean",
];
const WHO: [&str; 12] = [
    "my mother",
    "my son",
    "a friend",
    "the office",
    "our kitchen",
    "my sister",
    "the garden",
    "a colleague",
    "my father",
    "the children",
    "my wife",
    "the holidays",
];

const VIETNAMESE: [&str; 16] = [
    "{n} rất {a}",
    "mình mua tặng {w}",
    "dùng được một tháng vẫn {a}",
    "giao hàng hơi chậm một chút",
    "màu không giống trong hình lắm",
    "{w} dùng mỗi ngày",
    "với giá này thì không chê được",
    "{n} bị hỏng sau hai tuần",
    "nhân viên trả lời tin nhắn rất nhanh",
    "hộp hơi móp nhưng {n} không sao",
    "giặt nhiều lần vẫn giữ dáng",
    "cầm nặng tay hơn mình nghĩ",
    "đóng gói bằng giấy không dùng nhựa",
    "đã so sánh ba cửa hàng trước khi mua",
    "{n} hơi {a} nhưng dùng quen rồi",
    "lần sau sẽ mua thêm cho {w}",
];
const VIETNAMESE_THINGS: [&str; 8] = ["tay cầm", "nắp", "vải", "dây đeo", "nút bấm", "mặt gỗ", "viền", "lớp lót"];
const VIETNAMESE_KINDS: [&str; 8] = ["chắc chắn", "mềm", "mỏng", "sáng", "mịn", "cứng", "gọn", "ấm"];
const VIETNAMESE_WHO: [&str; 6] = ["mẹ", "con trai", "bạn thân", "văn phòng", "chị gái", "ông bà"];

/// Synonyms by which somebody who is paid for it makes ten texts of one.
const SYNONYMS: [(&str, &str); 14] = [
    ("bought", "ordered"),
    ("great", "excellent"),
    ("sturdy", "strong"),
    ("soft", "gentle"),
    ("delivery", "shipping"),
    ("price", "money"),
    ("every day", "daily"),
    ("looks", "seems"),
    ("still", "even now"),
    ("people", "those"),
    ("before", "prior to"),
    ("works", "performs"),
    ("bright", "vivid"),
    ("large", "big"),
];

/// What an honest buyer writes.
pub fn honest(random: &mut Random) -> String {
    match random.unit() {
        part if part < 0.1 => String::new(),
        part if part < 0.35 => (*random.pick(&SHORT)).to_owned(),
        part if part < 0.5 => own(random, true),
        _ => own(random, false),
    }
}

/// What somebody writes who could not wait: a word or two, half of the time.
pub fn excited(random: &mut Random) -> String {
    if random.chance(0.5) {
        (*random.pick(&["Great!", "Love it", "Perfect, thanks"])).to_owned()
    } else {
        honest(random)
    }
}

/// One to five sentences of one's own.
pub fn own(random: &mut Random, vietnamese: bool) -> String {
    let sentences = random.between(1, 5) as usize;
    long(random, vietnamese, sentences)
}

/// So many sentences of one's own.
pub fn long(random: &mut Random, vietnamese: bool, sentences: usize) -> String {
    let patterns: &[&str] = if vietnamese { &VIETNAMESE } else { &ENGLISH };
    let mut text = Vec::new();
    for pattern in random.some(patterns, sentences) {
        let (thing, kind, who) = if vietnamese {
            (*random.pick(&VIETNAMESE_THINGS), *random.pick(&VIETNAMESE_KINDS), *random.pick(&VIETNAMESE_WHO))
        } else {
            (*random.pick(&THINGS), *random.pick(&KINDS), *random.pick(&WHO))
        };
        text.push(pattern.replace("{n}", thing).replace("{a}", kind).replace("{w}", who));
    }
    text.join(". ")
}

/// A text copied with a touch: a sentence left out at times, a word put before.
pub fn copied(random: &mut Random, text: &str) -> String {
    let mut sentences: Vec<&str> = text.split(". ").collect();
    if sentences.len() > 2 && random.chance(0.3) {
        let at = random.between(0, sentences.len() as i64 - 1) as usize;
        sentences.remove(at);
    }
    let start = *random.pick(&["", "Wow. ", "Hi. ", "Thanks. "]);
    format!("{start}{}", sentences.join(". "))
}

/// A text paraphrased: sentences in another order, one left out, one added, words for words.
pub fn paraphrased(random: &mut Random, text: &str) -> String {
    let mut sentences: Vec<String> = text.split(". ").map(str::to_owned).collect();
    random.shuffle(&mut sentences);
    if random.chance(0.6) {
        sentences.pop();
    }
    if random.chance(0.6) {
        sentences.push(long(random, false, 1));
    }
    let mut text = sentences.join(". ");
    for (word, other) in SYNONYMS {
        if random.chance(0.6) {
            text = text.replace(word, other);
        }
    }
    text
}
