//! An outcome in words: what a careful person would write under the result.
//!
//! Every number in the text stands in the outcome; nothing is worked out here.

use std::fmt::Write as _;

use super::amount::Amount;
use super::beside::Beside;
use super::margin::Margin;
use super::outcome::{
    Fate, Lot, Moved, Note, OtherDraws, Outcome, Papers, Question, Round, Verdict,
};
use super::slate::Number;

impl Outcome {
    /// The outcome as a report in plain text, every line ended.
    #[must_use]
    pub fn report(&self) -> String {
        let mut text = String::new();
        self.open(&mut text);
        self.papers.tell(&mut text);
        self.tell_standings(&mut text);
        self.tell_rounds(&mut text);
        self.tell_pairs(&mut text);
        self.tell_lots(&mut text);
        text
    }

    fn open(&self, text: &mut String) {
        let seats = self.rules.seats.get();
        line(text, format!("{}. {}", self.method.title(), self.method.sentence()));
        let winners = and(self.winners.iter().map(String::as_str));
        let shared = self.standings.iter().any(|standing| standing.fate == Fate::Shared);
        line(
            text,
            match (self.winners.len(), shared) {
                (0, _) => "Nobody wins: no ballot supports anybody.".to_owned(),
                (1, _) => format!("{winners} wins."),
                (_, true) if seats == 1 => format!("{winners} share the first place."),
                (_, true) => format!("{winners} win; the last of {seats} places is shared."),
                (_, false) => format!("{winners} win the {seats} places, in this order."),
            },
        );
        for note in &self.notes {
            match note {
                Note::ReadFrom(shape) => line(
                    text,
                    format!("The ballots hold {shape}; they were read as this method needs them."),
                ),
                Note::NobodySupported => {}
                Note::FewerThanSeats => {
                    line(text, "Some places stay empty: too few nominees have a claim.".into());
                }
            }
        }
    }

    fn tell_standings(&self, text: &mut String) {
        heading(text, "Order of finish");
        for standing in &self.standings {
            let total = standing.total.map_or(String::new(), |total| format!("  {total}"));
            let place = match standing.fate {
                Fate::Won | Fate::Shared | Fate::Lost => format!("{}.", standing.place),
                Fate::Withdrawn => "withdrawn".to_owned(),
            };
            line(text, format!("  {place:<4} {}{total}", standing.label));
        }
    }

    fn tell_rounds(&self, text: &mut String) {
        if self.rounds.is_empty() {
            return;
        }
        heading(text, "Rounds");
        if let Some(quota) = self.quota {
            line(text, format!("  A seat takes {quota} votes."));
        }
        for (nth, round) in (1..).zip(&self.rounds) {
            line(text, format!("  Round {nth}"));
            self.tell_round(round, text);
        }
    }

    fn tell_round(&self, round: &Round, text: &mut String) {
        let mut votes: Vec<(Amount, &str)> =
            round.votes.iter().map(|(number, votes)| (*votes, self.label(*number))).collect();
        votes.sort_by(|a, b| b.cmp(a));
        for (votes, label) in votes {
            line(text, format!("    {votes:>14}  {label}"));
        }
        if round.exhausted > Amount::ZERO {
            line(text, format!("    {:>14}  for nobody any more", round.exhausted));
        }
        if round.rounding > Amount::ZERO {
            line(text, format!("    {:>14}  cut off after five decimals", round.rounding));
        }
        if !round.elected.is_empty() {
            line(text, format!("    Elected: {}.", self.names(&round.elected)));
        }
        self.tell_moved(round, text);
    }

    fn tell_moved(&self, round: &Round, text: &mut String) {
        match &round.moved {
            None => {}
            Some(Moved::Fewest(gone)) => {
                line(text, format!("    {} leaves with the fewest votes.", self.names(gone)));
            }
            Some(Moved::Together(gone)) => line(
                text,
                format!(
                    "    {} leave together: all their votes joined are fewer than the next has.",
                    self.names(gone)
                ),
            ),
            Some(Moved::NotFinal(gone)) => {
                line(text, format!("    Not in the runoff: {}.", self.names(gone)));
            }
            Some(Moved::Surplus { of, surplus }) => {
                line(text, format!("    {} passes on a surplus of {surplus}.", self.label(*of)));
            }
        }
        for transfer in &round.transfers {
            let to = transfer.to.map_or("nobody", |to| self.label(to));
            let from = self.label(transfer.from);
            line(text, format!("      {} from {from} to {to}", transfer.votes));
        }
    }

    fn tell_pairs(&self, text: &mut String) {
        let Some(table) = &self.pairwise else { return };
        heading(text, "Head to head");
        match table.condorcet_winner {
            Some(number) => {
                line(text, format!("  {} beats everybody else.", self.label(number)));
            }
            None => line(
                text,
                format!(
                    "  Nobody beats everybody else. Not beaten from outside: {}.",
                    self.names(&table.smith_set)
                ),
            ),
        }
        let winners: Vec<Number> = self.winning().map(|standing| standing.number).collect();
        for (a, row) in table.numbers.iter().zip(&table.preferred) {
            if !winners.contains(a) {
                continue;
            }
            let column = table.numbers.iter().position(|number| number == a);
            for ((b, votes), other) in table.numbers.iter().zip(row).zip(&table.preferred) {
                let against = column.and_then(|at| other.get(at)).copied().unwrap_or(0);
                if a != b {
                    let (a, b) = (self.label(*a), self.label(*b));
                    line(text, format!("  {a} {votes}, {b} {against}"));
                }
            }
        }
        for lock in &self.locks {
            if let Verdict::Skipped(chain) = &lock.verdict {
                let (winner, loser) = (self.label(lock.winner), self.label(lock.loser));
                let labels: Vec<&str> = chain.iter().map(|number| self.label(*number)).collect();
                let chain = labels.join(" over ");
                line(
                    text,
                    format!(
                        "  Set aside: {winner} over {loser}, {} to {}; clearer majorities put \
                         {chain}.",
                        lock.votes, lock.against
                    ),
                );
            }
        }
    }

