//! The road of an edition, from a draft to its published results: which steps are done, which one
//! is next, and what each still lacks. Pure.

use super::facts::Facts;
use crate::editions::model::{Edition, ElectorateRule};
use crate::editions::phase::Phase;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Behind us.
    Done,
    /// The next one.
    Now,
    /// Ahead.
    Later,
}

/// A step of the road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub title: &'static str,
    /// How it stands, in a sentence or two.
    pub words: String,
    /// The console's page for it, below `/manage`.
    pub room: &'static str,
    /// What the way there is called.
    pub way: &'static str,
    /// Where it stands.
    pub progress: Progress,
}

/// A step before its place on the road is known.
struct Stone {
    title: &'static str,
    words: String,
    room: &'static str,
    way: &'static str,
    is_done: bool,
}

/// The road of an edition.
#[must_use]
pub fn road(facts: &Facts) -> Vec<Step> {
    let mut is_next_found = false;
    let stones = found(facts).into_iter().chain(fill(facts)).chain(run(facts));
    let place = |stone: Stone| {
        let progress = match (stone.is_done, is_next_found) {
            (true, _) => Progress::Done,
            (false, true) => Progress::Later,
            (false, false) => {
                is_next_found = true;
                Progress::Now
            }
        };
        Step { title: stone.title, words: stone.words, room: stone.room, way: stone.way, progress }
    };
    stones.map(place).collect()
}

/// What an edition begins with. Once voting is open, all of it is behind us.
fn found(facts: &Facts) -> Vec<Stone> {
    let edition = &facts.edition;
    let has_opened = edition.phase >= Phase::Voting;
    vec![
        Stone {
            title: "Describe the edition",
            words: described(edition),
            room: "/details",
            way: "Details",
            is_done: !edition.about.description.is_empty() || has_opened,
        },
        Stone {
            title: "Set the calendar",
            words: planned(edition),
            room: "/calendar",
            way: "Calendar",
            is_done: edition.calendar.voting_closes_at.is_some() || has_opened,
        },
        Stone {
            title: "Take in the stories",
            words: taken(facts),
            room: "/sources",
            way: "Sources",
            is_done: facts.stories > 0 || has_opened,
        },
    ]
}

/// What voting needs before it can open.
fn fill(facts: &Facts) -> Vec<Stone> {
    let edition = &facts.edition;
    let has_opened = edition.phase >= Phase::Voting;
    let is_public = edition.phase >= Phase::Nominating;
    vec![
        Stone {
            title: "Define the categories",
            words: match facts.categories {
                0 => "There is none yet.".to_owned(),
                1 => "1 category.".to_owned(),
                many => format!("{many} categories."),
            },
            room: "/categories",
            way: "Categories",
            is_done: facts.categories > 0 || has_opened,
        },
        Stone {
            title: "Open nominations",
            words: if is_public {
                "The edition is public.".to_owned()
            } else {
                "Only leads see the edition until then. The calendar does it, or you do.".to_owned()
            },
            room: "/calendar",
            way: "Open nominations",
            is_done: is_public,
        },
        Stone {
            title: "Choose the nominees",
            words: nominated(facts),
            room: "/nominees",
            way: "Nominees",
            is_done: (facts.nominees > 0 && facts.lacks.is_empty()) || has_opened,
        },
        Stone {
            title: "Decide who may vote",
            words: invited(facts),
            room: "/electorate",
            way: "Electorate",
            is_done: edition.electorate == ElectorateRule::Everyone
                || facts.invitations > 0
                || has_opened,
        },
    ]
}

