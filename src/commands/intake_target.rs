//! Where `laurels intake` puts what it reads, and how it says what was left out.

use crate::config;
use crate::editions;
use crate::editions::model::Edition;
use crate::error::{Error, Result};
use crate::store::db::Db;

/// Whom the audit log names.
pub(super) const ACTOR: &str = "the operator";

/// Where submissions go.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The edition's part of its address, such as async-vision-2021
    #[arg(long, value_name = "SLUG")]
    pub(super) edition: String,
    #[command(flatten)]
    pub(super) settings: config::Settings,
}

/// The edition of that address.
pub(super) fn known(db: &mut Db, slug: &str) -> Result<Edition> {
    editions::store::by_slug(db, slug).map_err(|refused| match refused {
        Error::NotFound(_) => Error::setting(
            format!("There is no edition {slug:?} in this database."),
            "Its name is what stands behind /editions/ in its address; --database-url names \
             another database.",
        ),
        other => other,
    })
}

/// How much was left out, in a sentence.
pub(super) fn left_out(some: usize) -> String {
    match some {
        1 => "1 item was left out, as said above.".to_owned(),
        some => format!("{some} items were left out, as said above."),
    }
}
