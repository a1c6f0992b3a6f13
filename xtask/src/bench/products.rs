//! A catalogue of any size in the format that shops export, the same in every run.

use std::fmt::Write as _;

const COLOURS: [&str; 12] =
    ["Celadon", "Indigo", "Ochre", "Walnut", "Ivory", "Copper", "Slate", "Moss", "Amber", "Rose", "Charcoal", "Linen"];
const KINDS: [&str; 20] = [
    "hand-thrown",
    "carved",
    "woven",
    "printed",
    "stitched",
    "enamelled",
    "lacquered",
    "forged",
    "turned",
    "knotted",
    "glazed",
    "painted",
    "engraved",
    "felted",
    "braided",
    "inlaid",
    "quilted",
    "dyed",
    "polished",
    "folded",
];
const THINGS: [(&str, &str); 24] = [
    ("bowl", "Tableware"),
    ("teapot", "Tableware"),
    ("cup", "Tableware"),
    ("plate", "Tableware"),
    ("vase", "Vases"),
    ("lantern", "Lanterns"),
    ("lamp", "Lamps"),
    ("rug", "Rugs"),
    ("throw", "Rugs"),
    ("scarf", "Scarves"),
    ("spoon", "Kitchen"),
    ("board", "Kitchen"),
    ("toy horse", "Toys"),
    ("ring", "Rings"),
    ("necklace", "Necklaces"),
    ("print", "Prints"),
    ("notebook", "Notebooks"),
    ("radio", "Radios"),
    ("camera", "Cameras"),
    ("satchel", "Bags"),
    ("belt", "Belts"),
    ("tea tin", "Pantry"),
    ("box", "Boxes"),
    ("tray", "Trays"),
];
/// Shops among which the products are spread.
const SHOPS: usize = 40;

/// Words that a shopper might type: plain, two words, the beginning of a word, and typos.
pub const SEARCHES: [&str; 24] = [
    "bowl",
    "teapot",
    "indigo scarf",
    "walnut board",
    "lantern",
    "lantren",
    "carved spoon",
    "copper ring",
    "slate vase",
    "moss rug",
    "amber neckl",
    "rose print",
    "charcoal camera",
    "linen throw",
    "ivory box",
    "ochre plate",
    "noteboook",
    "hand-thrown cup",
    "woven belt",
    "lacquered tray",
    "celadno bowl",
    "quilted",
    "toy horse",
    "satchel",
];

/// The handle, and so the slug, of a product.
pub fn handle(number: usize) -> String {
    let (colour, kind, thing) = words(number);
    format!("{}-{kind}-{}-{number}", colour.to_lowercase(), thing.0.replace(' ', "-"))
}

fn words(number: usize) -> (&'static str, &'static str, (&'static str, &'static str)) {
    let thing = THINGS[number % THINGS.len()];
    let colour = COLOURS[number / THINGS.len() % COLOURS.len()];
    let kind = KINDS[number / (THINGS.len() * COLOURS.len()) % KINDS.len()];
    (colour, kind, thing)
}

/// `count` products as a Shopify product CSV.
pub fn csv(count: usize) -> String {
    let mut file = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,\
         Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text,Status\n",
    );
    for number in 0..count {
        let (colour, kind, (thing, category)) = words(number);
        let shop = number * 7 % SHOPS;
        let price = 300 + number * 37 % 24_000;
        let title = format!("{colour} {kind} {thing}");
        // Writing to a string cannot fail.
        let _ = writeln!(
            file,
            "{},{title} no. {number},\"<p>A {} {thing}, {kind} in our workshop and signed underneath.</p><ul><li>Wipe with a soft \
             cloth</li><li>Made in batches of {}</li></ul>\",Bench shop {shop},{category},,true,Title,Default Title,B-{number},shopify,\
             100000,{}.{:02},,https://images.example/{number}.jpg,1,{title},active",
            handle(number),
            colour.to_lowercase(),
            number % 50 + 1,
            price / 100,
            price % 100,
        );
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_unique_and_rows_are_whole() {
        let handles: std::collections::HashSet<String> = (0..10_000).map(handle).collect();
        assert_eq!(handles.len(), 10_000);
        let file = csv(3);
        assert_eq!(file.lines().count(), 4);
        assert!(file.lines().skip(1).all(|line| line.ends_with(",active")));
    }
}