/// Voting, and what comes after it.
fn run(facts: &Facts) -> Vec<Stone> {
    let phase = facts.edition.phase;
    vec![
        Stone {
            title: "Open voting",
            words: opened(facts),
            room: "/voting",
            way: "Voting",
            is_done: phase >= Phase::Voting,
        },
        Stone {
            title: "Let people vote",
            words: voting(facts),
            room: "/turnout",
            way: "Turnout",
            is_done: phase >= Phase::Closed,
        },
        Stone {
            title: "Count",
            words: if phase >= Phase::Counted {
                "The ballots are counted.".to_owned()
            } else {
                "When voting has closed. Leads see the outcome before anybody else does.".to_owned()
            },
            room: "/count",
            way: "Counting",
            is_done: phase >= Phase::Counted,
        },
        Stone {
            title: "Publish",
            words: if phase >= Phase::Published {
                "Everybody can see the results.".to_owned()
            } else {
                "When you have looked at the count.".to_owned()
            },
            room: "/publication",
            way: "Publishing",
            is_done: phase >= Phase::Published,
        },
    ]
}

fn described(edition: &Edition) -> String {
    let about = &edition.about;
    match (about.description.is_empty(), about.contact.is_empty()) {
        (true, _) => "It has no description yet: visitors would not know what it is about.".into(),
        (false, true) => {
            "It does not say how to reach the leads; people will have questions.".into()
        }
        (false, false) => "Title, description and contact are set.".into(),
    }
}

fn planned(edition: &Edition) -> String {
    match edition.calendar.voting_closes_at {
        Some(end) => format!("Voting closes on {}.", end.words()),
        None => "It has no end of voting yet: people cannot plan for it, and you would have to \
                 close it by hand."
            .into(),
    }
}

/// What the sources brought.
fn taken(facts: &Facts) -> String {
    let stories = match (facts.stories, facts.sources) {
        (0, 0) => {
            "There are none yet. Name the repository that people send them to, and they come \
                   in by themselves."
                .to_owned()
        }
        (0, _) => "There are none yet: sync a source, or look at what it says.".to_owned(),
        (1, _) => "1 story was taken in.".to_owned(),
        (many, _) => format!("{many} stories were taken in."),
    };
    match (facts.edition.phase >= Phase::Voting, facts.failures) {
        (true, _) => format!("{stories} Nothing more is, since voting opened."),
        (false, 0) => stories,
        (false, 1) => format!("{stories} 1 item could not be read."),
        (false, many) => format!("{stories} {many} items could not be read."),
    }
}

fn nominated(facts: &Facts) -> String {
    let admitted = match facts.nominees {
        0 => "Nobody is admitted yet.".to_owned(),
        1 => "1 story or person is admitted.".to_owned(),
        many => format!("{many} stories and people are admitted."),
    };
    if facts.edition.phase >= Phase::Voting {
        return admitted;
    }
    let mut said = vec![admitted];
    said.extend(facts.lacks.iter().cloned());
    said.join(" ")
}

fn invited(facts: &Facts) -> String {
    let rule = facts.edition.electorate.sentence();
    match facts.edition.electorate {
        ElectorateRule::Everyone => rule.to_owned(),
        ElectorateRule::Invited => match facts.invitations {
            0 => format!("{rule} There are no invitations yet."),
            1 => format!("{rule} There is 1 invitation."),
            many => format!("{rule} There are {many} invitations."),
        },
    }
}

fn opened(facts: &Facts) -> String {
    let edition = &facts.edition;
    if let Some(at) = edition.steps.opened_at {
        return format!("Opened on {}. The rules are frozen since.", at.words());
    }
    let freeze = "Categories, nominees and who may vote freeze then.";
    match edition.calendar.voting_opens_at {
        Some(at) if at <= facts.now && !facts.lacks.is_empty() => format!(
            "The calendar was to open it on {}, but could not. {}",
            at.words(),
            facts.lacks.join(" ")
        ),
        Some(at) => format!("The calendar opens it on {}. {freeze}", at.words()),
        None => format!("The calendar has no date for it, so a lead opens it by hand. {freeze}"),
    }
}

