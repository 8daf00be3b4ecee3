//! What the guide of the async vision doc promised: its eight awards, and what one can do beside
//! voting. The titles are the guide's; the charters are ours.

use crate::categories::measure::{Measure, Metric, Role};
use crate::categories::model::{Draft, Joining, NomineeKind, Terms};
use crate::count::Method;
use crate::editions::model::{About, Activity, Pictures, State};

/// The edition's part of its address.
pub const SLUG: &str = "async-vision-2021";

/// The facts, in the form that `laurels intake file` reads.
pub const SUBMISSIONS: &[u8] = include_bytes!("../../demo/async-vision-2021.json");

/// The repository of the pull requests.
pub const REPOSITORY: &str = "rust-lang/wg-async";

/// What the edition tells of itself.
#[must_use]
pub fn about() -> About {
    About {
        title: "Async Vision Doc Awards 2021".to_owned(),
        description: "In 2021 Rust's async working group asked everybody to write stories: what \
            async Rust is like today, and what it should become. 56 of them were merged. This is \
            a demonstration of the awards that their guide described.\n\n\
            The stories and the people are real. The voters are simulated, and nobody has won \
            anything here."
            .to_owned(),
        contact: "This is a demonstration: sign in as its lead and look behind every door."
            .to_owned(),
        threshold: 5,
        pictures: Pictures::AsLinks,
    }
}

/// One award: address, title, charter, who can win it, what decides it.
struct Award(&'static str, &'static str, &'static str, Who, How);

/// What decides an award. The guide names two that a number could decide or shortlist: here both
/// are voted among those with the most, so that all eight stand on the ballot.
enum How {
    /// Votes, with at most so many marks.
    Votes(Option<u16>),
    /// Votes with at most so many marks among so many who have the most.
    VotesAmong(Option<u16>, u16, Metric),
}

/// Who can win an award.
enum Who {
    AnyStory,
    Stories(&'static str),
    People,
}

const AWARDS: [Award; 8] = [
    Award(
        "most-humorous",
        "Most humorous story",
        "Which stories made you laugh, or at least groan in recognition?",
        Who::AnyStory,
        How::Votes(None),
    ),
    Award(
        "most-creative",
        "Most creative story",
        "Which stories told their point in a way that you had not met before?",
        Who::AnyStory,
        How::Votes(None),
    ),
    Award(
        "most-supportive",
        "Most supportive",
        "Who left the most helpful comments on other people's stories?",
        Who::People,
        How::Votes(None),
    ),
    Award(
        "most-prolific",
        "Most prolific",
        "Who wrote the most, and kept on giving?",
        Who::People,
        How::VotesAmong(Some(3), 8, Metric::Sent),
    ),
    Award(
        "most-unexpected",
        "Most unexpected",
        "Which one story took you by surprise?",
        Who::AnyStory,
        How::Votes(Some(1)),
    ),
    Award(
        "most-painful",
        "Most painful \u{201c}status quo\u{201d} story",
        "Which stories of today did you feel in your own bones?",
        Who::Stories("status_quo"),
        How::Votes(None),
    ),
    Award(
        "most-ambitious",
        "Most ambitious \u{201c}shiny future\u{201d} story",
        "Which stories of tomorrow aim the highest?",
        Who::Stories("shiny_future"),
        How::Votes(None),
    ),
    Award(
        "most-extensive-faq",
        "Most extensive FAQ",
        "Whose questions and answers left no stone unturned?",
        Who::AnyStory,
        How::VotesAmong(None, 12, Metric::FaqWords),
    ),
];

/// The eight awards, in the guide's order.
#[must_use]
pub fn categories() -> Vec<Draft> {
    AWARDS.iter().map(draft).collect()
}

fn draft(Award(slug, title, charter, who, how): &Award) -> Draft {
    let (nominee_kind, story_kind) = match who {
        Who::AnyStory => (NomineeKind::Story, None),
        Who::Stories(kind) => (NomineeKind::Story, Some((*kind).to_owned())),
        Who::People => (NomineeKind::Person, None),
    };
    let (most_marks, measure) = match *how {
        How::Votes(marks) => (marks, None),
        How::VotesAmong(marks, most, metric) => {
            (marks, Some(Measure { metric, role: Role::Shortlists { most } }))
        }
    };
    let (method, max_marks) = match most_marks {
        Some(1) => (Method::Plurality, None),
        more => (Method::Approval, more),
    };
    Draft {
        slug: (*slug).to_owned(),
        terms: Terms {
            title: (*title).to_owned(),
            charter: (*charter).to_owned(),
            nominee_kind,
            story_kind,
            method,
            max_marks,
            measure,
            joining: Joining::AllThatSuit,
        },
    }
}

/// What one can do beside proposing stories and voting, which follow from the calendar.
#[must_use]
pub fn activities() -> Vec<Activity> {
    let guide = "https://rust-lang.github.io/wg-async/vision.html";
    [
        (
            "Comment on stories",
            "Reviews and comments on the pull requests are done.",
            State::Closed,
        ),
        (
            "Take ownership of a \u{201c}help wanted\u{201d} goal",
            "The roadmap lists goals that look for an owner.",
            State::Open,
        ),
        ("Take part in the discussions", "The working group meets in the open.", State::Open),
    ]
    .map(|(title, words, state)| Activity {
        title: title.to_owned(),
        words: words.to_owned(),
        url: guide.to_owned(),
        state,
    })
    .into()
}
