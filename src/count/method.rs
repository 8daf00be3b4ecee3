//! [`Method`]: the ways of counting that Laurels knows, and the words for each.
//!
//! A method is stored, written in files and typed on the command line as the same text. How each
//! one works stands in the file of its name, and for readers in `docs/VOTING.md`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::paper::Shape;

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// One mark each; most marks win.
    Plurality,
    /// As many marks as one likes; most marks win.
    Approval,
    /// A score for each; the highest total wins.
    Score,
    /// Scores, then a runoff between the two highest totals.
    Star,
    /// Rankings; the weakest leaves and the ballots move on.
    InstantRunoff,
    /// Rankings; a point for each nominee ranked lower.
    Borda,
    /// Rankings; head to head, cycles resolved by the strongest paths.
    Schulze,
    /// Rankings; head to head, the clearest majorities are locked in first.
    RankedPairs,
    /// Rankings; several seats, each filled by a quota of votes.
    Stv,
}

/// A text that names no method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMethod(String);

impl Method {
    /// Every method, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Plurality,
        Self::Approval,
        Self::Score,
        Self::Star,
        Self::InstantRunoff,
        Self::Borda,
        Self::Schulze,
        Self::RankedPairs,
        Self::Stv,
    ];

    /// The name in files, in the database and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plurality => "plurality",
            Self::Approval => "approval",
            Self::Score => "score",
            Self::Star => "star",
            Self::InstantRunoff => "instant-runoff",
            Self::Borda => "borda",
            Self::Schulze => "schulze",
            Self::RankedPairs => "ranked-pairs",
            Self::Stv => "stv",
        }
    }

    /// The name as a heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Plurality => "Plurality",
            Self::Approval => "Approval",
            Self::Score => "Score",
            Self::Star => "STAR",
            Self::InstantRunoff => "Instant runoff",
            Self::Borda => "Borda count",
            Self::Schulze => "Schulze",
            Self::RankedPairs => "Ranked pairs",
            Self::Stv => "Single transferable vote",
        }
    }

    /// How it works, in one plain sentence for a results page.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Plurality => "Each voter marked one nominee, and the most marks win.",
            Self::Approval => {
                "Each voter marked every nominee they approve of, and the most marks win."
            }
            Self::Score => "Each voter gave nominees a score, and the highest total wins.",
            Self::Star => {
                "Each voter gave nominees a score; of the two with the highest totals, the one \
                 that more voters scored higher wins."
            }
            Self::InstantRunoff => {
                "Each voter ranked nominees; whoever has the fewest first places left the race, \
                 round by round, and those ballots moved to their next choice."
            }
            Self::Borda => {
                "Each voter ranked nominees; a nominee gains a point for every nominee ranked \
                 below it, and the most points win."
            }
            Self::Schulze => {
                "Each voter ranked nominees; every two were compared head to head, and where \
                 the majorities run in a circle the strongest chains of majorities decide."
            }
            Self::RankedPairs => {
                "Each voter ranked nominees; every two were compared head to head, and the \
                 majorities were taken as final from the clearest down, unless they \
                 contradict a clearer one."
            }
            Self::Stv => {
                "Each voter ranked nominees; a fixed quota of votes fills a seat, votes beyond \
                 it move on at a lower value, and whoever has the fewest votes leaves the race."
            }
        }
    }

    /// The shape of ballot that this method asks of a voter.
    #[must_use]
    pub const fn shape(self) -> Shape {
        match self {
            Self::Plurality
            | Self::InstantRunoff
            | Self::Borda
            | Self::Schulze
            | Self::RankedPairs
            | Self::Stv => Shape::Ranked,
            Self::Approval => Shape::Approved,
            Self::Score | Self::Star => Shape::Scored,
        }
    }

    /// Whether ballots of this shape can be read by this method at all. Scores give an order and
    /// approvals give two tiers, but a ranking does not say how much better.
    #[must_use]
    pub const fn reads(self, shape: Shape) -> bool {
        match self {
            Self::Score | Self::Star => match shape {
                Shape::Scored | Shape::Approved => true,
                Shape::Ranked => false,
            },
            Self::Plurality
            | Self::Approval
            | Self::InstantRunoff
            | Self::Borda
            | Self::Schulze
            | Self::RankedPairs
            | Self::Stv => true,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL
            .into_iter()
            .find(|method| method.as_str() == text)
            .ok_or_else(|| UnknownMethod(text.chars().take(40).collect()))
    }
}

impl fmt::Display for UnknownMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "There is no method \"{}\"; the methods are", self.0)?;
        for (i, method) in Method::ALL.into_iter().enumerate() {
            write!(f, "{} {method}", if i == 0 { "" } else { "," })?;
        }
        f.write_str(".")
    }
}

impl std::error::Error for UnknownMethod {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_read_back_from_its_name_and_stored_as_it() {
        for method in Method::ALL {
            assert_eq!(method.as_str().parse::<Method>().unwrap(), method);
            let json = serde_json::to_string(&method).unwrap();
            assert_eq!(json, format!("\"{method}\""));
        }
    }

    #[test]
    fn an_unknown_method_is_answered_with_the_known_ones() {
        let words = "condorcet".parse::<Method>().unwrap_err().to_string();
        assert!(words.contains("\"condorcet\"") && words.contains("ranked-pairs"), "{words}");
    }
}
