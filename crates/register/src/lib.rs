//! The only SQL on disk and the only keys: append-only revisions, sealed files, search.
