//! Elections with published outcomes: each file of `tests/elections/` holds the ballots, the
//! source, and what the source says came of them, with rounds where it gives them.
//!
//! A ballot line reads `WEIGHT: A > B = C` (ranked), `WEIGHT: A B` (approved) or
//! `WEIGHT: A/5 B/0` (scored); nothing after the colon is a blank paper.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a fault in a test file is a failed test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use laurels::count::{
    Margin, Mark, Method, Number, OtherDraws, Outcome, Profile, Rules, Shape, Slate, Strength,
    Unmarked, Verdict, beside, count,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Election {
    title: String,
    source: String,
    #[serde(default)]
    note: String,
    shape: Shape,
    nominees: Vec<String>,
    ballots: Vec<String>,
    outcomes: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    method: Method,
    #[serde(default)]
    rules: Changed,
    winners: Option<Vec<String>>,
    /// Every set of winners that some draw of lots leads to.
    other_winners: Option<Vec<Vec<String>>>,
    totals: Option<BTreeMap<String, String>>,
    rounds: Option<Vec<BTreeMap<String, String>>>,
    order: Option<Vec<Vec<String>>>,
    preferred: Option<BTreeMap<String, u64>>,
    paths: Option<BTreeMap<String, u64>>,
    condorcet_winner: Option<String>,
    skipped: Option<Vec<String>>,
    quota: Option<String>,
    exhausted: Option<u64>,
    valid: Option<u64>,
    margin: Option<Margin>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Changed {
    seats: Option<std::num::NonZeroU16>,
    max_score: Option<u16>,
    strength: Option<Strength>,
    unmarked: Option<Unmarked>,
}

impl Election {
    fn read(path: &Path) -> Self {
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    fn profile(&self) -> Profile {
        let slate = Slate::of_labels(self.nominees.clone()).unwrap();
        let mut profile = Profile::new(slate, self.shape);
        for line in &self.ballots {
            let (weight, marks) = line.split_once(':').unwrap();
            profile.add_marks(&self.marks(marks), weight.parse().unwrap()).unwrap();
        }
        profile
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let mark = |name: &str, grade| {
            let found = self.nominees.iter().position(|nominee| nominee == name.trim());
            let position = found.unwrap_or_else(|| panic!("{}: no {name}", self.title));
            Mark { position: u16::try_from(position).unwrap(), grade }
        };
        let text = text.trim();
        if text.is_empty() {
            return vec![];
        }
        match self.shape {
            Shape::Approved => text.split_whitespace().map(|name| mark(name, 0)).collect(),
            Shape::Scored => text
                .split_whitespace()
                .map(|word| word.split_once('/').unwrap())
                .map(|(name, score)| mark(name, score.parse().unwrap()))
                .collect(),
            Shape::Ranked => (1..)
                .zip(text.split('>'))
                .flat_map(|(rank, tier)| tier.split('=').map(move |name| (name, rank)))
                .map(|(name, rank)| mark(name, rank))
                .collect(),
        }
    }
}

impl Changed {
    fn rules(&self) -> Rules {
        let usual = Rules::default();
        Rules {
            seats: self.seats.unwrap_or(usual.seats),
            max_score: self.max_score.unwrap_or(usual.max_score),
            strength: self.strength.unwrap_or(usual.strength),
            unmarked: self.unmarked.unwrap_or(usual.unmarked),
            lots: "a public text".into(),
        }
    }
}

impl Expected {
    fn check(&self, outcome: &Outcome, context: &str) {
        if let Some(winners) = &self.winners {
            assert_eq!(&sorted(&outcome.winners), &sorted(winners), "{context}");
        }
        if let Some(sets) = &self.other_winners {
            let OtherDraws::OtherWinners(told) = &outcome.other_draws else {
                panic!("{context}: {:?}", outcome.other_draws)
            };
            let mut told: Vec<Vec<String>> = told.iter().map(|set| sorted(set)).collect();
            told.sort();
            assert_eq!(&told, sets, "{context}");
        }
        if let Some(totals) = &self.totals {
            let told = outcome.standings.iter();
            let told: BTreeMap<String, String> =
                told.map(|s| (s.label.clone(), s.total.unwrap().to_string())).collect();
            assert_eq!(&told, totals, "{context}");
        }
        if let Some(order) = &self.order {
            assert_eq!(&places(outcome), order, "{context}");
        }
        self.check_rounds(outcome, context);
        self.check_pairs(outcome, context);
        if let Some(valid) = self.valid {
            assert_eq!(outcome.papers.valid, valid, "{context}");
        }
    }

    fn check_rounds(&self, outcome: &Outcome, context: &str) {
        if let Some(rounds) = &self.rounds {
            let named = |round: &laurels::count::Round| -> BTreeMap<String, String> {
                let votes = round.votes.iter();
                votes.map(|(n, v)| (outcome.label(*n).to_owned(), v.to_string())).collect()
            };
            let told: Vec<BTreeMap<String, String>> = outcome.rounds.iter().map(named).collect();
            assert_eq!(&told, rounds, "{context}");
        }
        if let Some(quota) = &self.quota {
            assert_eq!(&outcome.quota.unwrap().to_string(), quota, "{context}");
        }
        if let Some(exhausted) = self.exhausted {
            assert_eq!(outcome.papers.exhausted, exhausted, "{context}");
        }
    }

    fn check_pairs(&self, outcome: &Outcome, context: &str) {
        let table = outcome.pairwise.as_ref();
        let row = |label: &str| {
            let number = outcome.standings.iter().find(|s| s.label == label).unwrap().number;
            table.unwrap().numbers.iter().position(|n| *n == number).unwrap()
        };
        let cell = |pair: &str| {
            let (a, b) = pair.split_once(" > ").unwrap();
            (row(a), row(b))
        };
        for (pair, votes) in self.preferred.iter().flatten() {
            let (a, b) = cell(pair);
            assert_eq!(table.unwrap().preferred[a][b], *votes, "{context}: {pair}");
        }
        for (pair, strength) in self.paths.iter().flatten() {
            let (a, b) = cell(pair);
            let paths = outcome.paths.as_ref().unwrap();
            assert_eq!(paths.strength[a][b], *strength, "{context}: path {pair}");
        }
        if let Some(label) = &self.condorcet_winner {
            let told = table.unwrap().condorcet_winner.map(|number| outcome.label(number));
            assert_eq!(told, Some(label.as_str()), "{context}");
        }
        if let Some(pairs) = &self.skipped {
            let name = |number: Number| outcome.label(number);
            let skipped = outcome.locks.iter().filter(|lock| lock.verdict != Verdict::Locked);
            let told: Vec<String> =
                skipped.map(|l| format!("{} > {}", name(l.winner), name(l.loser))).collect();
            assert_eq!(&told, pairs, "{context}");
        }
    }
}

fn sorted(labels: &[String]) -> Vec<String> {
    let mut labels = labels.to_vec();
    labels.sort();
    labels
}

/// The labels of each place.
fn places(outcome: &Outcome) -> Vec<Vec<String>> {
    let equal = outcome.standings.chunk_by(|a, b| a.place == b.place);
    equal.map(|place| place.iter().map(|s| s.label.clone()).collect()).collect()
}

#[test]
fn every_published_election_comes_out_as_its_source_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/elections");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut methods = std::collections::BTreeSet::new();
    for path in &files {
        let election = Election::read(path);
        assert!(!election.source.is_empty() && !election.outcomes.is_empty());
        let profile = election.profile();
        for expected in &election.outcomes {
            let context = format!("{} ({}) {}", election.title, expected.method, election.note);
            let rules = expected.rules.rules();
            let outcome = count(expected.method, &profile, &rules).unwrap();
            expected.check(&outcome, &context);
            if let Some(margin) = expected.margin {
                let told = beside(expected.method, &profile, &rules).unwrap().margin;
                assert_eq!(told, margin, "{context}");
            }
            let json = serde_json::to_string(&outcome).unwrap();
            assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome, "{context}");
            methods.insert(expected.method);
        }
    }
    assert!(files.len() >= 20, "only {} elections", files.len());
    assert_eq!(methods.len(), Method::ALL.len(), "every method has a published election");
}
