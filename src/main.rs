//! The command line of Laurels: reads the words, hands over. No logic lives here.
fn main() {}
