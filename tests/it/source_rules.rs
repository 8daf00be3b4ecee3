//! The rules of the vision document's edition, as its leads would write them.
#![expect(clippy::unwrap_used, reason = "a helper of tests")]

use laurels::submissions::source::rules::{Rules, Written, WrittenKind};

/// Two kinds by folder and by label, four characters.
pub(crate) fn vision() -> Rules {
    let kind = |key: &str, name: &str| WrittenKind {
        key: key.into(),
        name: name.into(),
        paths: vec![format!("**/{key}/*.md")],
        labels: vec![format!("{}-story", key.replace('_', "-"))],
    };
    let characters = ["Alan", "Grace", "Niklaus", "Barbara"].map(str::to_owned).to_vec();
    let kinds = vec![kind("status_quo", "Status quo"), kind("shiny_future", "Shiny future")];
    Rules::check(&Written { kinds, characters, ..Written::default() }).unwrap()
}
