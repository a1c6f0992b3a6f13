//! The index: what is found, in which order, and how it spreads.

use api::catalog::ProductFilter;
use api::search::{Answer, Document, Mark, Place, Request, Search, Sort};
use shared::id::{CategoryId, ProductId, ShopId};
use shared::{Locale, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

const LADDER: &[i64] = &[1_000, 2_500];

struct Shelf {
    search: Search,
    _folder: TempDir,
}

fn id(number: u128) -> Uuid {
    // Both halves differ, as in real ids.
    Uuid::from_u128(number << 64 | number)
}

fn mark(seq: i64) -> Mark {
    Mark { seq, origin: id(1) }
}

fn product(number: u128, titles: &[&str], price: i64) -> Document {
    Document {
        id: ProductId(id(number)),
        shop: ShopId(id(900 + number % 2)),
        categories: vec![CategoryId(id(800 + number % 3)), CategoryId(id(700))],
        titles: titles.iter().map(|title| (*title).to_owned()).collect(),
        bodies: vec!["<p>Made by <em>hand</em> in our workshop.</p>".to_owned()],
        shop_names: vec![if number.is_multiple_of(2) { "Otter & Ash" } else { "Lam Hồng" }.to_owned()],
        category_names: vec!["Tableware".to_owned()],
        tags: Vec::new(),
        skus: vec![format!("SKU-{number}")],
        price,
        available: !number.is_multiple_of(4),
        listed_at: Timestamp(1_000_000 + i64::try_from(number).expect("small")),
        below: false,
    }
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let search = Search::open(folder.path()).expect("an index");
        let documents = [
            product(1, &["Celadon tea bowl", "Bát trà men ngọc", "Թեյի թաս"], 1_800),
            product(2, &["Walnut salad bowl"], 4_200),
            product(3, &["Old telephone", "Điện thoại cũ", "Հին հեռախոս"], 9_000),
            product(4, &["Paper lantern"], 900),
            product(5, &["Silk lantern, large"], 2_500),
            product(6, &["Apricot preserve", "Mứt mơ", "Ծիրանի մուրաբա"], 700),
        ];
        search.apply(&[], &documents, mark(7)).expect("written");
        Self { search, _folder: folder }
    }

    fn ask(&self, text: &str, filter: &ProductFilter, sort: Sort) -> Answer {
        let request = Request {
            text,
            locale: Locale::En,
            filter,
            sort,
            limit: 10,
            cursor: None,
            backwards: false,
            ladder: Some(LADDER),
            completing: false,
        };
        self.search.search(&request).expect("the index can be read")
    }

    fn numbers(&self, text: &str) -> Vec<u128> {
        self.ask(text, &ProductFilter::default(), Sort::Relevance).found.places.iter().map(number).collect()
    }
}

fn number(place: &Place) -> u128 {
    place.product().0.as_u128() & 0xffff
}

#[test]
fn finds_in_three_languages_with_and_without_diacritics() {
    let shelf = Shelf::new();
    assert_eq!(shelf.numbers("điện thoại"), [3]);
    assert_eq!(shelf.numbers("dien thoai"), [3]);
    assert_eq!(shelf.numbers("DIEN THOAI cu"), [3]);
    assert_eq!(shelf.numbers("հեռախոս"), [3]);
    assert_eq!(shelf.numbers("tsiran"), [6]);
    assert_eq!(shelf.numbers("sku-5"), [5]);
}

#[test]
fn completes_words_and_finds_the_singular() {
    let shelf = Shelf::new();
    assert_eq!(shelf.numbers("lant"), [4, 5], "a word of a shorter title weighs more");
    assert_eq!(shelf.numbers("lanterns"), [4, 5]);
    assert_eq!(shelf.search.phrases("paper la", Locale::En, 5).expect("readable"), ["paper lantern"]);
    assert_eq!(shelf.search.phrases("dien tho", Locale::Vi, 5).expect("readable"), ["dien thoại"]);
}

#[test]
fn mends_typos_and_says_so() {
    let shelf = Shelf::new();
    for (typed, meant) in [("lantren", "lantern"), ("celadno bowl", "celadon bowl"), ("telphone", "telephone")] {
        let answer = shelf.ask(typed, &ProductFilter::default(), Sort::Relevance);
        assert_eq!(answer.corrected.as_deref(), Some(meant), "{typed}");
        assert!(answer.found.total > 0, "{typed}");
    }
    let nothing = shelf.ask("xylophone", &ProductFilter::default(), Sort::Relevance);
    assert_eq!((nothing.found.total, nothing.corrected), (0, None));
    assert_eq!(shelf.ask("bowl", &ProductFilter::default(), Sort::Relevance).corrected, None);
}

