//! Files with faults.

use super::{ORDER_HEADER, PRODUCT_HEADER, counts, csv, file, orders, products, rows};
use crate::support::TestApp;
use api::import::OnError;

/// Twenty faults among good rows. Lines are counted from 1, which is the header; the quoted description of line 3 goes
/// on in line 4.
fn with_twenty_faults() -> Vec<u8> {
    let rows = [
        "good,Good,,Lam Hong,,,,true,Title,Default Title,G-1,5,10.00,,,,,active", // 2
        "quoted,Quoted,\"<p>Two\nlines</p>\",Lam Hong,,,,true,Title,Default Title,G-2,5,10.00,,,,,active", // 3, 4
        "no-title,,,Lam Hong,,,,true,Title,Default Title,G-3,5,10.00,,,,,active", // 5
        "no-vendor,No vendor,,,,,,true,Title,Default Title,G-4,5,10.00,,,,,active", // 6
        "no-price,No price,,Lam Hong,,,,true,Title,Default Title,G-5,5,,,,,,active", // 7
        "bad-price,Bad price,,Lam Hong,,,,true,Title,Default Title,G-6,5,ten,,,,,active", // 8
        "comma,Comma,,Lam Hong,,,,true,Title,Default Title,G-7,5,\"10,5\",,,,,active", // 9
        "minus,Minus,,Lam Hong,,,,true,Title,Default Title,G-8,5,-1.00,,,,,active", // 10
        "precise,Precise,,Lam Hong,,,,true,Title,Default Title,G-9,5,1.005,,,,,active", // 11
        "former,Former,,Lam Hong,,,,true,Title,Default Title,G-10,5,1.00,lots,,,,active", // 12
        "stock,Stock,,Lam Hong,,,,true,Title,Default Title,G-11,many,1.00,,,,,active", // 13
        "half,Half,,Lam Hong,,,,true,Title,Default Title,G-12,1.5,1.00,,,,,active", // 14
        "status,Status,,Lam Hong,,,,true,Title,Default Title,G-13,5,1.00,,,,,on sale", // 15
        "published,Published,,Lam Hong,,,,maybe,Title,Default Title,G-14,5,1.00,,,,,active", // 16
        "picture,Picture,,Lam Hong,,,,true,Title,Default Title,G-15,5,1.00,,C:\\a.jpg,1,,active", // 17
        "place,Place,,Lam Hong,,,,true,Title,Default Title,G-16,5,1.00,,https://a.example/a.jpg,first,,active", // 18
        "short,Short,,Lam Hong",                                                  // 19: two faults
        ",Nameless,,Lam Hong,,,,true,Title,Default Title,G-17,5,1.00,,,,,active", // 20
        "twice,Twice,,Lam Hong,,,,true,Size,Small,G-18,5,1.00,,,,,active",        // 21
        "twice,,,,,,,,,Small,G-19,5,1.00,,,,,",                                   // 22
        "sku,Sku,,Lam Hong,,,,true,Title,Default Title,G-1,5,1.00,,,,,active",    // 23
        "good,Good again,,Lam Hong,,,,true,Title,Default Title,G-20,5,1.00,,,,,active", // 24
    ];
    let mut bytes = csv(PRODUCT_HEADER, &rows).into_bytes();
    // Line 25: Latin-1 in a file that should be UTF-8.
    bytes.extend(b"latin,Caf\xe9,,Lam Hong,,,,true,Title,Default Title,G-21,5,1.00,,,,,active\n");
    bytes
}

