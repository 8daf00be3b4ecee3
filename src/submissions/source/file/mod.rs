//! The JSON file: submissions that anybody can write by hand or by a script, and the format in
//! which submissions are exported. `docs/submissions.schema.json` describes it to machines.

pub mod format;
pub mod place;
pub mod check;
pub mod people;
pub mod read;
pub mod write;
