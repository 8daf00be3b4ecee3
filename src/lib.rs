//! **Laurels**: awards for open-source communities. Story pull requests become nominees, leads
//! define categories, members vote in secret, anyone can recount, the winners are told.
//!
//! The modules stand in the order of that story, and each may use only those above it:
//! `tests/it/house.rs` keeps it so. `docs/ARCHITECTURE.md` walks through it.

// Ground: words that everything uses and that use nothing of ours.
pub mod error;

// The story.
pub mod submissions;