const FAULTS: &str = "\
line 5, Title: it is blank
line 6, Vendor: it is blank
line 7, Variant Price: it is blank
line 8, Variant Price: `ten` is no amount: write the amount as digits with a decimal point, like 12.50
line 9, Variant Price: `10,5` is no amount: the separators of thousands are misplaced
line 10, Variant Price: `-1.00` is negative
line 11, Variant Price: `1.005` is no amount: the currency has fewer decimal places than this amount
line 12, Variant Compare At Price: `lots` is no amount: write the amount as digits with a decimal point, like 12.50
line 13, Variant Inventory Qty: `many` is no whole number
line 14, Variant Inventory Qty: `1.5` is no whole number
line 15, Status: `on sale` is not known; it may be active, draft, archived, unlisted
line 16, Published: `maybe` is not known; it may be true, false, yes, no
line 17, Image Src: `C:\\a.jpg` is no address of a picture; it must begin with https://
line 18, Image Position: `first` is no whole number
line 19, Variant Price: it is blank
line 19, row: it has 4 fields; the header has 18
line 20, Handle: it is blank
line 22, Option1 Value: the product has this variant already: small
line 23, Variant SKU: `G-1` is the SKU of line 2 already
line 24, Handle: `good` was there before: rows that belong together must follow each other
line 25, Title: it is not UTF-8";

#[tokio::test]
async fn every_fault_is_reported_with_its_line_and_nothing_is_written() {
    let test = TestApp::new().await;
    let tables = ["shops", "products", "product_variants", "events"];
    let report = products(&test, &file(with_twenty_faults()), OnError::RejectAll).await;
    let told: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.join("\n"), FAULTS);
    assert!(report.refused());
    assert_eq!((counts(&report), rows(&test, &tables).await), ((0, 0, 0, 20), vec![0, 0, 0, 0]));
}

#[tokio::test]
async fn good_products_are_written_when_asked_for() {
    let test = TestApp::new().await;
    let report = products(&test, &file(with_twenty_faults()), OnError::RejectRows).await;
    assert_eq!((counts(&report), report.problems.len(), report.written), ((2, 0, 0, 20), 21, true));
    assert_eq!(rows(&test, &["products"]).await, [2]);
}

#[tokio::test]
async fn orders_are_checked_as_strictly() {
    let test = TestApp::new().await;
    let text = csv(
        ORDER_HEADER,
        &[
            "#1,a@b.example,paid,,fulfilled,,GBP,,,,2011-11-22T15:52:00Z,1,Bowl,1.00,B-1,Lam Hong", // 2
            "#2,nobody,paid,,fulfilled,,GBP,,,,2011-11-22T15:52:00Z,1,Bowl,1.00,B-1,Lam Hong",      // 3
            "#3,a@b.example,gratis,,sent,,XXX,x,,,yesterday,0,,free,B-1,",                          // 4
            "#3,,,,,,,,,,,two,Cup,1.00,B-2,Lam Hong",                                               // 5
            "#4,a@b.example,paid,,fulfilled,2011-11-21T15:52:00Z,GBP,,,,2011-11-22T15:52:00Z,1,Bowl,1.00,B-1,Lam Hong",
        ],
    );
    let report = orders(&test, &file(text), OnError::RejectAll).await;
    let told: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let expected = [
        "line 3, Email: `nobody` is no e-mail address",
        "line 4, Created at: `yesterday` is no time; write it like 2026-11-22T09:30:00Z",
        "line 4, Currency: `XXX` is not known; it may be GBP, EUR, USD, VND or AMD",
        "line 4, Financial Status: `gratis` is not known; it may be paid, pending, authorized, partially_paid, \
         partially_refunded, refunded, voided, expired",
        "line 4, Fulfillment Status: `sent` is not known; it may be fulfilled, partial, partially_fulfilled, \
         unfulfilled, pending, restocked",
        "line 4, Lineitem name: it is blank",
        "line 4, Lineitem price: `free` is no amount: write the amount as digits with a decimal point, like 12.50",
        "line 4, Lineitem quantity: `0` is below 1",
        "line 4, Subtotal: `x` is no amount: write the amount as digits with a decimal point, like 12.50",
        "line 4, Vendor: it is blank",
        "line 5, Lineitem quantity: `two` is no whole number",
        "line 6, Fulfilled at: it is before the order was created",
    ];
    assert_eq!(told, expected);
    assert_eq!(rows(&test, &["orders", "accounts", "shops"]).await, [0, 0, 0]);
}
