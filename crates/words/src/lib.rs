//! Every sentence that a person reads, in Arabic and English.
