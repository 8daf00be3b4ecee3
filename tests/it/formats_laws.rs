//! Laws of the formats: what is written is read back, a file may come in any pieces, and no
//! bytes whatever make a parser panic.

use laurels::count::formats::format::Format;
use laurels::count::formats::read::intake::Election;
use laurels::count::formats::read::reading::{Cells, Reading};
use laurels::count::formats::read::told::Told;
use laurels::count::formats::read::whole;
use laurels::count::formats::write::file::write;
use laurels::count::formats::write::losses::{Weight, losses};
use laurels::count::{Mark, Nominee, Number, Presence, Profile, Shape, Slate};
use proptest::prelude::*;

use crate::formats_said::{ballots, in_pieces, nominees};

const SHAPES: [Shape; 3] = [Shape::Ranked, Shape::Approved, Shape::Scored];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z]{1,4}",
        "n[1-4]",
        "[a-z\"'\\[\\],;:#=>/{}*\\\\é蘇 -]{1,8}",
        Just("count".to_owned()),
        prop::sample::select(vec!["1", "2", "Rank 1", "Ranking", "id", "x"]).prop_map(String::from),
    ]
    .prop_map(|name| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() { "x".to_owned() } else { name }
    })
}

prop_compose! {
    fn elections()(
        names in prop::collection::vec(name(), 1..6),
        gone in prop::option::of(0_usize..6),
        shape in prop::sample::select(SHAPES.to_vec()),
        papers in prop::collection::vec((prop::collection::vec((0_u16..6, 0_u16..5), 0..7), 1_u64..9), 0..8),
        title in prop::option::of(name()),
        seats in prop::option::of(1_u16..4),
        max_score in prop::option::of(5_u16..9),
    ) -> Election {
        let count = u16::try_from(names.len()).unwrap();
        let nominees = names.into_iter().zip(1..).map(|(name, number)| {
            let mut nominee = Nominee::new(Number(number), name);
            if gone == Some(usize::from(number)) {
                nominee.presence = Presence::Withdrawn;
            }
            nominee
        });
        let mut profile = Profile::new(Slate::new(nominees.collect()).unwrap(), shape);
        for (marks, weight) in papers {
            let marks: Vec<Mark> = marks
                .into_iter()
                .map(|(position, grade)| Mark { position: position % count, grade })
                .collect();
            profile.add_marks(&marks, weight).unwrap();
        }
        let told = Told {
            title,
            seats: seats.and_then(std::num::NonZeroU16::new),
            max_score: max_score.filter(|_| shape == Shape::Scored),
            ..Told::default()
        };
        Election { profile, told }
    }
}

fn reading(shape: Shape) -> Reading {
    Reading { want: Some(shape), cells: None }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_a_format_can_hold_is_read_back_as_it_was(
        election in elections(), at in 0..Format::ALL.len()
    ) {
        let format = Format::ALL[at];
        let lost = losses(&election, format);
        prop_assume!(!lost.iter().any(|loss| loss.weight == Weight::All));
        let mut text = String::new();
        write(&election, format, &mut text).unwrap();
        let shape = election.profile.shape();
        let back = whole::read(text.as_bytes(), format, reading(shape))
            .unwrap_or_else(|problem| panic!("{problem}\n{text}"));
        if lost.is_empty() {
            prop_assert_eq!(ballots(&back), ballots(&election), "{}", text);
            prop_assert_eq!(nominees(&back), nominees(&election), "{}", text);
            prop_assert_eq!(back.profile.shape(), shape, "{}", text);
            let seats = |told: &Told| told.seats.map_or(1, std::num::NonZeroU16::get);
            prop_assert_eq!(seats(&back.told), seats(&election.told));
            prop_assert_eq!(&back.told.title, &election.told.title);
            prop_assert_eq!(back.told.max_score, election.told.max_score);
            prop_assert!(back.told.notes.is_empty(), "{:?}\n{}", back.told.notes, text);
        } else {
            // Whatever else is lost, no paper that counts is.
            let spoiled: u64 = election.profile.spoiled().values().sum();
            prop_assert_eq!(back.profile.papers(), election.profile.papers() - spoiled);
        }
    }

    #[test]
    fn a_file_may_come_in_any_pieces(
        election in elections(),
        at in 0..Format::ALL.len(),
        sizes in prop::collection::vec(1_usize..9, 1..5),
        cut in 0_usize..200,
    ) {
        let format = Format::ALL[at];
        let mut text = String::new();
        prop_assume!(write(&election, format, &mut text).is_ok());
        // A file that breaks off somewhere must be refused alike, too.
        let bytes = &text.as_bytes()[..text.len() - text.len().min(cut / 4)];
        let reading = reading(election.profile.shape());
        let whole = whole::read(bytes, format, reading).map(|one| (ballots(&one), nominees(&one)));
        let pieces = in_pieces(bytes, format, reading, &sizes);
        let pieces = pieces.map(|one| (ballots(&one), nominees(&one)));
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn no_bytes_make_a_parser_panic(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[0-9A-C>=,/:*#\\[\\]{}\" \n\r;().-]{0,120}".prop_map(String::into_bytes),
            "([0-9]{1,2} ([1-4][ =-]?){0,4}0?\n){0,6}(\"[a-c]\"\n){0,4}".prop_map(String::into_bytes),
            "(# (NUMBER (ALTERNATIVES|VOTERS|CATEGORIES)|(ALTERNATIVE|CATEGORY) NAME [0-9]|DATA TYPE): ([0-9a-c]|soc|cat)\n){0,6}([0-9]: [0-9,{}]{0,9}\n){0,5}"
                .prop_map(String::into_bytes),
        ],
        at in 0..Format::ALL.len(),
        want in prop::option::of(prop::sample::select(SHAPES.to_vec())),
        cells in prop::option::of(prop::sample::select(vec![Cells::Ranks, Cells::Scores, Cells::Approvals])),
    ) {
        let reading = Reading { want, cells };
        let whole = whole::read(&bytes, Format::ALL[at], reading);
        let pieces = in_pieces(&bytes, Format::ALL[at], reading, &[1, 3]);
        match (whole, pieces) {
            (Ok(one), Ok(other)) => prop_assert_eq!(ballots(&one), ballots(&other)),
            (Err(one), Err(other)) => prop_assert_eq!(one, other),
            (one, other) => prop_assert!(false, "{:?} and {:?}", one.is_ok(), other.is_ok()),
        }
    }
}
