//! Multiple systems estimation: pure, seeded, parallel.
