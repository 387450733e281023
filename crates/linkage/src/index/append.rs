//! How does an index follow a register that grows?
//!
//! New records are put behind those that are there and are found from then on;
//! nothing is built anew. Values that were not seen before count as rare until
//! the next build, as in a sheet that is compared.

use super::Index;
use crate::table::Table;

impl Index {
    /// Adds the records of a table (columns by header or role, as the indexed
    /// one's) for good; returns the first new row.
    pub fn append(&mut self, sheet: &Table) -> u32 {
        let first = self.prepared.extend(sheet, &self.model.fields);
        for (rule, sorted) in self.rules.iter().zip(&mut self.sorted) {
            for row in first..self.prepared.len() as u32 {
                let value = self.prepared.combined(&rule.keys, self.prepared.row(row));
                if value == 0 {
                    continue;
                }
                let keyed = ((value >> 32) as u32, row);
                let at = sorted.partition_point(|known| *known < keyed);
                sorted.insert(at, keyed);
            }
        }
        first
    }
}