    fn tell_lots(&self, text: &mut String) {
        if self.lots.is_empty() {
            return;
        }
        heading(text, "Lots");
        for lot in &self.lots {
            line(text, format!("  {}", self.tell_lot(lot)));
        }
        line(text, format!("  Drawn from the public text \"{}\".", self.rules.lots));
        match &self.other_draws {
            OtherDraws::NoLot => {}
            OtherDraws::SameWinners => {
                line(text, "  Every other draw gives the same winners.".into());
            }
            OtherDraws::OtherWinners(sets) => {
                let others = sets.iter().skip(1);
                let told: Vec<String> =
                    others.map(|set| and(set.iter().map(String::as_str))).collect();
                line(
                    text,
                    format!("  With another draw the winner could be {}.", told.join("; or ")),
                );
            }
            OtherDraws::TriedSome(runs) => line(
                text,
                format!(
                    "  {runs} other draws were tried, all with the same winners; there are more."
                ),
            ),
        }
    }

    fn tell_lot(&self, lot: &Lot) -> String {
        let drawn = self.names(&lot.drawn);
        let what = match lot.question {
            Question::Leaves => "who leaves among equals",
            Question::SurplusFirst => "whose surplus moves first",
            Question::Final => "who is in the runoff among equals",
            Question::LockFirst => "which of equally clear majorities comes first",
        };
        if lot.round == 0 {
            format!("{what}: {drawn}, in this order.")
        } else {
            format!("Round {}, {what}: {drawn}, in this order.", lot.round)
        }
    }

    fn names(&self, numbers: &[Number]) -> String {
        and(numbers.iter().map(|number| self.label(*number)))
    }
}

impl Papers {
    fn tell(&self, text: &mut String) {
        let mut told = format!("{} cast, {} counted", papers(self.cast), self.valid);
        if self.blank > 0 {
            let _ = write!(told, ", {} blank", self.blank);
        }
        for (reason, count) in &self.spoiled {
            let _ = write!(told, ", {count} set aside ({reason})");
        }
        line(text, format!("{told}."));
        if self.exhausted > 0 {
            let gone = self.exhausted;
            line(text, format!("Of those counted, {gone} stood for nobody at the end."));
        }
        if self.repeated > 0 {
            let count = self.repeated;
            line(text, format!("{count} named a nominee twice and were counted by its best mark."));
        }
    }
}

impl Beside {
    /// What stands beside `outcome`, in plain text, every line ended.
    #[must_use]
    pub fn report(&self, outcome: &Outcome) -> String {
        let mut text = String::new();
        heading(&mut text, "How firm is it");
        line(
            &mut text,
            match self.margin {
                Margin::Exactly(count) => format!(
                    "  {} filled in otherwise would give other winners; fewer could not.",
                    papers(count)
                ),
                Margin::AtLeast(count) => format!(
                    "  At least {} would have to be filled in otherwise; whether so many suffice \
                     is not known.",
                    papers(count)
                ),
                Margin::NoOther => "  Nobody else could have won.".to_owned(),
            },
        );
        let without = &self.without;
        let all = without.tried == without.losers;
        line(
            &mut text,
            match (without.changes.is_empty(), all) {
                (true, true) => "  Leaving out any one loser gives the same winners.".to_owned(),
                (_, false) => format!(
                    "  {} of {} losers were left out in turn, the best placed first.",
                    without.tried, without.losers
                ),
                (false, true) => "  It hangs on who else stood:".to_owned(),
            },
        );
        for change in &without.changes {
            let winners = and(change.winners.iter().map(String::as_str));
            let gone = outcome.label(change.without);
            line(&mut text, format!("  Without {gone}: {winners}."));
        }
        if let Some(number) = self.condorcet_winner {
            let label = outcome.label(number);
            line(
                &mut text,
                format!("  More ballots put {label} above each other nominee than below."),
            );
        }
        heading(&mut text, "The same ballots by other methods");
        for other in &self.other_methods {
            let winners = match &other.winners {
                None => "cannot read these ballots".to_owned(),
                Some(winners) if winners.is_empty() => "nobody".to_owned(),
                Some(winners) => and(winners.iter().map(String::as_str)),
            };
            line(&mut text, format!("  {:<25} {winners}", other.method.title()));
        }
        text
    }
}

fn papers(count: u64) -> String {
    if count == 1 { "1 ballot".to_owned() } else { format!("{count} ballots") }
}

fn heading(text: &mut String, words: &str) {
    let _ = writeln!(text, "\n{words}");
}

fn line(text: &mut String, words: String) {
    text.push_str(&words);
    text.push('\n');
}

/// Names as they stand in a sentence.
fn and<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [only] => (*only).to_owned(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}
