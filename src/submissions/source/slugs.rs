//! The short name of a story in addresses. Given once and never changed, so that links live.

/// The longest slug, in bytes; cut at a word.
const LONGEST: usize = 60;

/// Letters beyond ASCII that have a plain reading.
const PLAIN: [(&str, &str); 26] = [
    ("àáâãåāăą", "a"),
    ("ä", "ae"),
    ("æ", "ae"),
    ("çćčĉċ", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľłŀ", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõøōŏő", "o"),
    ("ö", "oe"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("þ", "th"),
];

/// The slug that a title asks for; empty where the title has no letter or digit with a plain
/// reading.
#[must_use]
pub fn of_title(title: &str) -> String {
    let mut slug = String::new();
    let mut before = ' ';
    for c in title.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            '\'' | '’' | '`' => {}
            '+' if before.is_ascii_alphanumeric() || before == '+' => slug.push_str("-plus"),
            '#' if before.is_ascii_alphabetic() => slug.push_str("-sharp"),
            '&' => slug.push_str("-and-"),
            other => match PLAIN.iter().find(|(letters, _)| letters.contains(other)) {
                Some((_, plain)) => slug.push_str(plain),
                None => slug.push('-'),
            },
        }
        before = c;
    }
    let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
    let mut short = String::new();
    for word in words {
        if short.is_empty() {
            short.extend(word.chars().take(LONGEST));
        } else if short.len() + 1 + word.len() <= LONGEST {
            short.push('-');
            short.push_str(word);
        } else {
            break;
        }
    }
    short
}

/// A slug for a new story: what its title asks for, else what its file is called, else its
/// submission's number; with a counter behind it where that is taken.
#[must_use]
pub fn for_story(title: &str, path: &str, number: u64, taken: impl Fn(&str) -> bool) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut base = of_title(title);
    if base.is_empty() {
        base = of_title(stem);
    }
    if base.is_empty() {
        base = format!("story-{number}");
    }
    if !taken(&base) {
        return base;
    }
    let counted = |count: u64| format!("{base}-{count}");
    (2..).map(counted).find(|slug| !taken(slug)).unwrap_or(base.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slug_reads_as_the_title_does() {
        let cases = [
            ("Alan's trust in the compiler is rewarded", "alans-trust-in-the-compiler-is-rewarded"),
            ("Life of a Facebook C++ engineer", "life-of-a-facebook-c-plus-plus-engineer"),
            ("Alan misses C# async", "alan-misses-c-sharp-async"),
            ("Zoë & Łukasz, größer", "zoe-and-lukasz-groesser"),
            ("✨", ""),
        ];
        for (title, slug) in cases {
            assert_eq!(of_title(title), slug);
        }
    }

    #[test]
    fn a_taken_slug_gets_a_counter_and_an_empty_one_the_file_or_the_number() {
        let taken: BTreeSet<&str> = ["a", "a-2"].into();

        assert_eq!(for_story("A", "x.md", 1, |s| taken.contains(s)), "a-3");
        assert_eq!(for_story("😱", "q/alan_waits.md", 1, |_| false), "alan-waits");
        assert_eq!(for_story("😱", "q/你好.md", 7, |_| false), "story-7");
    }

    proptest! {
        #[test]
        fn a_slug_is_always_fit_for_an_address(title in ".{0,200}") {
            let slug = of_title(&title);
            prop_assert!(slug.len() <= LONGEST);
            prop_assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(&of_title(&slug), &slug);
        }
    }
}
