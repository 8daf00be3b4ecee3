//! How close it was, against trying every way to fill in one or two ballots otherwise.
#![expect(clippy::unwrap_used, reason = "a fault in a test is a failed test")]

use laurels::count::{Margin, Method, Shape, beside, count};

use super::count_random::{Dice, Election, Paper, rules};

/// Every way to fill in a paper for three nominees.
fn fillings(shape: Shape) -> Vec<Vec<Option<u16>>> {
    let grades: Vec<Option<u16>> = match shape {
        Shape::Approved => vec![None, Some(0)],
        Shape::Ranked => vec![None, Some(1), Some(2), Some(3)],
        Shape::Scored => vec![None, Some(1), Some(2), Some(3)],
    };
    let mut all = vec![vec![]];
    for _ in 0..3 {
        let longer = |one: &Vec<Option<u16>>| {
            let one = one.clone();
            grades.clone().into_iter().map(move |grade| [one.clone(), vec![grade]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

fn winners(method: Method, papers: &[Vec<Option<u16>>], shape: Shape) -> Vec<String> {
    let papers = papers.iter().map(|marks| Paper { marks: marks.clone(), weight: 1 }).collect();
    let election = Election { shape, nominees: 3, papers };
    let mut winners = count(method, &election.profile(), &rules(1, 11)).unwrap().winners;
    winners.sort();
    winners
}

/// Whether filling in up to `change` papers from `from` on otherwise can give other winners.
fn can(
    method: Method,
    shape: Shape,
    papers: &mut Vec<Vec<Option<u16>>>,
    from: usize,
    change: usize,
    before: &[String],
) -> bool {
    if winners(method, papers, shape) != before {
        return true;
    }
    if change == 0 {
        return false;
    }
    for at in from..papers.len() {
        for filling in fillings(shape) {
            let Some(paper) = papers.get_mut(at) else {
                continue;
            };
            let was = std::mem::replace(paper, filling);
            let found = can(method, shape, papers, at + 1, change - 1, before);
            if let Some(paper) = papers.get_mut(at) {
                *paper = was;
            }
            if found {
                return true;
            }
        }
    }
    false
}

#[test]
fn a_margin_is_neither_too_large_nor_where_exact_too_small() {
    let mut exact = 0;
    let mut large = 0;
    for method in Method::ALL {
        let shape = method.shape();
        let mut dice = Dice(4242);
        for _ in 0..12 {
            let all = fillings(shape);
            let any = |dice: &mut Dice| {
                let nth = usize::try_from(dice.roll(64)).unwrap() % all.len();
                all.get(nth).cloned().unwrap_or_default()
            };
            // One opinion is common, so that not every result hangs on a single ballot.
            let common = any(&mut dice);
            let mut papers: Vec<Vec<Option<u16>>> = Vec::new();
            for _ in 0..4 + dice.roll(3) {
                papers.push(if dice.roll(2) == 0 { any(&mut dice) } else { common.clone() });
            }
            let before = winners(method, &papers, shape);
            let whole: Vec<Paper> =
                papers.iter().map(|marks| Paper { marks: marks.clone(), weight: 1 }).collect();
            let election = Election { shape, nominees: 3, papers: whole };
            let margin = beside(method, &election.profile(), &rules(1, 11)).unwrap().margin;
            let (least, is_exact) = match margin {
                Margin::NoOther => continue,
                Margin::Exactly(least) => (usize::try_from(least).unwrap(), true),
                Margin::AtLeast(least) => (usize::try_from(least).unwrap(), false),
            };
            assert!(least >= 1);
            if least <= 2 {
                let fewer = can(method, shape, &mut papers, 0, least - 1, &before);
                assert!(!fewer, "{method}: {margin:?} is too large for {papers:?}");
                if is_exact {
                    exact += 1;
                    let so_many = can(method, shape, &mut papers, 0, least, &before);
                    assert!(so_many, "{method}: {margin:?} is too small for {papers:?}");
                }
                large += u32::from(least == 2);
            }
        }
    }
    assert!(exact > 30 && large > 8, "only {exact} exact and {large} of two ballots");
}
