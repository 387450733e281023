//! Which ids were counted, kept small?
//!
//! Ids of records are UUIDs: a million of them are 16 MB as numbers and more
//! than 80 MB as texts. Their order as numbers is their order as texts. Other
//! ids (of tests, of other systems) are kept as texts beside them.

/// A growing collection of ids; after [`Ids::settle`] a sorted set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ids {
    uuids: Vec<u128>,
    others: Vec<String>,
}

impl Ids {
    /// Adds an id.
    pub(crate) fn push(&mut self, id: &str) {
        match parse_uuid(id) {
            Some(uuid) => self.uuids.push(uuid),
            None => self.others.push(id.to_owned()),
        }
    }

    /// Adds all ids of another collection.
    pub(crate) fn extend(&mut self, other: &Ids) {
        self.uuids.extend_from_slice(&other.uuids);
        self.others.extend_from_slice(&other.others);
    }

    /// Sorts, and keeps each id once.
    pub(crate) fn settle(&mut self) {
        // A stable sort finds the runs that come sorted from the frame's keys.
        self.uuids.sort();
        self.uuids.dedup();
        self.others.sort();
        self.others.dedup();
    }

    /// Takes away the ids of another settled set.
    pub(crate) fn remove(&mut self, other: &Ids) {
        self.uuids
            .retain(|id| other.uuids.binary_search(id).is_err());
        self.others
            .retain(|id| other.others.binary_search(id).is_err());
    }

    /// Keeps the ids that are also in another settled set.
    pub(crate) fn keep(&mut self, other: &Ids) {
        self.uuids
            .retain(|id| other.uuids.binary_search(id).is_ok());
        self.others
            .retain(|id| other.others.binary_search(id).is_ok());
    }

    pub(crate) fn len(&self) -> u64 {
        (self.uuids.len() + self.others.len()) as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the ids stand among the sorted texts of a settled set that holds them.
    pub(crate) fn positions_in(&self, whole: &Ids) -> Vec<u32> {
        let found = |at: Result<usize, usize>| at.ok().map(|at| at as u32);
        if whole.others.is_empty() {
            let positions = self.uuids.iter().map(|id| whole.uuids.binary_search(id));
            return positions.filter_map(found).collect();
        }
        let (texts, own) = (whole.texts(), self.texts());
        let positions = own.iter().map(|id| texts.binary_search(id));
        positions.filter_map(found).collect()
    }

    /// The ids as sorted texts.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = Vec::with_capacity(self.uuids.len() + self.others.len());
        texts.extend(self.uuids.iter().map(|uuid| uuid_text(*uuid)));
        if !self.others.is_empty() {
            texts.extend(self.others.iter().cloned());
            texts.sort();
        }
        texts
    }
}

/// A UUID in its canonical lower-case form; anything else is no UUID, so that
/// writing it out gives the very text back.
fn parse_uuid(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != 36 {
        return None;
    }
    let mut value: u128 = 0;
    for (position, byte) in bytes.iter().enumerate() {
        let digit = match (position, byte) {
            (8 | 13 | 18 | 23, b'-') => continue,
            (8 | 13 | 18 | 23, _) => return None,
            (_, b'0'..=b'9') => byte - b'0',
            (_, b'a'..=b'f') => byte - b'a' + 10,
            _ => return None,
        };
        value = value << 4 | u128::from(digit);
    }
    Some(value)
}

fn uuid_text(uuid: u128) -> String {
    let mut text = String::with_capacity(36);
    for position in 0..32 {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        let digit = (uuid >> (124 - 4 * position)) as u8 & 0xf;
        text.push(char::from(if digit < 10 {
            b'0' + digit
        } else {
            b'a' + digit - 10
        }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(ids: &[String]) -> Ids {
        let mut set = Ids::default();
        ids.iter().for_each(|id| set.push(id));
        set.settle();
        set
    }

    proptest! {
        #[test]
        fn ids_come_back_as_they_went_in_sorted_and_once(
            uuids in proptest::collection::vec(any::<u128>(), 0..40),
            others in proptest::collection::vec("[a-z0-9-]{1,36}", 0..10),
        ) {
            let mut ids: Vec<String> = uuids.into_iter().map(uuid_text).chain(others).collect();
            ids.extend_from_within(..ids.len() / 2);
            let set = of(&ids);
            ids.sort();
            ids.dedup();
            prop_assert_eq!(set.len(), ids.len() as u64);
            prop_assert_eq!(set.texts(), ids.clone());
            let some: Vec<String> = ids.iter().step_by(3).cloned().collect();
            let positions = of(&some).positions_in(&set);
            let there: Vec<String> = positions.iter().map(|at| ids[*at as usize].clone()).collect();
            prop_assert_eq!(there, some);
        }

        #[test]
        fn what_is_removed_and_what_is_kept_make_the_whole(
            left in proptest::collection::vec(0_u128..50, 0..40),
            right in proptest::collection::vec(0_u128..50, 0..40),
        ) {
            let left = of(&left.into_iter().map(uuid_text).collect::<Vec<_>>());
            let right = of(&right.into_iter().map(uuid_text).collect::<Vec<_>>());
            let (mut removed, mut kept) = (left.clone(), left.clone());
            removed.remove(&right);
            kept.keep(&right);
            prop_assert_eq!(removed.len() + kept.len(), left.len());
            let mut whole = removed;
            whole.extend(&kept);
            whole.settle();
            prop_assert_eq!(whole, left);
        }
    }
}
