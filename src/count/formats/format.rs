//! [`Format`]: the kinds of ballot file that Laurels reads and writes, and their names.

use std::fmt;
use std::str::FromStr;

/// A kind of ballot file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Aggregated Ballot Information Format: rankings, approvals and scores, by name.
    Abif,
    /// The format of Meek's counting program (1987): rankings, by number, names at the end.
    Blt,
    /// PrefLib's files, of one of its data types.
    PrefLib(DataType),
    /// Comma-, semicolon- or tab-separated values, one ballot a row.
    Csv,
}

/// What a PrefLib file says that it holds, and its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataType {
    /// Strict orders, complete.
    Soc,
    /// Strict orders, incomplete.
    Soi,
    /// Orders with ties, complete.
    Toc,
    /// Orders with ties, incomplete.
    Toi,
    /// Each alternative in one of a few categories, the best category first.
    Cat,
}

/// A text that names no format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Abif,
        Self::Blt,
        Self::PrefLib(DataType::Soc),
        Self::PrefLib(DataType::Soi),
        Self::PrefLib(DataType::Toc),
        Self::PrefLib(DataType::Toi),
        Self::PrefLib(DataType::Cat),
        Self::Csv,
    ];

    /// The name on the command line, which is also the ending of a file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Abif => "abif",
            Self::Blt => "blt",
            Self::PrefLib(kind) => kind.as_str(),
            Self::Csv => "csv",
        }
    }

    /// The name as a sentence has it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Abif => "ABIF",
            Self::Blt => "BLT",
            Self::PrefLib(DataType::Soc) => "PrefLib's soc",
            Self::PrefLib(DataType::Soi) => "PrefLib's soi",
            Self::PrefLib(DataType::Toc) => "PrefLib's toc",
            Self::PrefLib(DataType::Toi) => "PrefLib's toi",
            Self::PrefLib(DataType::Cat) => "PrefLib's cat",
            Self::Csv => "CSV",
        }
    }

    /// The format that the ending of a file's name stands for; `.gz` is looked through.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "tsv" => Some(Self::Csv),
            other => other.parse().ok(),
        }
    }
}

impl DataType {
    /// The name in the header of a file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Soc => "soc",
            Self::Soi => "soi",
            Self::Toc => "toc",
            Self::Toi => "toi",
            Self::Cat => "cat",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Soc, Self::Soi, Self::Toc, Self::Toi, Self::Cat]
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| UnknownFormat(text.chars().take(40).collect()))
    }
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "There is no format \"{}\"; the formats are", self.0)?;
        for (i, format) in Format::ALL.into_iter().enumerate() {
            write!(f, "{} {format}", if i == 0 { "" } else { "," })?;
        }
        f.write_str(".")
    }
}

impl std::error::Error for UnknownFormat {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_read_back_from_its_name_and_found_by_the_ending_of_a_file() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse::<Format>(), Ok(format));
            assert_eq!(Format::of_name(&format!("some.where/x.{format}.gz")), Some(format));
        }
        assert_eq!(Format::of_name("x.TSV"), Some(Format::Csv));
        assert_eq!(Format::of_name("x.txt"), None);
        assert_eq!(Format::of_name("abif"), None);
    }
}
