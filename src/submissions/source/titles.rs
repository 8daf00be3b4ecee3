//! Titles as a person would give them: without emoji, kind prefixes, verbs of pull requests,
//! Markdown, and the word *Template* that somebody forgot to replace.

use crate::submissions::source::measures;
use crate::submissions::source::rules::{Rules, is_markdown};

/// The longest title, in characters.
const LONGEST: usize = 200;

/// Headings that say nothing: what templates bring.
const PLACEHOLDERS: [&str; 8] = [
    "template",
    "title",
    "your title",
    "story",
    "the story",
    "untitled",
    "your story title",
    "insert title here",
];

/// What pull requests begin with and stories do not.
const MARKS: [&str; 14] = [
    "wip",
    "draft",
    "first draft",
    "rfc",
    "feat",
    "feature",
    "docs",
    "doc",
    "chore",
    "fix",
    "story",
    "new story",
    "work in progress",
    "stories",
];

const VERBS: [&str; 12] = [
    "add",
    "added",
    "adds",
    "adding",
    "create",
    "created",
    "creates",
    "submit",
    "write",
    "wrote",
    "introduce",
    "upload",
];

const ARTICLES: [&str; 5] = ["a", "an", "the", "my", "new"];

const LINKS: [&str; 6] = ["about", "of", "for", "on", "where", "called"];

/// Why a title is what it is: where it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The text of the main file, where it could be read.
    pub text: Option<&'a str>,
    /// The pull request's title, where it brings this one story only.
    pub pull_title: Option<&'a str>,
    /// Where the main file stands.
    pub path: &'a str,
}

/// The title of a story: its first heading, else its pull request's title, else its file's name,
/// each cleaned.
#[must_use]
pub fn of_story(told: &Told<'_>, rules: &Rules) -> String {
    let heading = told.text.and_then(measures::first_heading).map(|h| of_heading(&h, rules));
    let says = |title: &String| !title.is_empty();
    heading
        .filter(|title| says(title) && !PLACEHOLDERS.contains(&title.to_lowercase().as_str()))
        .or_else(|| told.pull_title.map(|title| of_pull(title, rules)).filter(says))
        .unwrap_or_else(|| of_path(told.path))
}

/// The character that a story is told through: the first name of the rules that its title holds,
/// else that its file's name holds.
#[must_use]
pub fn character(title: &str, path: &str, rules: &Rules) -> Option<String> {
    let named_in = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let known =
            |word: &str| rules.characters.iter().find(|c| c.to_lowercase() == word.to_lowercase());
        words.filter(|w| !w.is_empty()).find_map(known).cloned()
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    named_in(title).or_else(|| named_in(name))
}

/// A heading, cleaned.
#[must_use]
pub fn of_heading(heading: &str, rules: &Rules) -> String {
    let mut title = plain(heading);
    loop {
        let before = title.len();
        title = undecorated(&title);
        title = without_kind(&title, rules).to_owned();
        if title.len() == before {
            return short(&title);
        }
    }
}

/// A pull request's title, cleaned; empty where it only says that there is a story.
#[must_use]
pub fn of_pull(title: &str, rules: &Rules) -> String {
    let mut title = measures::first_heading(&format!("# {}", plain(title))).unwrap_or_default();
    loop {
        let before = title.len();
        title = undecorated(&title);
        title = without_number(&title).to_owned();
        title = without_kind(&title, rules).to_owned();
        title = without_mark(&title).to_owned();
        title = without_verb(&title, rules);
        if title.len() == before {
            break;
        }
    }
    if is_markdown(&title) && !title.contains(' ') {
        return of_path(&title);
    }
    short(&capital(&title))
}

/// A file's name as words.
#[must_use]
pub fn of_path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<&str> = stem.split(['_', '-', ' ']).filter(|w| !w.is_empty()).collect();
    let title = short(&capital(&plain(&words.join(" "))));
    if title.is_empty() { plain(path) } else { title }
}

/// One line without control characters and without marks that turn the direction of text.
fn plain(text: &str) -> String {
    let turning = |c: char| {
        matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
        | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String =
        text.chars().map(|c| if c.is_control() || turning(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without emoji and `:shortcodes:` at either end, quotation marks round the whole, and a full
/// stop behind it.
fn undecorated(title: &str) -> String {
    let mut text = title.trim();
    loop {
        let before = text.len();
        text = text.trim_matches(|c: char| c.is_whitespace() || is_picture(c) || c == '`');
        text = without_shortcodes(text);
        text = unquoted(text);
        if let Some(head) = text.strip_suffix('.')
            && !head.ends_with('.')
        {
            text = head;
        }
        if text.len() == before {
            return text.to_owned();
        }
    }
}

fn without_shortcodes(text: &str) -> &str {
    let is_code = |word: &str| {
        let inner = word.strip_prefix(':').and_then(|w| w.strip_suffix(':'));
        inner.is_some_and(|w| {
            !w.is_empty()
                && w.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c))
        })
    };
    let first = text.split_whitespace().next().unwrap_or_default();
    let text = if is_code(first) { text.get(first.len()..).unwrap_or_default() } else { text };
    let last = text.split_whitespace().next_back().unwrap_or_default();
    if is_code(last) { text.strip_suffix(last).unwrap_or(text).trim() } else { text.trim() }
}

fn unquoted(text: &str) -> &str {
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“'), ('*', '*')] {
        let inner = text.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner.filter(|t| !t.contains(open) && !t.contains(close)) {
            return inner.trim();
        }
    }
    text
}

fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x200d | 0x20e3 | 0x2190..=0x21ff | 0x2300..=0x23ff | 0x2600..=0x27bf
        | 0x2900..=0x297f | 0x2b00..=0x2bff | 0xfe00..=0xfe0f | 0x1f000..=0x1faff)
}

