//! The web toolbox: what every room's handlers stand on. It knows no room and no account.
//!
//! A request passes the [`gate`] (visit cookie, CSRF for every form by construction, security
//! headers, problem pages), reaches a thin handler, and is answered through a
//! [`respond::Reply`].

pub mod state;
pub mod pages;
pub mod assets;
pub mod visit;
pub mod forms;
pub mod limits;
pub mod problem;
pub mod respond;
pub mod gate;
