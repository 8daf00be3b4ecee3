//! Lines of comments that are meant for us: `/nominate most-humorous`.

/// The most categories that one comment may nominate for.
const MOST: usize = 20;

/// The categories that a comment's `/nominate` lines name, each once, in order. A line counts
/// only where it is the author's own: not in a quotation, not in code.
#[must_use]
pub fn nominations(comment: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in comment.lines() {
        let text = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) if !line.starts_with("    ") => {
                let rest = text.strip_prefix("/nominate").unwrap_or_default();
                if rest.starts_with([' ', '\t', ':']) {
                    let slugs = rest.split([' ', '\t', ',', ':']).filter(|slug| is_slug(slug));
                    found.extend(slugs.map(str::to_owned));
                }
            }
            (_, _) => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|slug| seen.insert(slug.clone()));
    found.truncate(MOST);
    found
}

/// Whether that can be a category's part of addresses.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 80 && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_of_ones_own_nominates_and_a_quoted_or_coded_one_does_not() {
        let comment = "I laughed.\r\n  /nominate most-humorous, most-creative\n> /nominate quoted\n\
                       ```\n/nominate coded\n```\n    /nominate indented\n/nominated x\n\
                       /nominate: most-humorous Odd!";

        assert_eq!(nominations(comment), ["most-humorous", "most-creative"]);
    }

    proptest! {
        #[test]
        fn any_comment_gives_a_few_good_slugs(
            comment in "(/nominate |most-x[0-9]{0,2} |```\n|> |[,: \n]|\\PC){0,60}",
        ) {
            let slugs = nominations(&comment);
            prop_assert!(slugs.len() <= MOST && slugs.iter().all(|slug| is_slug(slug)));
        }
    }
}
