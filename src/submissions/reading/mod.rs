//! Reading stories without leaving: a story's text as a page shows it, what stands before and
//! after it, who talked about it, and what somebody said about the stories of others.

pub mod model;
pub mod store;
pub mod page;