fn voting(facts: &Facts) -> String {
    let people = match facts.voters {
        0 => "Nobody has voted yet.".to_owned(),
        1 => "1 person has voted.".to_owned(),
        many => format!("{many} people have voted."),
    };
    let edition = &facts.edition;
    match (edition.phase, edition.calendar.voting_closes_at) {
        (Phase::Draft | Phase::Nominating, _) => "Nothing needs doing while it runs.".into(),
        (Phase::Voting, Some(end)) => format!(
            "{people} Voting closes by itself on {}. You can extend it before it ends, or close \
             it earlier.",
            end.words()
        ),
        (Phase::Voting, None) => format!("{people} It has no end: close it by hand."),
        (Phase::Closed | Phase::Counted | Phase::Published, _) => people,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::editions::model::{About, Calendar, Pictures, Steps, Votes};
    use crate::ids::EditionId;

    fn bare(phase: Phase) -> Facts {
        Facts {
            edition: Edition {
                id: EditionId::new(),
                slug: "x".into(),
                about: About {
                    title: "X".into(),
                    description: String::new(),
                    contact: String::new(),
                    threshold: 5,
                    pictures: Pictures::AsLinks,
                },
                votes: Votes::Real,
                phase,
                electorate: ElectorateRule::Everyone,
                calendar: Calendar::default(),
                rulebook_digest: None,
                steps: Steps::default(),
            },
            sources: 0,
            stories: 0,
            failures: 0,
            claims: 0,
            categories: 0,
            nominees: 0,
            invitations: 0,
            voters: 0,
            lacks: vec!["There is no category to vote in yet.".into()],
            now: Timestamp::from_millis(0),
        }
    }

    fn next(facts: &Facts) -> Vec<&'static str> {
        let road = road(facts);
        let now = road.iter().filter(|step| step.progress == Progress::Now);
        now.map(|step| step.title).collect()
    }

    #[test]
    fn one_step_is_next_until_the_last_is_done() {
        for phase in Phase::ALL {
            let at_most_one = usize::from(phase != Phase::Published);
            assert_eq!(next(&bare(phase)).len(), at_most_one, "{phase:?}");
        }
    }

    #[test]
    fn what_is_lacking_comes_first_and_is_named() {
        let mut facts = bare(Phase::Draft);
        assert_eq!(next(&facts), ["Describe the edition"]);

        facts.edition.about.description = "Thanks.".into();
        assert_eq!(next(&facts), ["Set the calendar"]);

        facts.edition.calendar.voting_closes_at = Some(Timestamp::from_millis(0));
        assert_eq!(next(&facts), ["Take in the stories"]);

        facts.sources = 1;
        facts.stories = 2;
        facts.failures = 1;
        assert_eq!(next(&facts), ["Define the categories"]);
        let step = road(&facts).into_iter().find(|step| step.room == "/sources");
        assert_eq!(step.unwrap().words, "2 stories were taken in. 1 item could not be read.");

        facts.categories = 1;
        assert_eq!(next(&facts), ["Open nominations"]);

        facts.edition.phase = Phase::Nominating;
        facts.nominees = 3;
        facts.lacks = vec!["X has fewer than two nominees.".into()];
        assert_eq!(next(&facts), ["Choose the nominees"]);
        let step = road(&facts).into_iter().find(|step| step.room == "/nominees");
        assert!(step.unwrap().words.contains("X has fewer than two"));

        facts.lacks.clear();
        facts.edition.electorate = ElectorateRule::Invited;
        assert_eq!(next(&facts), ["Decide who may vote"]);

        facts.invitations = 1;
        assert_eq!(next(&facts), ["Open voting"]);
    }

    #[test]
    fn an_opening_that_the_calendar_could_not_take_is_told() {
        let mut facts = bare(Phase::Nominating);
        facts.edition.calendar.voting_opens_at = Some(facts.now);

        let step = road(&facts).into_iter().find(|step| step.room == "/voting");

        let words = step.unwrap().words;
        assert!(words.contains("could not. There is no category"), "{words}");
    }

    #[test]
    fn from_the_opening_on_the_phase_alone_says_what_is_next() {
        let titles = [Phase::Voting, Phase::Closed, Phase::Counted].map(|phase| next(&bare(phase)));

        assert_eq!(titles, [["Let people vote"], ["Count"], ["Publish"]]);
    }
}
