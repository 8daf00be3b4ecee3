//! The vision edition in a world: the real stories and people of 2021, the eight categories of
//! their guide, and the way from there to a vote. For the rooms that begin where these end.

use laurels::ballots::{close, open};
use laurels::categories::define;
use laurels::categories::model::Draft;
use laurels::editions::model::Calendar;
use laurels::editions::phase::Phase;
use laurels::editions::store as editions;
use laurels::submissions::source::file::read::read;
use laurels::submissions::take_in::{Arrival, take_in};
use laurels::web::forms::Form;

use crate::client::{Answer, Person};
use crate::world::{EDITION, World};

const STORIES: &[u8] = include_bytes!("../../demo/async-vision-2021.json");

/// Slug, title, of what, which kind of story, method, how many marks.
const CATEGORIES: [[&str; 6]; 8] = [
    ["most-humorous", "Most humorous story", "story", "", "approval", ""],
    ["most-creative", "Most creative story", "story", "", "approval", "3"],
    ["most-supportive", "Most supportive", "person", "", "approval", ""],
    ["most-prolific", "Most prolific", "person", "", "plurality", ""],
    ["most-unexpected", "Most unexpected", "story", "", "approval", ""],
    ["most-painful", "Most painful “status quo” story", "story", "status_quo", "approval", ""],
    [
        "most-ambitious",
        "Most ambitious “shiny future” story",
        "story",
        "shiny_future",
        "plurality",
        "",
    ],
    ["most-extensive-faq", "Most extensive FAQ", "story", "", "plurality", ""],
];

/// When voting closes.
pub(crate) const CLOSES: &str = "2027-03-12T18:00:00Z";

/// An address of the edition.
pub(crate) fn at(page: &str) -> String {
    format!("/editions/{EDITION}/{page}")
}

/// Fills the edition: stories, people, and the categories of these slugs with all that suits them.
pub(crate) fn nominate(world: &World, slugs: &'static [&'static str]) {
    let found = read(STORIES).unwrap().found;
    world.write(move |db, now| {
        let edition = editions::by_slug(db, EDITION)?;
        let arrival = Arrival { actor: "lea".into(), repository: "rust-lang/wg-async".into() };
        take_in(db, edition.id, &arrival, &found, now)?;
        let kinds = ["status_quo".to_owned(), "shiny_future".to_owned()];
        for [slug, title, of, kind, method, max] in CATEGORIES {
            if !slugs.contains(&slug) {
                continue;
            }
            let fields = [
                ("slug", slug),
                ("title", title),
                ("charter", "What moved you."),
                ("of", of),
                ("kind", kind),
                ("method", method),
                ("max", max),
            ];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let draft = Draft::parse(&Form::of(fields.into()), &kinds)?;
            define::define(db, edition.id, "lea", draft, now)?;
        }
        Ok(())
    });
}

/// All eight.
pub(crate) const ALL: &[&str] = &[
    "most-humorous",
    "most-creative",
    "most-supportive",
    "most-prolific",
    "most-unexpected",
    "most-painful",
    "most-ambitious",
    "most-extensive-faq",
];

/// Opens the vote, until [`CLOSES`].
pub(crate) fn begin(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?;
        let calendar =
            Calendar { voting_closes_at: Some(CLOSES.parse().unwrap()), ..edition.calendar };
        editions::set_calendar(db, edition.id, &calendar)?;
        open::open(db, edition.id, "lea", now)
    });
}

/// Closes it, unless the calendar was quicker.
pub(crate) fn end(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?;
        if edition.phase == Phase::Voting {
            close::close(db, edition.id, "lea", now)?;
        }
        Ok(())
    });
}

/// Casts the whole paper, marked so: a category's slug and the numbers marked there.
#[track_caller]
pub(crate) fn cast(voter: &Person, marks: &[(&str, &[u16])]) -> Answer {
    let form = voter.get(&at("ballot")).page().form("form.paper");
    let form = marks.iter().fold(form, |form, (slug, numbers)| {
        let name = format!("mark.{slug}");
        let single = ["most-prolific", "most-ambitious", "most-extensive-faq"].contains(slug);
        numbers.iter().fold(form, |form, number| {
            let value = number.to_string();
            if single { form.choose(&name, &value) } else { form.tick(&name, &value) }
        })
    });
    voter.submit(&form.press("", ""))
}

/// Opens the vote for servers that run by the machine's own clock: without an end.
pub(crate) fn begin_for_real(world: &World) {
    world.write(|db, now| {
        let edition = editions::by_slug(db, EDITION)?;
        open::open(db, edition.id, "lea", now)
    });
}
