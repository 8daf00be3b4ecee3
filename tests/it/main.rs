//! One test binary for everything that needs the whole program: on a small machine the link is
//! what costs. First what the tests stand on, then the rooms in story order, then the house.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step of a test that fails is the test's failure, said where it happened"
)]

// What the tests stand on.
mod machine;
mod loopback;
mod form;
mod page;
mod client;
mod postgres;
mod chromium;
mod tab;
mod axe;
mod self_test;
mod on_both;
mod schema;
mod world;
mod vision;
mod ferry;

// The rooms, in story order.
mod accounts;
mod editions;
mod editions_calendar;
mod submissions;
mod reading;
mod reading_in_a_browser;
mod intake_command;
mod intake_killed;
mod nominees;
mod people;
mod people_merged;
mod categories;
mod sources;
mod hooks;
mod sources_in_a_browser;
mod keeper;
mod nominating;
mod measures;
mod measures_told;
mod source_any;
mod source_file;
mod source_git;
mod source_git_again;
mod source_github;
mod source_github_stories;
mod source_hub;
mod source_repository;
mod source_rules;
mod source_schema;
mod source_shelf;
mod source_titles;
mod ballots;
mod ballots_refused;
mod results;
mod no_peeking;
mod vote_in_a_browser;
mod ballots_race;
mod secrecy;
mod dashboard;

// The road through all of them.
mod story;
mod browser;
mod barriers;

// The house: what a reader may rely on when opening a file.
mod blueprint;
mod house;
mod tidy;

mod count_random;
mod count_naive;
mod count_naive_stv;
mod count_second;
mod formats_said;
mod formats_read;
mod formats_errors;
mod formats_laws;
mod count_command;
mod source_webhook;
mod submissions_text;
mod count_published;
mod count_laws;
mod count_margins;
mod count_words;
