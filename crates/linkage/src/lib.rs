//! Who is the same person: pure functions over columns.
