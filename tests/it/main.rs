//! One test binary.

mod source_any;
mod source_file;
mod source_git;
mod source_github;
mod source_hub;
mod source_repository;
mod source_rules;
mod source_schema;
mod source_shelf;
mod source_titles;
mod source_webhook;
mod submissions_text;
