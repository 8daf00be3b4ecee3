//! What the first line of a commit on the main line says about the pull request behind it, in
//! the words of GitHub, its merge bots, GitLab and Forgejo.

use crate::submissions::source::people::Handle;

/// A pull request, as the message of the commit that brought it names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its number.
    pub number: u64,
    /// Its title, where the message tells it.
    pub title: Option<String>,
    /// Whose branch it was.
    pub owner: Option<Handle>,
    /// The branch.
    pub branch: Option<String>,
}

/// The pull request that a commit message names, if it names one. `parents` tells a merge from
/// a squash.
#[must_use]
pub fn of_message(message: &str, parents: usize) -> Option<Named> {
    let (subject, body) = message.split_once('\n').unwrap_or((message, ""));
    let subject = subject.trim();
    if parents > 1 {
        return github_merge(subject, body)
            .or_else(|| bors(subject, body))
            .or_else(|| forgejo(subject))
            .or_else(|| gitlab(subject, body))
            .or_else(|| squash(subject));
    }
    squash(subject)
}

/// The people named by `Co-authored-by` trailers, as (name, mail).
pub fn co_authors(message: &str) -> impl Iterator<Item = (&str, &str)> {
    message.lines().filter_map(|line| {
        let (key, value) = line.trim().split_once(':')?;
        if !key.eq_ignore_ascii_case("co-authored-by") {
            return None;
        }
        let (name, rest) = value.split_once('<')?;
        Some((name.trim(), rest.split('>').next()?.trim()))
    })
}

/// `Merge pull request #12 from owner/branch`, the title below it.
fn github_merge(subject: &str, body: &str) -> Option<Named> {
    let rest = subject.strip_prefix("Merge pull request #")?;
    let (number, rest) = number(rest)?;
    let from = rest.trim_start().strip_prefix("from ").unwrap_or_default().trim();
    let (owner, branch) = from.split_once(['/', ':']).unwrap_or(("", from));
    Some(Named {
        number,
        title: first_line(body),
        owner: Handle::parse(owner),
        branch: some(branch),
    })
}

/// `Auto merge of #12 - owner:branch, r=reviewer`, the title below it.
fn bors(subject: &str, body: &str) -> Option<Named> {
    let rest = subject
        .strip_prefix("Auto merge of #")
        .or_else(|| subject.strip_prefix("Rollup merge of #"))?;
    let (number, rest) = number(rest)?;
    let from = rest.trim_start_matches([' ', '-']);
    let from = from.split(',').next().unwrap_or_default().trim();
    let (owner, branch) = from.split_once(':').unwrap_or(("", from));
    Some(Named {
        number,
        title: first_line(body),
        owner: Handle::parse(owner),
        branch: some(branch),
    })
}

/// `Merge pull request 'Title' (#12) from owner/branch into main`.
fn forgejo(subject: &str) -> Option<Named> {
    let rest = subject.strip_prefix("Merge pull request '")?;
    let (title, rest) = rest.rsplit_once("' (#")?;
    let (number, rest) = number(rest)?;
    let from = rest.strip_prefix(") from ").unwrap_or_default();
    let from = from.rsplit_once(" into ").map_or(from, |(from, _)| from);
    let (owner, branch) = from.split_once(['/', ':']).unwrap_or(("", from));
    Some(Named { number, title: some(title), owner: Handle::parse(owner), branch: some(branch) })
}

/// `Merge branch 'x' into 'main'`, with the title and `See merge request group/project!12` below.
fn gitlab(subject: &str, body: &str) -> Option<Named> {
    let branch = subject.strip_prefix("Merge branch '")?.split('\'').next()?;
    let line = body.lines().rev().find_map(|l| l.trim().strip_prefix("See merge request "))?;
    let (number, _) = number(line.rsplit_once('!')?.1)?;
    Some(Named { number, title: first_line(body), owner: None, branch: some(branch) })
}

/// `Title (#12)`.
fn squash(subject: &str) -> Option<Named> {
    let (title, rest) = subject.strip_suffix(')')?.rsplit_once("(#")?;
    let number = all_digits(rest)?;
    Some(Named { number, title: some(title.trim()), owner: None, branch: None })
}

fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((all_digits(digits)?, rest))
}

fn all_digits(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse::<i64>().ok())?.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0)
}

fn first_line(body: &str) -> Option<String> {
    body.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(message: &str, parents: usize) -> (u64, String, String, String) {
        let named = of_message(message, parents).unwrap();
        let owner = named.owner.map(|o| o.as_str().to_owned()).unwrap_or_default();
        (named.number, named.title.unwrap_or_default(), owner, named.branch.unwrap_or_default())
    }

    fn expect(
        number: u64,
        title: &str,
        owner: &str,
        branch: &str,
    ) -> (u64, String, String, String) {
        (number, title.into(), owner.into(), branch.into())
    }

    #[test]
    fn every_forge_says_it_in_its_own_words() {
        let github =
            "Merge pull request #153 from o0Ignition0o/igni/cancel\n\nAlan builds a cache\n";
        let bors = "Auto merge of #7 - ana:x, r=bo\n\nA title\n\nmore";
        let forgejo = "Merge pull request 'It''s (#1)' (#12) from ana/x into main";
        let gitlab = "Merge branch 'x' into 'main'\n\nA title\n\nSee merge request g/p!12";

        let cache = "Alan builds a cache";
        assert_eq!(named(github, 2), expect(153, cache, "o0Ignition0o", "igni/cancel"));
        assert_eq!(named(bors, 2), expect(7, "A title", "ana", "x"));
        assert_eq!(named(forgejo, 2), expect(12, "It''s (#1)", "ana", "x"));
        assert_eq!(named(gitlab, 2), expect(12, "A title", "", "x"));
        assert_eq!(named("A title (#3) (#12)\n\nx", 1), expect(12, "A title (#3)", "", ""));
    }

    #[test]
    fn an_ordinary_commit_names_no_pull_request() {
        for message in [
            "",
            "Fix (#x)",
            "Fix #12",
            "(#0)",
            "(#99999999999999999999)",
            "Merge branch 'main' into x",
            "Merge pull request #",
        ] {
            assert_eq!(of_message(message, 2), None, "{message:?}");
        }
        assert_eq!(of_message("Merge pull request #4 from a/b", 1), None, "not a merge");
    }

    #[test]
    fn co_authors_are_read_in_any_letter_case() {
        let message = "T\n\nCo-Authored-By: Ana B <ana@x.org>\n  co-authored-by: <c@x.org>\nCo-authored-by: no mail";

        let people: Vec<_> = co_authors(message).collect();

        assert_eq!(people, [("Ana B", "ana@x.org"), ("", "c@x.org")]);
    }

    proptest! {
        #[test]
        fn no_message_panics(
            message in "(Merge pull request [#']|Auto merge of #|[0-9!()#'/:\n -]|See merge request |from |\\PC){0,20}",
            parents in 0..4_usize,
        ) {
            let _ = of_message(&message, parents);
            let _ = co_authors(&message).count();
        }
    }
}
