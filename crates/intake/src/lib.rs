//! Hostile files stop here: a sheet becomes a proposed change set.
