//! One test binary.

mod count_random;
mod count_naive;
mod count_naive_stv;
mod count_second;
mod count_published;
mod count_laws;
mod count_margins;
mod count_words;
