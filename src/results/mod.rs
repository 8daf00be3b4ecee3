//! Results: the ballots are **counted**, the leads look, and everybody is told.
//!
//! [`count`] runs the core over each category and keeps its outcome; [`report`] puts together what
//! may be told of it, and nothing shows a tally that did not come through there. Before
//! publication only leads pass, and before counting nobody: there is nothing to see.

pub mod model;
pub mod store;
pub mod count;
pub mod publish;
pub mod report;
pub mod export;
pub mod award_page;
pub mod page;
pub mod console;
pub mod web;
pub mod manage;
