//! The demonstration: the real 2021 edition of the async vision doc with simulated voters, built
//! through the same verbs that people use. Its stories and people are real, its votes are not,
//! and each of its pages says so.

pub mod awards;
pub mod voters;
pub mod build;
