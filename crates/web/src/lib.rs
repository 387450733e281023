//! The first door: the office in a browser.
