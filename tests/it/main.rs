//! One test binary.

mod count_random;
mod count_naive;
mod count_second;
mod count_published;
mod count_laws;
