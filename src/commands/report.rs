//! An outcome as a report to be read: who won, on what papers, step by step.

use std::fmt::{self, Write};

use super::report_steps::{list, steps};
use crate::count::{Beside, Fate, Margin, Note, OtherDraws, Outcome, Papers, Shape};

/// The whole report.
pub struct Report<'a> {
    /// What the file calls the election.
    pub title: Option<&'a str>,
    /// What came out.
    pub outcome: &'a Outcome,
    /// What stands beside the winner, if that was asked.
    pub beside: Option<&'a Beside>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = self.outcome;
        let mut head = outcome.method.title().to_owned();
        if let Some(title) = self.title {
            head = format!("{title}: {head}");
        }
        writeln!(f, "{head}\n{}\n", "=".repeat(head.chars().count()))?;
        writeln!(f, "{}\n", outcome.method.sentence())?;
        winners(outcome, f)?;
        papers(&outcome.papers, f)?;
        standings(outcome, f)?;
        steps(outcome, f)?;
        notes(outcome, f)?;
        match self.beside {
            Some(found) => beside(outcome, found, f),
            None => Ok(()),
        }
    }
}

fn winners(outcome: &Outcome, f: &mut dyn Write) -> fmt::Result {
    let shared = outcome.winning().any(|standing| match standing.fate {
        Fate::Shared => true,
        Fate::Won | Fate::Lost | Fate::Withdrawn => false,
    });
    match outcome.winners.as_slice() {
        [] => writeln!(f, "Nobody wins.\n"),
        [one] => writeln!(f, "Winner: {one}\n"),
        more if shared => writeln!(f, "Winners, some of whom share a place: {}\n", list(more)),
        more => writeln!(f, "Winners: {}\n", list(more)),
    }
}

fn papers(papers: &Papers, f: &mut dyn Write) -> fmt::Result {
    let count = |n: u64| {
        if n == 1 {
            "1 paper".to_owned()
        } else {
            format!("{n} papers")
        }
    };
    write!(
        f,
        "{} cast, {} of them valid",
        count(papers.cast),
        papers.valid
    )?;
    if papers.blank > 0 {
        write!(f, ", {} blank", papers.blank)?;
    }
    for (reason, spoiled) in &papers.spoiled {
        write!(f, ", {spoiled} spoiled ({reason})")?;
    }
    f.write_str(".\n")?;
    if papers.exhausted > 0 {
        writeln!(
            f,
            "{} stood for nobody any more at the end.",
            count(papers.exhausted)
        )?;
    }
    if papers.repeated > 0 {
        let named = count(papers.repeated);
        writeln!(
            f,
            "{named} named a nominee more than once and counted by the best mark."
        )?;
    }
    f.write_char('\n')
}

fn standings(outcome: &Outcome, f: &mut dyn Write) -> fmt::Result {
    let labels = outcome
        .standings
        .iter()
        .map(|standing| standing.label.chars().count());
    let width = labels.max().unwrap_or(0).min(40);
    let totals = outcome
        .standings
        .iter()
        .filter_map(|standing| standing.total);
    let digits = totals
        .map(|total| total.to_string().len())
        .max()
        .unwrap_or(0);
    for standing in &outcome.standings {
        let total = standing
            .total
            .map(|total| total.to_string())
            .unwrap_or_default();
        let fate = match standing.fate {
            Fate::Won => "  wins",
            Fate::Shared => "  wins, shared",
            Fate::Lost => "",
            Fate::Withdrawn => "  had withdrawn",
        };
        let line = format!(
            "{:>4}. {:<width$}  {total:>digits$}{fate}",
            standing.place, standing.label
        );
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}

fn notes(outcome: &Outcome, f: &mut dyn Write) -> fmt::Result {
    for note in &outcome.notes {
        match note {
            Note::ReadFrom(shape) => {
                let kind = match shape {
                    Shape::Ranked => "rankings",
                    Shape::Approved => "approvals",
                    Shape::Scored => "scores",
                };
                writeln!(
                    f,
                    "\nThe ballots are {kind}, read as this method needs them."
                )?;
            }
            Note::NobodySupported => writeln!(f, "\nNo ballot supports any nominee.")?,
            Note::FewerThanSeats => {
                writeln!(
                    f,
                    "\nThere are more places than nominees with a claim to them."
                )?;
            }
            Note::CondorcetWinnerLost(number) => {
                let name = outcome.label(*number);
                writeln!(
                    f,
                    "\n{name} beats everybody else head to head, and does not win."
                )?;
            }
        }
    }
    match &outcome.other_draws {
        OtherDraws::NoLot => Ok(()),
        OtherDraws::SameWinners => {
            writeln!(
                f,
                "\nLots were drawn; every other draw gives the same winners."
            )
        }
        OtherDraws::OtherWinners(sets) => {
            writeln!(f, "\nLots were drawn, and they mattered. Other draws give:")?;
            let others = sets.iter().skip(1);
            others
                .into_iter()
                .try_for_each(|winners| writeln!(f, "  {}", list(winners)))
        }
        OtherDraws::TriedSome(tried) => writeln!(
            f,
            "\nLots were drawn; {tried} other draws were tried and gave the same winners."
        ),
    }
}

fn beside(outcome: &Outcome, beside: &Beside, f: &mut dyn Write) -> fmt::Result {
    match beside.margin {
        Margin::Exactly(1) => {
            writeln!(
                f,
                "\nHow close: one paper filled in otherwise gives other winners."
            )?;
        }
        Margin::Exactly(papers) => writeln!(
            f,
            "\nHow close: {papers} papers filled in otherwise give other winners, and fewer cannot."
        )?,
        Margin::AtLeast(papers) => writeln!(
            f,
            "\nHow close: it takes at least {papers} papers filled in otherwise to give other \
             winners; the exact number is not computed."
        )?,
        Margin::NoOther => writeln!(f, "\nHow close: nobody else could have won.")?,
    }
    let without = &beside.without;
    if without.changes.is_empty() && without.tried > 0 {
        let some = if without.tried < without.losers {
            " best placed"
        } else {
            ""
        };
        let tried = without.tried;
        writeln!(
            f,
            "Without any one of the {tried}{some} losing nominees the winners are the same."
        )?;
    }
    for change in &without.changes {
        let (name, winners) = (outcome.label(change.without), list(&change.winners));
        writeln!(f, "Had {name} not stood, {winners} would have won.")?;
    }
    writeln!(f, "\nThe same ballots by the other methods:")?;
    for other in &beside.other_methods {
        let winners = match &other.winners {
            None => "cannot read these ballots".to_owned(),
            Some(winners) if winners.is_empty() => "nobody".to_owned(),
            Some(winners) => list(winners),
        };
        writeln!(f, "  {:<26}{winners}", other.method.title())?;
    }
    Ok(())
}
