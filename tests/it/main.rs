//! One test binary.

mod source_file;
