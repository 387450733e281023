//! What did the log look like at a position, and how is that shown to others?
//!
//! Roots and proofs are computed from the leaves and from those complete
//! subtrees that are kept, so that a proof over millions of entries reads a few
//! hundred rows. The tree itself is in `tree`.

use super::{Tx, damaged};
use crate::database::Cell;
use crate::entry::moment;
use crate::statements as sql;
use crate::tree::{self, Frontier, Hash, Subtrees};
use jiff::Timestamp;
use model::{Code, Problem};

impl Tx<'_> {
    /// Number of entries of the log; the newest entry has this position. 0 for an empty register.
    pub fn position(&self) -> u64 {
        self.state.frontier.size()
    }

    /// Root of the log as it is now.
    pub fn root(&self) -> Hash {
        self.state.frontier.root()
    }

    /// Root of the log when it had `position` entries.
    ///
    /// # Errors
    /// `register.position-unknown`.
    pub fn root_at(&self, position: u64) -> Result<Hash, Problem> {
        self.check_position(position)?;
        Ok(Frontier::of(position, self)?.root())
    }

    /// The last position written up to and at this moment: "as known on" it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn position_at(&self, at: Timestamp) -> Result<u64, Problem> {
        let found = self.connection.one(
            sql::LAST_POSITION_BEFORE,
            &[Cell::Text(&moment(at))],
            |row| row.number_or_zero(0),
        )?;
        Ok(found.unwrap_or(0))
    }

    /// The audit path that shows that the entry at `position` is in the log of `size` entries.
    ///
    /// # Errors
    /// `register.position-unknown`.
    pub fn inclusion_proof(&self, position: u64, size: u64) -> Result<Vec<Hash>, Problem> {
        self.check_position(size)?;
        if position == 0 || position > size {
            return Err(self.unknown_position(position));
        }
        tree::inclusion_proof(position - 1, size, self)
    }

    /// The nodes that show that the log of `size` entries continues the one of `old` entries.
    ///
    /// # Errors
    /// `register.position-unknown`.
    pub fn consistency_proof(&self, old: u64, size: u64) -> Result<Vec<Hash>, Problem> {
        self.check_position(size)?;
        if old > size {
            return Err(self.unknown_position(old));
        }
        tree::consistency_proof(old, size, self)
    }

    pub(super) fn check_position(&self, position: u64) -> Result<(), Problem> {
        if position > self.position() {
            return Err(self.unknown_position(position));
        }
        Ok(())
    }

    pub(super) fn unknown_position(&self, position: u64) -> Problem {
        Problem::new(Code::RegisterPositionUnknown)
            .with("position", position)
            .with("size", self.position())
    }
}

/// Levels whose complete subtrees are kept in the table `node`.
pub(crate) fn is_kept(level: u32) -> bool {
    level > 0 && level.is_multiple_of(8)
}

impl Subtrees for Tx<'_> {
    type Error = Problem;

    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Problem> {
        let kept = level / 8 * 8;
        let width = 1u64 << (level - kept);
        let (start, end) = (index * width, (index + 1) * width);
        let hashes = if kept == 0 {
            let cells = [Cell::Number(start), Cell::Number(end)];
            self.connection
                .all(sql::LEAVES, &cells, |row| row.hash(0))?
        } else {
            let cells = [
                Cell::Number(u64::from(kept)),
                Cell::Number(start),
                Cell::Number(end),
            ];
            self.connection.all(sql::NODES, &cells, |row| row.hash(0))?
        };
        if hashes.len() as u64 != width {
            return Err(damaged("node"));
        }
        Ok(tree::complete_root(&hashes))
    }
}
