//! The figures as they were frozen when voting opened, read back from the rulebook: what happens
//! afterwards to a story or a person changes no award.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};

/// The figures of an edition's frozen rulebook.
#[derive(Debug, Default)]
pub struct Figures(BTreeMap<(String, u16), i64>);

#[derive(Deserialize)]
struct Book {
    categories: Vec<CategoryFigures>,
}

#[derive(Deserialize)]
struct CategoryFigures {
    slug: String,
    nominees: Vec<NomineeFigure>,
}

#[derive(Deserialize)]
struct NomineeFigure {
    number: u16,
    /// Absent from rulebooks of form 1, which knew no measures.
    #[serde(default)]
    value: Option<i64>,
}

impl Figures {
    /// Reads them from the text of a rulebook.
    ///
    /// # Errors
    /// [`Error::Internal`] if the text is no rulebook.
    pub fn read(rulebook: &str) -> Result<Self> {
        let book: Book = serde_json::from_str(rulebook).map_err(Error::internal)?;
        let mut figures = BTreeMap::new();
        for CategoryFigures { slug, nominees } in book.categories {
            let known = nominees.into_iter().filter_map(|one| Some((one.number, one.value?)));
            figures.extend(known.map(|(number, value)| ((slug.clone(), number), value)));
        }
        Ok(Self(figures))
    }

    /// The figure of a nominee, by its category and its number there.
    ///
    /// # Errors
    /// [`Error::Internal`] if the rulebook has none: then the two no longer belong together.
    pub fn of(&self, category: &str, number: u16) -> Result<i64> {
        let figure = self.0.get(&(category.to_owned(), number)).copied();
        figure.ok_or_else(|| Error::internal("the rulebook lacks a figure of a measured category"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_and_a_book_of_form_1_has_none() {
        let text = r#"{"categories": [{"slug": "faq", "title": "FAQ", "nominees":
            [{"number": 1, "value": 40}, {"number": 2, "value": null}, {"number": 3}]}]}"#;

        let figures = Figures::read(text).unwrap();

        assert_eq!(figures.of("faq", 1).unwrap(), 40);
        assert!(figures.of("faq", 2).is_err() && figures.of("other", 1).is_err());
        assert!(Figures::read("[]").is_err());
    }
}
