//! Files that mean harm, or look as if they did. They are made here: nobody wants them in a repository. The measurements of
//! xtask make them too.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// What must become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is refused with this code.
    Refused(&'static str),
    /// Its pixels alone are kept.
    Harmless,
}

use Fate::{Harmless, Refused};

/// A file by its name, and what must become of it.
pub type Hostile = (&'static str, Vec<u8>, Fate);

/// Files that are told from their first bytes, or are small.
pub fn quick() -> Vec<Hostile> {
    let photo = jpeg(64, 48);
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let page = b"<!doctype html><script>alert(document.cookie)</script>";
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 2 / 3].to_vec();
    vec![
        ("nothing.jpg", Vec::new(), Refused("EMPTY")),
        ("text.png", b"This is a text, whatever it is called.".to_vec(), Refused("NOT_A_PICTURE")),
        ("page.gif", page.to_vec(), Refused("NOT_A_PICTURE")),
        ("archive.webp", [b"PK\x03\x04".as_slice(), &[0; 60]].concat(), Refused("NOT_A_PICTURE")),
        ("script.svg", svg.to_vec(), Refused("UNSUPPORTED_FORMAT")),
        ("phone.heic", [&[0, 0, 0, 24], b"ftypheic".as_slice(), &[0; 60]].concat(), Refused("UNSUPPORTED_FORMAT")),
        ("bitmap.bmp", [b"BM".as_slice(), &[0; 60]].concat(), Refused("UNSUPPORTED_FORMAT")),
        ("11-mb.jpg", [photo.clone(), vec![0; 11_000_000]].concat(), Refused("TOO_MANY_BYTES")),
        ("bomb.png", png(0xffff, 0xffff, 8, 2, 40), Refused("TOO_LARGE")),
        ("bomb-of-no-size.png", png(0, 0, 8, 2, 40), Refused("DAMAGED")),
        ("tower.png", png(1, 8_193, 8, 2, 40), Refused("TOO_LARGE")),
        ("deep-bomb.png", png(5_000, 5_000, 16, 6, 40), Refused("TOO_LARGE")),
        ("bomb.jpg", jpeg_of_zeros(0xc0, 65_000, 65_000, 0x11, 1, 100), Refused("TOO_LARGE")),
        ("progressive-bomb.jpg", jpeg_of_zeros(0xc2, 5_000, 5_000, 0x11, 1, 100), Refused("TOO_LARGE")),
        ("bomb.gif", gif_header(0xffff, 0xffff), Refused("TOO_LARGE")),
        ("bomb.webp", webp_canvas(16_384, 16_384), Refused("TOO_LARGE")),
        ("inflating-profile.png", png_with_profile(300_000_000), Harmless),
        ("truncated.jpg", cut(photo.clone()), Refused("DAMAGED")),
        ("truncated.png", cut(encoded(ImageFormat::Png)), Refused("DAMAGED")),
        ("truncated.gif", cut(encoded(ImageFormat::Gif)), Refused("DAMAGED")),
        ("truncated.webp", cut(encoded(ImageFormat::WebP)), Refused("DAMAGED")),
        ("only-a-head.jpg", photo[..20].to_vec(), Refused("DAMAGED")),
        ("polyglot.jpg", polyglot(&photo), Harmless),
        ("animated.gif", animated_gif(), Harmless),
        ("animated.webp", animated_webp(), Harmless),
        ("animated.png", animated_png(), Harmless),
        ("a-jpeg.png", photo, Harmless),
    ]
}

/// Files that have to be decoded to see what they are, or are as large as is taken.
pub fn heavy() -> Vec<Hostile> {
    vec![
        ("50-megapixels.png", png(7_072, 7_072, 8, 2, all_rows(7_072, 7_072, 3)), Refused("TOO_LARGE")),
        ("50-megapixels.jpg", jpeg_of_zeros(0xc0, 7_072, 7_072, 0x11, 1, 300_000), Refused("TOO_LARGE")),
        ("largest.png", png(5_000, 5_000, 8, 6, all_rows(5_000, 5_000, 4)), Harmless),
        ("largest-tower.png", png(3_051, 8_192, 8, 6, all_rows(3_051, 8_192, 4)), Harmless),
        ("largest-deep.png", png(4_000, 3_500, 16, 6, all_rows(4_000, 3_500, 8)), Harmless),
        ("largest.jpg", jpeg_of_zeros(0xc0, 5_000, 5_000, 0x11, 1, 900_000), Harmless),
        ("largest-photo.jpg", jpeg(6_000, 4_000), Harmless),
        ("largest-progressive.jpg", jpeg_of_zeros(0xc2, 4_800, 5_000, 0x22, 1, 70_425), Harmless),
        ("largest.webp", large(ImageFormat::WebP), Harmless),
        ("largest.gif", large(ImageFormat::Gif), Harmless),
        ("100-scans.jpg", jpeg_of_zeros(0xc2, 4_800, 5_000, 0x22, 99, 60_000), Harmless),
        ("1000-scans.jpg", jpeg_of_zeros(0xc2, 2_000, 2_000, 0x22, 1_000, 8_000), Refused("DAMAGED")),
        ("inflating.png", png(64, 64, 8, 2, 1_000_000_000), Harmless),
    ]
}

