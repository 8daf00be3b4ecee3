//! GitHub, asked over the network: everything about a hundred pull requests in one GraphQL query,
//! the texts of a hundred files in another.
//!
//! The same over REST takes, for 1,000 pull requests, ten lists, a thousand file lists, a thousand
//! commit lists, a thousand texts and the pages of comments: over 3,000 requests. GraphQL takes
//! 20, and one more for every further hundred; `tests/it/source_github.rs` counts them. A pass
//! with nothing new is one conditional REST request, which costs nothing of the hourly allowance.
//! GraphQL wants a token even for what is public; without one, a clone is the way.

pub mod api;
pub mod limits;
pub mod client;
pub mod queries;
pub mod answers;
pub mod pull;
pub mod people;
pub mod cursor;
pub mod ask;
pub mod wanted;
pub mod tell;
pub mod read;