#[test]
fn some_words_are_enough_when_all_never_meet() {
    assert_eq!(Shelf::new().numbers("walnut lantern"), [2, 4, 5]);
}

#[test]
fn a_title_counts_more_than_a_shop_or_a_description() {
    let shelf = Shelf::new();
    let mut other = product(8, &["Spoon"], 500);
    other.bodies = vec!["<p>Goes well with a lantern.</p>".to_owned()];
    shelf.search.apply(&[], &[other], mark(8)).expect("written");
    assert_eq!(shelf.numbers("lantern"), [4, 5, 8]);
}

#[test]
fn sorts() {
    let shelf = Shelf::new();
    let order = |sort| -> Vec<u128> {
        shelf.ask("", &ProductFilter::default(), sort).found.places.iter().map(number).collect()
    };
    assert_eq!(order(Sort::Newest), [6, 5, 4, 3, 2, 1]);
    assert_eq!(order(Sort::PriceAscending), [6, 4, 1, 5, 2, 3]);
    assert_eq!(order(Sort::PriceDescending), [3, 2, 5, 1, 4, 6]);
    assert_eq!(order(Sort::Title), [6, 1, 3, 4, 5, 2]);
}

#[test]
fn facets_count_what_lifting_their_own_filter_would_show() {
    let shelf = Shelf::new();
    let filter =
        ProductFilter { shops: Some(vec![ShopId(id(900))]), max_price: Some(1_000), ..ProductFilter::default() };
    let answer = shelf.ask("", &filter, Sort::Newest);
    let facets = answer.found.facets.expect("facets were asked for");
    assert_eq!(answer.found.total, 2, "4 and 6 are of the shop and cheap");
    assert_eq!(facets.shops.get(&ShopId(id(900))), Some(&2));
    assert_eq!(facets.shops.get(&ShopId(id(901))), None, "nothing of the other shop is that cheap");
    assert_eq!(facets.prices, [2, 0, 1], "2 of the shop costs more");
    assert_eq!(facets.categories.get(&700), Some(&2));
    assert_eq!(facets.available, [1, 1]);
}

#[test]
fn pages_forwards_and_backwards_meet() {
    let shelf = Shelf::new();
    let filter = ProductFilter::default();
    let page = |cursor, backwards| {
        let request = Request {
            text: "",
            locale: Locale::En,
            filter: &filter,
            sort: Sort::PriceAscending,
            limit: 2,
            cursor,
            backwards,
            ladder: None,
            completing: false,
        };
        shelf.search.search(&request).expect("readable").found.places
    };
    let (first, second) = (page(None, false), page(page(None, false).last().copied(), false));
    assert_eq!(first.iter().chain(&second).map(number).collect::<Vec<_>>(), [6, 4, 1, 5]);
    let back = page(second.first().copied(), true);
    assert_eq!(back.iter().map(number).collect::<Vec<_>>(), [4, 6], "in reading order from the cursor");
}

#[test]
fn changes_and_removals_show_at_once_and_survive_reopening() {
    let shelf = Shelf::new();
    shelf.search.apply(&[ProductId(id(4))], &[product(5, &["Silk parasol"], 2_500)], mark(9)).expect("written");
    assert_eq!(shelf.numbers("lantern"), Vec::<u128>::new());
    assert_eq!(shelf.numbers("parasol"), [5]);
    let Shelf { search, _folder } = shelf;
    drop(search);
    let again = Shelf { search: Search::open(_folder.path()).expect("an index"), _folder };
    assert_eq!(again.search.followed_until().expect("readable"), Some(mark(9)));
    assert_eq!(again.numbers("parasol"), [5]);
}

#[test]
fn a_damaged_index_is_begun_anew() {
    let Shelf { search, _folder } = Shelf::new();
    drop(search);
    let meta = _folder.path().join("v4/meta.json");
    std::fs::write(&meta, "{").expect("damaged");
    let again = Search::open(_folder.path()).expect("a new index");
    assert_eq!(again.followed_until().expect("readable"), None);
}
