//! One test binary.

mod source_file;
mod source_rules;
mod source_titles;