/// Without `(#12)` behind it.
fn without_number(title: &str) -> &str {
    let number = |t: &str| t.strip_prefix("(#")?.strip_suffix(')')?.parse::<u64>().ok();
    match title.rsplit_once(' ') {
        Some((head, tail)) if number(tail).is_some() => head.trim_end(),
        Some(_) | None => title,
    }
}

/// The ways in which kinds are written: short name and name, `_` and `-` as spaces.
fn kind_names(rules: &Rules) -> impl Iterator<Item = String> {
    rules.kinds.iter().flat_map(|kind| {
        [kind.key.as_str(), kind.name.as_str()].map(|n| n.replace(['_', '-'], " ").to_lowercase())
    })
}

/// Where `words` ends in `text`, if `text` begins with it; `_`, `-` and space are the same, and
/// so is letter case. Words end at a word's end.
fn begins_with(text: &str, words: &str) -> Option<usize> {
    let mut wanted = words.chars();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let Some(want) = wanted.next() else {
            return (!c.is_alphanumeric()).then_some(at);
        };
        let same = if want == ' ' {
            matches!(c, ' ' | '_' | '-')
        } else {
            c.to_lowercase().eq(want.to_lowercase())
        };
        if !same {
            return None;
        }
        end = at + c.len_utf8();
    }
    wanted.next().is_none().then_some(end)
}

/// Without `Kind:`, `Kind story -`, `[kind]` before it.
fn without_kind<'a>(title: &'a str, rules: &Rules) -> &'a str {
    let mut title = title;
    for name in kind_names(rules).filter(|n| !n.is_empty()) {
        for ending in [" stories", " story", ""] {
            title = without_prefix(title, &format!("{name}{ending}"));
        }
    }
    title
}

/// Without a mark such as `WIP:` or `docs(vision):` before it.
fn without_mark(title: &str) -> &str {
    MARKS.iter().fold(title, |title, mark| without_prefix(title, mark))
}

/// Without `words` and the colon, dash or bracket that sets them off.
fn without_prefix<'a>(title: &'a str, words: &str) -> &'a str {
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = title.strip_prefix(open).and_then(|t| t.split_once(close));
        if let Some((inner, rest)) = inside
            && begins_with(inner, words) == Some(inner.len())
        {
            return rest.trim_start_matches([':', ' ']);
        }
    }
    let Some(rest) = begins_with(title, words).and_then(|end| title.get(end..)) else {
        return title;
    };
    let rest = match rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((scope, after)) if !scope.contains(' ') && after.starts_with(':') => after,
        _ => rest,
    };
    for mark in [":", " - ", " – ", " — ", " | "] {
        if let Some(rest) = rest.strip_prefix(mark).or_else(|| rest.trim_start().strip_prefix(':'))
        {
            return rest.trim_start();
        }
    }
    title
}

/// Without *Add a status quo story about*, and with that without *status quo story* behind it.
fn without_verb(title: &str, rules: &Rules) -> String {
    let lower = |word: &str| word.trim_end_matches(':').to_lowercase();
    let (verb, mut rest) = title.split_once(' ').unwrap_or((title, ""));
    if !VERBS.contains(&lower(verb).as_str()) {
        return title.to_owned();
    }
    let mut articles = 0;
    while let Some((word, after)) = rest.split_once(' ')
        && ARTICLES.contains(&lower(word).as_str())
    {
        (rest, articles) = (after, articles + 1);
    }
    let story: Vec<String> = kind_names(rules)
        .filter(|n| !n.is_empty())
        .flat_map(|n| [format!("{n} stories"), format!("{n} story"), n])
        .chain(["stories".into(), "story".into()])
        .collect();
    if let Some(end) = story.iter().find_map(|words| begins_with(rest, words)) {
        let after = rest.get(end..).unwrap_or_default().trim_start_matches([':', ' ', '-']);
        let (link, tail) = after.split_once(' ').unwrap_or((after, ""));
        return if LINKS.contains(&lower(link).as_str()) { tail } else { after }.to_owned();
    }
    let spaced = rest.to_lowercase().replace(['_', '-'], " ");
    for words in &story {
        let Some(head) = spaced.strip_suffix(&format!(" {words}")) else {
            continue;
        };
        let last = head.rsplit(' ').next().unwrap_or_default();
        if !ARTICLES.contains(&last) && spaced.len() == rest.len() {
            return rest.get(..head.len()).unwrap_or(rest).to_owned();
        }
    }
    rest.to_owned()
}

/// With a capital at the beginning, unless the first word is spelled on purpose.
fn capital(title: &str) -> String {
    let word = title.split(' ').next().unwrap_or_default();
    let mut chars = title.chars();
    match chars.next() {
        Some(first) if word.chars().all(|c| c.is_lowercase() || "'’-,".contains(c)) => {
            first.to_uppercase().chain(chars).collect()
        }
        Some(_) | None => title.to_owned(),
    }
}

/// Cut at a word, where it is longer than any title should be.
fn short(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LONGEST - 1).collect();
    let head = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{head}…")
}
