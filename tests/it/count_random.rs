//! Small random elections, kept as plain lists, for those who count them another way.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a fault in a test is a failed test"
)]

use laurels::count::{Mark, Profile, Rules, Shape, Slate};

/// A generator that gives the same numbers on every machine (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// One kind of paper: a grade for each nominee that is marked, and how many say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) marks: Vec<Option<u16>>,
    pub(crate) weight: u64,
}

/// An election as plain lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Election {
    pub(crate) shape: Shape,
    pub(crate) nominees: usize,
    pub(crate) papers: Vec<Paper>,
}

impl Election {
    /// Two to five nominees, up to ten kinds of paper; small weights, so that ties are common.
    pub(crate) fn random(shape: Shape, dice: &mut Dice) -> Self {
        let nominees = 2 + usize::try_from(dice.roll(4)).unwrap();
        let kinds = 1 + dice.roll(10);
        let strict = dice.roll(3) == 0;
        let most = 1 + dice.roll(4);
        let papers = (0..kinds)
            .map(|_| Paper {
                marks: marks(shape, nominees, strict, dice),
                weight: 1 + dice.roll(most),
            })
            .collect();
        Self { shape, nominees, papers }
    }

    pub(crate) fn slate(&self) -> Slate {
        Slate::of_labels((0..self.nominees).map(|n| char::from(b'A' + u8::try_from(n).unwrap())))
            .unwrap()
    }

    pub(crate) fn profile(&self) -> Profile {
        let mut profile = Profile::new(self.slate(), self.shape);
        for paper in &self.papers {
            profile.add_marks(&paper.list(), paper.weight).unwrap();
        }
        profile
    }

    pub(crate) fn total(&self) -> u64 {
        self.papers.iter().map(|paper| paper.weight).sum()
    }

    /// How many papers put a above b, read as rankings.
    pub(crate) fn prefer(&self, a: usize, b: usize) -> u64 {
        let above = |paper: &&Paper| match (paper.marks[a], paper.marks[b]) {
            (None, _) => false,
            (Some(x), None) => self.shape != Shape::Scored || x > 0,
            (Some(x), Some(y)) => match self.shape {
                Shape::Ranked => x < y,
                Shape::Scored => x > y,
                Shape::Approved => false,
            },
        };
        self.papers.iter().filter(above).map(|paper| paper.weight).sum()
    }

    /// The labels of these nominees.
    pub(crate) fn labels(&self, nominees: &[usize]) -> Vec<String> {
        let slate = self.slate();
        nominees.iter().map(|&n| slate.nominees()[n].label.clone()).collect()
    }
}

impl Paper {
    pub(crate) fn list(&self) -> Vec<Mark> {
        let marked = self.marks.iter().enumerate();
        marked
            .filter_map(|(at, grade)| {
                Some(Mark { position: u16::try_from(at).unwrap(), grade: (*grade)? })
            })
            .collect()
    }
}

fn marks(shape: Shape, nominees: usize, strict: bool, dice: &mut Dice) -> Vec<Option<u16>> {
    let ranks = u64::try_from(nominees).unwrap() + 1;
    let mut marks: Vec<Option<u16>> = (0..nominees)
        .map(|_| {
            let marked = dice.roll(4) > 0;
            let grade = match shape {
                Shape::Ranked => 1 + dice.roll(ranks),
                Shape::Approved => 0,
                Shape::Scored => dice.roll(4),
            };
            marked.then(|| u16::try_from(grade).unwrap())
        })
        .collect();
    if strict && shape == Shape::Ranked {
        // Ties are broken at random, so that every strict order is as likely.
        let mut order: Vec<(u64, usize)> = (0..nominees).map(|n| (dice.roll(1 << 40), n)).collect();
        order.sort_unstable();
        for (rank, (_, n)) in (1..).zip(order) {
            marks[n] = marks[n].map(|_| rank);
        }
    }
    marks
}

/// The rules under which the small elections are counted.
pub(crate) fn rules(seats: u16, seed: u64) -> Rules {
    Rules {
        seats: seats.try_into().unwrap(),
        lots: format!("seed {seed}"),
        max_score: 3,
        ..Rules::default()
    }
}
