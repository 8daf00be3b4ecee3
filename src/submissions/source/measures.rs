//! What is counted in a story, so that two people who count by hand get the same.
//!
//! Words are what stands between white space in the Markdown, code included, as `wc -w` counts.
//! The FAQ is the part under a heading that says *FAQ* or *Frequently asked questions*, up to the
//! next heading that is not below it. Its questions are the headings in it; where it has none,
//! the list items that begin in bold.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::submissions::source::found::Measures;

/// Counts in the files of one story, the main file first.
#[must_use]
pub fn of_files(texts: &[&str]) -> Measures {
    let mut sum = Measures::default();
    for text in texts {
        let faq = Faq::of(text);
        sum.words += words(text);
        sum.faq_questions += faq.questions;
        sum.faq_words += faq.words;
    }
    sum.chapters = u64::try_from(texts.len().saturating_sub(1)).unwrap_or(u64::MAX);
    sum
}

/// Words, as `wc -w` counts them.
#[must_use]
pub fn words(text: &str) -> u64 {
    u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX)
}

/// Words of a comment: quoted lines are somebody else's, commands are not said to people.
#[must_use]
pub fn comment_words(text: &str) -> u64 {
    let own = |line: &&str| !matches!(line.trim_start().chars().next(), Some('>' | '/'));
    text.lines().filter(own).map(words).sum()
}

/// The first heading of the first level as plain text, wherever it stands: some texts begin with
/// a note, and headings below the first level name parts, not stories.
#[must_use]
pub fn first_heading(text: &str) -> Option<String> {
    let mut headings = headings(text).into_iter();
    headings.find(|h| h.level == HeadingLevel::H1).map(|h| h.words)
}

struct Heading {
    level: HeadingLevel,
    words: String,
    start: usize,
    end: usize,
}

fn headings(text: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                inside = true;
                let (start, end) = (range.start, range.end);
                found.push(Heading { level, words: String::new(), start, end });
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => {
                if let Some(last) = found.last_mut() {
                    last.words.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak if inside => {
                if let Some(last) = found.last_mut() {
                    last.words.push(' ');
                }
            }
            _ => {}
        }
    }
    found
}

#[derive(Default)]
struct Faq {
    questions: u64,
    words: u64,
}

impl Faq {
    fn of(text: &str) -> Self {
        let headings = headings(text);
        let Some(at) = headings.iter().position(|h| is_faq(&h.words)) else {
            return Self::default();
        };
        let Some((head, rest)) = headings.get(at..).and_then(<[Heading]>::split_first) else {
            return Self::default();
        };
        let below: Vec<&Heading> = rest.iter().take_while(|h| h.level > head.level).collect();
        let end = rest.get(below.len()).map_or(text.len(), |h| h.start);
        let part = text.get(head.end..end).unwrap_or_default();
        let questions = match below.len() {
            0 => bold_items(part),
            some => u64::try_from(some).unwrap_or(u64::MAX),
        };
        Self { questions, words: words(part) }
    }
}

fn is_faq(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    heading.contains("frequently asked question")
        || heading.split(|c: char| !c.is_alphanumeric()).any(|word| word == "faq" || word == "faqs")
}

/// Items of outer lists that begin in bold.
fn bold_items(text: &str) -> u64 {
    let (mut depth, mut at_start, mut count) = (0_u32, false, 0);
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Item) => at_start = depth == 1,
            Event::Start(Tag::Paragraph) => {}
            Event::Start(Tag::Strong) if at_start => {
                count += 1;
                at_start = false;
            }
            _ => at_start = false,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_and_questions_are_counted_as_by_hand() {
        let text = "# 😱 Story: A\n\nOne two.\n\n## 🤔 Frequently Asked Questions\n\n\
                    ### **Why?**\nBecause of it.\n\n### How?\n\nSo.\n\n## Credits\n\nThanks all.\n";

        let counted = of_files(&[text, "chapter two"]);

        let expected = Measures { words: 25, faq_questions: 2, faq_words: 8, chapters: 1 };
        assert_eq!(counted, expected);
    }

    #[test]
    fn questions_may_be_bold_items_and_a_heading_in_code_is_none() {
        let text = "## FAQ\n\n* **Why?**\n    * **not this**\n* **How?** So.\n* no question\n\n\
                    ```\n### not a heading\n```\n";

        assert_eq!(of_files(&[text]).faq_questions, 2);
        assert_eq!(of_files(&["no such part, FAQ or not"]).faq_questions, 0);
    }

    #[test]
    fn a_heading_of_the_first_level_names_the_story() {
        let text = "## Warning\n\nA draft.\n\nAlan hates\n`Stream`s\n===\n\n# Later\n";

        assert_eq!(first_heading(text).as_deref(), Some("Alan hates Streams"));
        assert_eq!(first_heading("no heading\n\n## A part\n"), None);
    }

    #[test]
    fn a_comment_counts_what_its_author_said() {
        assert_eq!(comment_words("> you said\nI say this\n/nominate x"), 3);
    }

    proptest! {
        #[test]
        fn counting_never_panics_and_the_faq_is_a_part_of_the_whole(
            text in "([#*`>a-z\n \t]|FAQ|# FAQ\n|\\PC){0,80}",
        ) {
            let counted = of_files(&[&text]);
            prop_assert!(counted.faq_words <= counted.words);
        }
    }
}
