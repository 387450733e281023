//! Instruments as data, tested with three-valued logic and explained.
