//! How does a new record get its id?
//!
//! UUID version 7 (RFC 9562): the author's millisecond, then 26 bits of the
//! entry's position as the counter of section 6.2, then 48 random bits. Ids
//! of one register therefore sort in the order in which records were written,
//! as long as clocks do not run backwards.

use jiff::Timestamp;
use model::record::RecordId;

pub(crate) fn new_id(at: Timestamp, position: u64, random: [u8; 6]) -> RecordId {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0) & ((1 << 48) - 1);
    let counter = position & ((1 << 26) - 1);
    let high = milliseconds << 16 | 0x7000 | counter >> 14;
    let tail = random
        .iter()
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let low = 0b10 << 62 | (counter & ((1 << 14) - 1)) << 48 | tail;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & ((1 << 48) - 1)
    )
}
