//! [`Amount`]: votes as results show them, exact to five decimals.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The decimals of an amount, as the Scottish rule-book has them.
const PARTS: u64 = 100_000;

/// A number of votes or points: whole, or with five decimals (further ones are cut off, never
/// rounded up). Written as text, `412` or `412.33333`, so that no reader's floats touch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount {
    whole: u64,
    parts: u32,
}

/// A text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnAmount;

impl Amount {
    /// None at all.
    pub const ZERO: Self = Self { whole: 0, parts: 0 };

    /// So many, exactly.
    #[must_use]
    pub const fn whole(whole: u64) -> Self {
        Self { whole, parts: 0 }
    }

    /// `count` things of which `unit` make one; cut off after five decimals.
    #[must_use]
    pub fn of(count: u128, unit: u64) -> Self {
        let unit = u128::from(unit.max(1));
        let parts = (count % unit) * u128::from(PARTS) / unit;
        Self {
            whole: u64::try_from(count / unit).unwrap_or(u64::MAX),
            parts: u32::try_from(parts).unwrap_or(0),
        }
    }

    /// The whole part.
    #[must_use]
    pub const fn floor(self) -> u64 {
        self.whole
    }

    /// The whole in hundred-thousandths, for charts.
    #[must_use]
    pub fn hundred_thousandths(self) -> u128 {
        u128::from(self.whole) * u128::from(PARTS) + u128::from(self.parts)
    }
}

impl From<u64> for Amount {
    fn from(whole: u64) -> Self {
        Self::whole(whole)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parts == 0 {
            return f.pad(&self.whole.to_string());
        }
        f.pad(&format!("{}.{:05}", self.whole, self.parts))
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (whole, parts) = text.split_once('.').unwrap_or((text, "00000"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if parts.len() != 5 || !digits(whole) || !digits(parts) {
            return Err(NotAnAmount);
        }
        let whole = whole.parse().or(Err(NotAnAmount))?;
        Ok(Self { whole, parts: parts.parse().or(Err(NotAnAmount))? })
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount is written like 412 or 412.33333")
    }
}

impl std::error::Error for NotAnAmount {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_cut_off_after_five_decimals_and_read_back_from_their_text() {
        for (count, unit, text) in [
            (7, 1, "7"),
            (1, 3, "0.33333"),
            (199_999_999, 100_000_000, "1.99999"),
            (5, 100, "0.05000"),
        ] {
            let amount = Amount::of(count, unit);
            assert_eq!(amount.to_string(), text);
            assert_eq!(text.parse::<Amount>(), Ok(amount));
        }
        for wrong in ["", "1.5", "1.000000", "-1", "1.0000a", "+1"] {
            assert_eq!(wrong.parse::<Amount>(), Err(NotAnAmount), "{wrong}");
        }
    }
}
