//! Turns a computed study into documents and keeps the compile time of PDF to itself.
