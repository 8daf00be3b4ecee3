//! The steps of an outcome: rounds, pairs, majorities, lots.

use std::fmt::{self, Write};

use crate::count::{Moved, Number, Outcome, Pairwise, Question, Round, Verdict};

/// Names in a sentence.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The steps that this method has.
pub(super) fn steps(outcome: &Outcome, f: &mut dyn Write) -> fmt::Result {
    if let Some(quota) = outcome.quota {
        writeln!(f, "\nA seat is filled by {quota} votes.")?;
    }
    for (number, round) in (1_u32..).zip(&outcome.rounds) {
        self::round(outcome, number, round, f)?;
    }
    if let Some(pairwise) = &outcome.pairwise {
        pairs(outcome, pairwise, f)?;
    }
    if !outcome.locks.is_empty() {
        writeln!(f, "\nMajorities, the clearest first:")?;
    }
    for lock in &outcome.locks {
        let (winner, loser) = (outcome.label(lock.winner), outcome.label(lock.loser));
        write!(
            f,
            "  {winner} over {loser}, {} to {}: ",
            lock.votes, lock.against
        )?;
        match &lock.verdict {
            Verdict::Locked => writeln!(f, "final")?,
            Verdict::Skipped(chain) => {
                let chain = names(outcome, chain).join(" over ");
                writeln!(f, "skipped, against {chain}")?;
            }
        }
    }
    for lot in &outcome.lots {
        let question = match lot.question {
            Question::Leaves => "who leaves",
            Question::SurplusFirst => "whose surplus moves first",
            Question::Final => "who is in the final two",
            Question::LockFirst => "which majority comes first",
        };
        let drawn = names(outcome, &lot.drawn).join(", ");
        match lot.round {
            0 => writeln!(
                f,
                "\nA lot decided {question}; drawn in this order: {drawn}."
            )?,
            round => writeln!(
                f,
                "\nIn round {round} a lot decided {question}; drawn in this order: {drawn}."
            )?,
        }
    }
    Ok(())
}

fn names(outcome: &Outcome, numbers: &[Number]) -> Vec<String> {
    numbers
        .iter()
        .map(|number| outcome.label(*number).to_owned())
        .collect()
}

fn round(outcome: &Outcome, number: u32, round: &Round, f: &mut dyn Write) -> fmt::Result {
    writeln!(f, "\nRound {number}")?;
    for (nominee, votes) in &round.votes {
        writeln!(f, "  {votes:>12}  {}", outcome.label(*nominee))?;
    }
    if round.exhausted != Default::default() {
        writeln!(f, "  {:>12}  for nobody any more", round.exhausted)?;
    }
    if round.rounding != Default::default() {
        writeln!(f, "  {:>12}  lost to rounding", round.rounding)?;
    }
    if !round.elected.is_empty() {
        let elected = list(&names(outcome, &round.elected));
        let verb = if round.elected.len() == 1 {
            "is"
        } else {
            "are"
        };
        writeln!(f, "  {elected} {verb} elected.")?;
    }
    match &round.moved {
        None => {}
        Some(Moved::Fewest(who)) => {
            writeln!(f, "  Fewest votes: {}.", list(&names(outcome, who)))?;
        }
        Some(Moved::Together(who)) => {
            writeln!(
                f,
                "  Fewer votes together than the next: {}.",
                list(&names(outcome, who))
            )?;
        }
        Some(Moved::NotFinal(who)) => {
            writeln!(f, "  Not in the final two: {}.", list(&names(outcome, who)))?;
        }
        Some(Moved::Surplus { of, surplus }) => {
            writeln!(
                f,
                "  {surplus} votes beyond the quota move from {}.",
                outcome.label(*of)
            )?;
        }
    }
    for transfer in &round.transfers {
        let from = outcome.label(transfer.from);
        let to = transfer.to.map_or("nobody", |to| outcome.label(to));
        writeln!(f, "  {:>12}  from {from} to {to}", transfer.votes)?;
    }
    Ok(())
}

/// The most nominees whose every comparison is printed; JSON has them all.
const MOST_PAIRS: usize = 12;

fn pairs(outcome: &Outcome, pairwise: &Pairwise, f: &mut dyn Write) -> fmt::Result {
    match pairwise.condorcet_winner {
        Some(winner) => {
            writeln!(
                f,
                "\n{} beats everybody else head to head.",
                outcome.label(winner)
            )?;
        }
        None => {
            let smith = list(&names(outcome, &pairwise.smith_set));
            writeln!(
                f,
                "\nNobody beats everybody else head to head. The smallest group that beats all \
                 others: {smith}."
            )?;
        }
    }
    if pairwise.numbers.len() > MOST_PAIRS {
        return Ok(());
    }
    writeln!(f, "Head to head:")?;
    let at = |a: usize, b: usize| {
        pairwise
            .preferred
            .get(a)
            .and_then(|row| row.get(b))
            .copied()
            .unwrap_or(0)
    };
    for (a, one) in pairwise.numbers.iter().enumerate() {
        for (b, other) in pairwise.numbers.iter().enumerate().skip(a + 1) {
            let (for_one, for_other) = (at(a, b), at(b, a));
            let (one, other) = (outcome.label(*one), outcome.label(*other));
            writeln!(f, "  {one} {for_one}, {other} {for_other}")?;
        }
    }
    Ok(())
}
