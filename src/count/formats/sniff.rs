//! Which format a file is in, by what it says and only then by its name.

use super::format::{DataType, Format};

/// How much of the start of a file is enough to tell.
pub const ENOUGH: usize = 64 * 1024;

/// The format of a file that starts like this and is called so.
///
/// Content decides: the signs are those that no other format here can have in that place. A
/// name helps where the content says nothing, as in an empty file.
#[must_use]
pub fn sniff(start: &[u8], name: Option<&str>) -> Option<Format> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = start.get(..ENOUGH).unwrap_or(start);
    by_content(start, name.and_then(Format::of_name))
}

/// Whether a file starts with the two bytes of gzip.
#[must_use]
pub fn is_gzip(start: &[u8]) -> bool {
    start.starts_with(b"\x1f\x8b")
}

fn by_content(start: &[u8], named: Option<Format>) -> Option<Format> {
    let mut preflib = false;
    let mut kind = None;
    for line in start.split(|&byte| byte == b'\n') {
        let line = line.trim_ascii();
        if let Some(comment) = line.strip_prefix(b"#") {
            let comment = comment.trim_ascii();
            preflib |= PREFLIB_KEYS.iter().any(|key| comment.starts_with(key));
            if let Some(value) = comment.strip_prefix(b"DATA TYPE:") {
                let value = std::str::from_utf8(value).ok().map(str::trim);
                kind = value.and_then(DataType::of_name);
            }
            kind = kind.or(comment.starts_with(b"NUMBER CATEGORIES").then_some(DataType::Cat));
        } else if preflib {
            return Some(Format::PrefLib(kind.or(preflib_type(named)).unwrap_or(DataType::Toi)));
        } else if !line.is_empty() {
            return Some(of_line(line, named));
        }
    }
    if preflib { Some(Format::PrefLib(kind.unwrap_or(DataType::Toi))) } else { named }
}

/// The format of a file without PrefLib's header, by its first line that is not a comment.
fn of_line(line: &[u8], named: Option<Format>) -> Format {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = line.get(digits..).unwrap_or_default();
    let after = rest.trim_ascii_start();
    if digits > 0 && rest.is_empty() && named != Some(Format::Csv) {
        return Format::PrefLib(preflib_type(named).unwrap_or(DataType::Toi));
    }
    if digits > 0 && after.first().is_some_and(|byte| matches!(byte, b':' | b'*')) {
        return match preflib_type(named) {
            Some(kind) => Format::PrefLib(kind),
            None => Format::Abif,
        };
    }
    if digits > 0 && rest.len() > after.len() {
        let more = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let tail = after.get(more..).unwrap_or_default();
        if more > 0 && tail.first().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'#')) {
            return Format::Blt;
        }
    }
    match line {
        [b'{' | b'=', ..] => Format::Abif,
        _ if named == Some(Format::Abif) => Format::Abif,
        _ if named == Some(Format::Blt) => Format::Blt,
        _ => Format::Csv,
    }
}

fn preflib_type(named: Option<Format>) -> Option<DataType> {
    match named {
        Some(Format::PrefLib(kind)) => Some(kind),
        Some(Format::Abif | Format::Blt | Format::Csv) | None => None,
    }
}

const PREFLIB_KEYS: [&[u8]; 9] = [
    b"FILE NAME:",
    b"DATA TYPE:",
    b"MODIFICATION TYPE:",
    b"NUMBER ALTERNATIVES:",
    b"NUMBER VOTERS:",
    b"NUMBER UNIQUE ",
    b"NUMBER CATEGORIES:",
    b"ALTERNATIVE NAME ",
    b"CATEGORY NAME ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_content_whatever_the_name() {
        let cases: [(&str, Format); 12] = [
            ("# a comment\n27: A>B\n", Format::Abif),
            ("\u{feff}{\"title\": \"x\"}\n", Format::Abif),
            ("=A:[Ann]\n", Format::Abif),
            ("  42 * A=B\n", Format::Abif),
            ("4 2\n-2\n3 1 3 4 0\n", Format::Blt),
            ("# made by hand\n4\t1 # four of them\n", Format::Blt),
            ("# FILE NAME: x.soc\n# DATA TYPE: soc\n", Format::PrefLib(DataType::Soc)),
            ("# NUMBER CATEGORIES: 2\n1: 1,{}\n", Format::PrefLib(DataType::Cat)),
            ("# ALTERNATIVE NAME 1: a\n1: 1\n", Format::PrefLib(DataType::Toi)),
            ("3\n1,Ann\n2,Bob\n3,Cy\n", Format::PrefLib(DataType::Toi)),
            ("Ann,Bob\n5,3\n", Format::Csv),
            ("3,Ann,Bob\n", Format::Csv),
        ];
        for (start, format) in cases {
            for name in [None, Some("x.txt"), Some("x")] {
                assert_eq!(sniff(start.as_bytes(), name), Some(format), "{start:?}");
            }
        }
    }

    #[test]
    fn the_name_helps_only_where_the_content_is_silent() {
        assert_eq!(sniff(b"", Some("x.blt")), Some(Format::Blt));
        assert_eq!(sniff(b"# nothing but this", Some("x.abif")), Some(Format::Abif));
        assert_eq!(sniff(b"", None), None);
        assert_eq!(sniff(b"4 2\n1 1 0\n0\n", Some("x.csv")), Some(Format::Blt));
        let bare = sniff(b"3: 1,2,3\n", Some("x.soc"));
        assert_eq!(bare, Some(Format::PrefLib(DataType::Soc)));
    }
}