/// A picture of a gradient as JPEG, which looks like a photograph to a decoder.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 28;
        Rgb([(x * 200 / width + grain) as u8, (y * 200 / height + grain) as u8, 90])
    });
    JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&picture).expect("encoded");
    bytes
}

/// A JPEG whose camera lay on its side (orientation 6), with the place where it stood and a text for thieves.
pub fn jpeg_with_exif(width: u32, height: u32) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    // Orientation, and the offset of the place, whose only entry is its version.
    let exif = [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02".as_slice(),
        &entry(0x0112, 3, 1, [0, 6, 0, 0]),
        &entry(0x8825, 4, 1, [0, 0, 0, 38]),
        &[0; 4],
        &[0, 1],
        &entry(0, 1, 4, [2, 3, 0, 0]),
        &[0; 4],
        b"SECRET-PLACE",
    ];
    with_segment(&jpeg(width, height), 0xe1, &exif.concat())
}

fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, body, &jpeg[2..]].concat()
}

/// A page and a program in a comment, and an archive behind the end.
fn polyglot(jpeg: &[u8]) -> Vec<u8> {
    let comment = b"*/=alert('SECRET-SCRIPT')/*<script>alert('SECRET-SCRIPT')</script>";
    [with_segment(jpeg, 0xfe, comment).as_slice(), b"PK\x03\x04SECRET-ARCHIVE<?php phpinfo(); ?>"].concat()
}

fn small() -> RgbImage {
    RgbImage::from_fn(40, 50, |x, y| Rgb([x as u8 * 6, y as u8 * 5, 128]))
}

/// A small picture in a format.
pub fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(small()).write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// About as many pixels as are taken of a format whose decoder needs much memory.
fn large(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(3_500, 3_500, |x, y| Rgb([(x / 16) as u8, (y / 16) as u8, ((x ^ y) >> 5) as u8]));
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// A PNG through which one can see.
pub fn see_through() -> Vec<u8> {
    let picture = RgbaImage::from_fn(30, 30, |x, _| Rgba([255, 0, 0, if x < 15 { 0 } else { 255 }]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

fn animated_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for shade in 0..60u8 {
        let frame = Frame::new(RgbaImage::from_pixel(24, 24, Rgba([shade * 4, 40, 90, 255])));
        encoder.encode_frame(frame).expect("a frame");
    }
    drop(encoder);
    bytes
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}

fn riff_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let pad = vec![0; body.len() % 2];
    [name.as_slice(), &(body.len() as u32).to_le_bytes(), body, &pad].concat()
}

fn three(value: u32) -> [u8; 3] {
    let [a, b, c, _] = value.to_le_bytes();
    [a, b, c]
}

/// What the header of a WebP says of its canvas, and no picture.
fn webp_canvas(width: u32, height: u32) -> Vec<u8> {
    let body = [&[0, 0, 0, 0], three(width - 1).as_slice(), &three(height - 1)].concat();
    let still = encoded(ImageFormat::WebP);
    riff(&[riff_chunk(b"VP8X", &body), still[12..].to_vec()])
}

fn animated_webp() -> Vec<u8> {
    let still = encoded(ImageFormat::WebP);
    let frame = |x: u32| {
        let place = [three(x), three(0), three(39), three(49), three(100)].concat();
        riff_chunk(b"ANMF", &[place.as_slice(), &[0], &still[12..]].concat())
    };
    let canvas = [&[2, 0, 0, 0], three(39).as_slice(), &three(49)].concat();
    let mut chunks = vec![riff_chunk(b"VP8X", &canvas), riff_chunk(b"ANIM", &[255, 255, 255, 255, 0, 0])];
    chunks.extend((0..50).map(|_| frame(0)));
    riff(&chunks)
}

fn gif_header(width: u16, height: u16) -> Vec<u8> {
    let frame =
        [b",\0\0\0\0".as_slice(), &width.to_le_bytes(), &height.to_le_bytes(), b"\0\x02\x02\x4c\x01\0;"].concat();
    let palette = [0, 0, 0, 255, 255, 255];
    [b"GIF89a".as_slice(), &width.to_le_bytes(), &height.to_le_bytes(), &[0x80, 0, 0], &palette, &frame].concat()
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), body].concat();
    [&(body.len() as u32).to_be_bytes(), named.as_slice(), &crc(&named).to_be_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

fn all_rows(width: u64, height: u64, pixel: u64) -> u64 {
    height * (1 + width * pixel)
}

fn header(width: u32, height: u32, depth: u8, kind: u8) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes(), height.to_be_bytes().as_slice(), &[depth, kind, 0, 0, 0]].concat())
}

