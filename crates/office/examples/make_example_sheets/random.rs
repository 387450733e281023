//! Where does chance come from? From a fixed seed, so that the sheet is the same on every machine.
//!
//! SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
//! generators", OOPSLA 2014). Good enough to invent people with; never for keys.

/// A stream of chance.
pub struct Chance(u64);

impl Chance {
    /// Starts the stream.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low) + 1;
        low + i64::try_from(self.next() % width).expect("widths here are small")
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, share: u64) -> bool {
        self.next() % 100 < share
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.next() % list.len() as u64).expect("shorter than the list")]
    }

    /// One of a list in which each thing stands with its share.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut left = self.next() % list.iter().map(|(_, share)| share).sum::<u64>();
        for &(thing, share) in list {
            if left < share {
                return thing;
            }
            left -= share;
        }
        list[list.len() - 1].0
    }

    /// Brings a list into a chance order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other =
                usize::try_from(self.next() % (last as u64 + 1)).expect("shorter than the list");
            list.swap(last, other);
        }
    }
}
