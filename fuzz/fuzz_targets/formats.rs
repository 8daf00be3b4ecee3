//! Any bytes, in any pieces, in every format: no panic, the same answer however the file is
//! cut, memory within a small multiple of the file, and what was read is written and read back.
#![no_main]
#![allow(dead_code, unused_imports, unreachable_pub)]

// The core alone, as a module of this program: it imports nothing else of Laurels.
#[path = "../../src/count/mod.rs"]
mod count;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use count::formats::format::Format;
use count::formats::problem::Problem;
use count::formats::read::batch::Batch;
use count::formats::read::intake::{Election, Intake};
use count::formats::read::parser::Parser;
use count::formats::read::reading::{Cells, Reading};
use count::formats::read::whole;
use count::formats::sniff::sniff;
use count::formats::write::file::write;
use count::formats::write::losses::losses;
use count::{Profile, Shape};
use libfuzzer_sys::fuzz_target;

/// Counts what is held and what was held at most.
struct Scale;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Scale {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(held, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static SCALE: Scale = Scale;

/// A slate of 65,535 nominees without names, which a header of six bytes may ask for.
const ALWAYS: usize = 32 << 20;

/// Bytes of memory for each byte of the file.
const MULTIPLE: usize = 64;

fuzz_target!(|input: &[u8]| {
    let [how, size, file @ ..] = input else { return };
    let _ = sniff(file, None);
    let format = Format::ALL[usize::from(how % 8)];
    let want = [None, Some(Shape::Ranked), Some(Shape::Approved), Some(Shape::Scored)];
    let cells = [None, Some(Cells::Ranks), Some(Cells::Scores), Some(Cells::Approvals)];
    let reading = Reading {
        want: want[usize::from(how >> 3 & 3)],
        cells: cells[usize::from(how >> 5 & 3)],
    };

    let before = HELD.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let whole = whole::read(file, format, reading);
    let needed = MOST.load(Ordering::Relaxed) - before;
    assert!(needed <= ALWAYS + MULTIPLE * file.len(), "{needed} bytes for {}", file.len());

    let pieces = in_pieces(file, format, reading, usize::from(*size).max(1));
    match (&whole, &pieces) {
        (Ok(one), Ok(other)) => assert_eq!(said(&one.profile), said(&other.profile)),
        (Err(one), Err(other)) => assert_eq!(one, other),
        _ => panic!("whole: {:?}, in pieces: {:?}", whole.is_ok(), pieces.is_ok()),
    }
    if let Ok(election) = whole {
        for format in Format::ALL {
            there_and_back(&election, format);
        }
    }
});

fn in_pieces(
    file: &[u8],
    format: Format,
    reading: Reading,
    size: usize,
) -> Result<Election, Problem> {
    let (mut parser, mut intake, mut batch) = (Parser::new(format, reading), Intake::new(), Batch::new());
    for piece in file.chunks(size) {
        parser.push(piece, &mut batch)?;
        intake.take(&mut batch)?;
    }
    let ending = parser.finish(&mut batch)?;
    intake.take(&mut batch)?;
    intake.finish(ending)
}

fn there_and_back(election: &Election, format: Format) {
    // A table or a header of 65,535 nominees is slow to write and tells nothing new.
    if !losses(election, format).is_empty() || election.profile.slate().len() > 1000 {
        return;
    }
    let mut text = String::new();
    write(election, format, &mut text).expect("a text takes everything");
    let reading = Reading { want: Some(election.profile.shape()), cells: None };
    let back = whole::read(text.as_bytes(), format, reading);
    let back = back.unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    assert_eq!(said(&back.profile), said(&election.profile), "{text}");
}

fn said(profile: &Profile) -> (u64, Vec<(Vec<(u16, u16)>, u64)>) {
    let mut ballots: Vec<_> = profile
        .ballots()
        .map(|(marks, weight)| (marks.map(|mark| (mark.position, mark.grade)).collect(), weight))
        .collect();
    ballots.sort();
    (profile.blank(), ballots)
}