/// A black PNG that inflates to so many bytes.
fn png(width: u32, height: u32, depth: u8, kind: u8, inflated: u64) -> Vec<u8> {
    let data = chunk(b"IDAT", &zeros(inflated));
    [PNG, &header(width, height, depth, kind), &data, &chunk(b"IEND", &[])].concat()
}

/// A small black PNG with a colour profile that inflates to so many bytes.
fn png_with_profile(inflated: u64) -> Vec<u8> {
    let profile = chunk(b"iCCP", &[b"p\0\0".as_slice(), &zeros(inflated)].concat());
    let data = chunk(b"IDAT", &zeros(all_rows(64, 64, 3)));
    [PNG, &header(64, 64, 8, 2), &profile, &data, &chunk(b"IEND", &[])].concat()
}

/// The frames of an animation behind a still picture.
fn animated_png() -> Vec<u8> {
    let still = encoded(ImageFormat::Png);
    let frames = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let control = |number: u8| {
        let size = [40u32.to_be_bytes(), 50u32.to_be_bytes(), [0; 4], [0; 4]].concat();
        chunk(b"fcTL", &[&[0, 0, 0, number], size.as_slice(), &[0, 1, 0, 10, 0, 0]].concat())
    };
    let second = chunk(b"fdAT", &[&[0, 0, 0, 2], zeros(all_rows(40, 50, 3)).as_slice()].concat());
    let (head, end) = (8 + 25, still.len() - 12);
    [&still[..head], &frames, &control(0), &still[head..end], &control(1), &second, &still[end..]].concat()
}

/// So many zeros as zlib writes them (RFC 1950, 1951): a few, then repetitions of 258 bytes with fixed codes.
fn zeros(count: u64) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x78, 0x01], filled: 0 };
    bits.push(0b011, 3);
    let single = if count == 0 { 0 } else { 1 + (count - 1) % 258 };
    for _ in 0..single {
        bits.code(0x30, 8);
    }
    for _ in 0..(count - single) / 258 {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    let adler = ((count % 65_521) as u32) << 16 | 1;
    [bits.bytes, adler.to_be_bytes().to_vec()].concat()
}

struct Bits {
    bytes: Vec<u8>,
    /// Bits of the last byte in use; 0 means that there is none to fill.
    filled: u32,
}

impl Bits {
    /// Least bit first.
    fn push(&mut self, value: u32, count: u32) {
        for index in 0..count {
            if self.filled == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> index) & 1) as u8) << self.filled;
            }
            self.filled = (self.filled + 1) % 8;
        }
    }

    /// A Huffman code: greatest bit first.
    fn code(&mut self, value: u32, count: u32) {
        for index in (0..count).rev() {
            self.push((value >> index) & 1, 1);
        }
    }
}

/// A grey JPEG of three channels, baseline (0xc0) or progressive (0xc2), whose data are zeros in so many scans: every block
/// differs by nothing from the one before it. `sampling` is that of the first channel.
fn jpeg_of_zeros(frame: u8, width: u16, height: u16, sampling: u8, scans: usize, scan_bytes: usize) -> Vec<u8> {
    let segment =
        |marker: u8, body: &[u8]| [&[0xff, marker], (body.len() as u16 + 2).to_be_bytes().as_slice(), body].concat();
    // One code of one bit: no difference, and for AC the end of the block.
    let table = |class: u8| {
        let mut body = vec![class, 1];
        body.extend([0; 15]);
        body.push(0);
        segment(0xc4, &body)
    };
    let size = [&[8], height.to_be_bytes().as_slice(), &width.to_be_bytes()].concat();
    let channels = [3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0];
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xdb, &[[0].as_slice(), &[1; 64]].concat()));
    bytes.extend(segment(frame, &[size.as_slice(), &channels].concat()));
    bytes.extend([table(0x00), table(0x10)].concat());
    let spectrum: [u8; 3] = if frame == 0xc0 { [0, 63, 0] } else { [0, 0, 0] };
    for scan in 0..scans {
        // After the first scan of a progressive one, each of its channels is scanned again and again.
        let head = if scan == 0 {
            [[3, 1, 0, 2, 0, 3, 0].as_slice(), &spectrum].concat()
        } else {
            vec![1, (scan % 3) as u8 + 1, 0, 1, 63, 0]
        };
        bytes.extend(segment(0xda, &head));
        bytes.extend(vec![0; scan_bytes]);
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}
