//! Is everything that was written still there, unchanged?
//!
//! Walks the whole log in order, recomputes every commitment, entry hash and
//! root, then everything that is derived from contents, then the bytes of every
//! file, and says which entry is the first that does not hold. A checkpoint
//! that somebody holds catches what the log alone cannot: a tail cut off, or a
//! history written anew. `checkpoint` reads those, `tree` hashes.

use crate::checkpoint::Checkpoint;
use crate::database::Cell;
use crate::derived;
use crate::entry::{Entries, SALT, commitment};
use crate::opening::Register;
use crate::reading::{PAGE, Tx, is_kept};
use crate::search::{Count, count_postings, words_of};
use crate::statements as sql;
use crate::tree::{Frontier, Hash, leaf_hash};
use model::{Code, Phase, Problem, Record, Step, Watch, unwatched};
use std::collections::HashMap;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of entries in the log.
    pub position: u64,
    /// Root of the log as recomputed.
    pub root: Hash,
    /// Number of files whose bytes were checked.
    pub files: u64,
    /// Everything that does not hold, in the order of the log; empty when all does.
    pub problems: Vec<Problem>,
}

impl Verified {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// A revision as it stands in the table.
struct Revision {
    position: u64,
    record: String,
    number: u64,
    kind: String,
    act: u64,
    previous: u64,
    content: Option<Vec<u8>>,
    commitment: [u8; 32],
    leaf: [u8; 32],
}

/// What the log says a record's row must be.
struct Expected {
    kind: String,
    first: u64,
    latest: u64,
    revisions: u64,
}

struct Walk<'t, 'r> {
    tx: &'t Tx<'r>,
    watch: &'t Watch<'t>,
    frontier: Frontier,
    problems: Vec<Problem>,
    records: HashMap<String, Expected>,
    /// Own rows and ties as the newest contents give them.
    listed: HashMap<Vec<u8>, u64>,
    ties: u64,
    wanted: Count,
    destroyed: HashMap<u64, u64>,
    files: Vec<(u64, String, String, u64)>,
    /// Subtrees that the table `node` must have.
    nodes: Vec<(u32, u64, Hash)>,
    /// A root was found to differ already.
    rootless: bool,
}

/// After so many problems the rest is left: the first is what matters.
const ENOUGH: usize = 20;

impl Register {
    /// Verifies the whole register, and compares it with a checkpoint that
    /// somebody holds, when one is given with the key to check it.
    ///
    /// # Errors
    /// `checkpoint.unreadable`, `checkpoint.signature-wrong`; those of a
    /// database too damaged to be read. What does not hold is in
    /// [`Verified::problems`], not an error.
    pub fn verify(&self, held: Option<(&str, &str)>) -> Result<Verified, Problem> {
        self.verify_watched(held, &unwatched)
    }

    /// [`Register::verify`], telling how many entries and files are checked.
    ///
    /// # Errors
    /// As [`Register::verify`]; those of `watch`, which end the walk.
    pub fn verify_watched(
        &self,
        held: Option<(&str, &str)>,
        watch: &Watch<'_>,
    ) -> Result<Verified, Problem> {
        let held = held
            .map(|(note, key)| Checkpoint::read(note, key))
            .transpose()?;
        self.read(|tx| {
            watch(Step::whole(Phase::Reading))?;
            let mut walk = Walk::new(tx, watch)?;
            walk.problems.extend(tx.connection.damaged_pages()?);
            walk.acts(held.as_ref())?;
            watch(Step::whole(Phase::Finishing))?;
            walk.derived()?;
            let files = walk.files()?;
            Ok(Verified {
                position: walk.frontier.size(),
                root: walk.frontier.root(),
                files,
                problems: walk.problems,
            })
        })
    }

    /// The signed checkpoint of the log as it is now.
    ///
    /// # Errors
    /// Those of the database.
    pub fn checkpoint(&self, signer: &crate::Signer) -> Result<String, Problem> {
        self.read(|tx| Ok(signer.sign(tx.position(), &tx.root())))
    }
}

impl<'t, 'r> Walk<'t, 'r> {
    fn new(tx: &'t Tx<'r>, watch: &'t Watch<'t>) -> Result<Walk<'t, 'r>, Problem> {
        let destroyed = tx.destroyed()?;
        Ok(Walk {
            tx,
            watch,
            frontier: Frontier::default(),
            problems: Vec::new(),
            records: HashMap::new(),
            listed: HashMap::new(),
            ties: 0,
            wanted: Count::default(),
            destroyed: destroyed
                .iter()
                .map(|gone| (gone.position, gone.entry))
                .collect(),
            files: Vec::new(),
            nodes: Vec::new(),
            rootless: false,
        })
    }

    fn report(&mut self, code: Code, position: u64, record: &str) {
        if self.problems.len() < ENOUGH {
            let problem = Problem::new(code).with("position", position);
            self.problems.push(if record.is_empty() {
                problem
            } else {
                problem.at_record(record)
            });
        }
    }

    fn append(&mut self, leaf: Hash) {
        let nodes = &mut self.nodes;
        self.frontier.append(leaf, |level, place, hash| {
            if is_kept(level) {
                nodes.push((level, place, *hash));
            }
        });
    }

    /// Walks the log act by act.
    fn acts(&mut self, held: Option<&Checkpoint>) -> Result<(), Problem> {
        let mut after = 0;
        loop {
            let acts = self.tx.connection.all(
                sql::ACTS,
                &[Cell::Number(after), Cell::Number(PAGE)],
                |row| {
                    Ok((
                        row.number(0)?,
                        row.number(1)?,
                        row.number(2)?,
                        row.text(3)?.to_owned(),
                        row.bytes(4)?.to_vec(),
                        row.hash(5)?,
                    ))
                },
            )?;
            if acts.is_empty() {
                break;
            }
            for (number, first, last, at, author, root) in acts {
                after += 1;
                if number != after || first != self.frontier.size() + 1 || last < first {
                    self.report(Code::VerifyActChanged, first, "");
                    after = number;
                }
                let entries = match self.tx.open_head(number, &at, &author) {
                    // The moment is hashed as it is kept: a changed text must not be read away.
                    Ok(head) if head.moment() == at => Some(Entries::of(&head)),
                    _ => {
                        self.report(Code::VerifyActChanged, first, "");
                        None
                    }
                };
                self.entries(number, last, entries, held)?;
                // Every later root differs too: one is enough.
                if self.frontier.root() != root && !self.rootless {
                    self.rootless = true;
                    self.report(Code::VerifyRootDiffers, last, "");
                }
            }
        }
        self.beyond(held)
    }

    /// Walks the entries of one act up to `last`.
    fn entries(
        &mut self,
        act: u64,
        last: u64,
        mut entries: Option<Entries>,
        held: Option<&Checkpoint>,
    ) -> Result<(), Problem> {
        while self.frontier.size() < last {
            let after = self.frontier.size();
            (self.watch)(Step::of(Phase::Checking, after, self.tx.position()))?;
            let wanted = PAGE.min(last - after);
            let cells = [Cell::Number(after), Cell::Number(wanted)];
            let page = self.tx.connection.all(sql::REVISIONS, &cells, |row| {
                Ok(Revision {
                    position: row.number(0)?,
                    record: row.text(1)?.to_owned(),
                    number: row.number(2)?,
                    kind: row.text(3)?.to_owned(),
                    act: row.number(4)?,
                    previous: row.number(5)?,
                    content: row.bytes_or_null(6)?.map(<[u8]>::to_vec),
                    commitment: row.hash(7)?,
                    leaf: row.hash(8)?,
                })
            })?;
            let mut next = page.into_iter().peekable();
            for position in after + 1..=after + wanted {
                match next.next_if(|revision| revision.position == position) {
                    Some(revision) => self.revision(act, &revision, entries.as_mut())?,
                    None => {
                        self.report(Code::VerifyEntryMissing, position, "");
                        self.append([0; 32]);
                    }
                }
                if let Some(held) = held
                    && held.size == position
                    && held.root != self.frontier.root()
                {
                    self.report(Code::VerifyForked, position, "");
                }
            }
        }
        Ok(())
    }

    fn revision(
        &mut self,
        act: u64,
        revision: &Revision,
        entries: Option<&mut Entries>,
    ) -> Result<(), Problem> {
        let Revision {
            position,
            record,
            number,
            kind,
            ..
        } = revision;
        if let Some(entries) = entries {
            let entry = entries.entry(*position, record, *number, kind, &revision.commitment);
            if leaf_hash(entry.as_bytes()) != revision.leaf {
                self.report(Code::VerifyEntryChanged, *position, record);
            }
        }
        // With the hash as it stands the roots tell whether that was changed too.
        self.append(revision.leaf);
        // What the entry's hash does not cover: its act, and where the record stood before.
        let before = self.records.get(record);
        let (latest, revisions) = before.map_or((0, 0), |row| (row.latest, row.revisions));
        let same_kind = before.is_none_or(|row| row.kind == *kind);
        if revision.act != act
            || revision.previous != latest
            || *number != revisions + 1
            || !same_kind
        {
            self.report(Code::VerifyEntryChanged, *position, record);
        }
        self.content(revision, latest)?;
        let row = self.records.entry(record.clone()).or_insert(Expected {
            kind: kind.clone(),
            first: *position,
            latest: 0,
            revisions: 0,
        });
        row.latest = *position;
        row.revisions = *number;
        Ok(())
    }

    fn content(&mut self, revision: &Revision, previous: u64) -> Result<(), Problem> {
        let Revision {
            position, record, ..
        } = revision;
        let Some(sealed) = &revision.content else {
            // Gone lawfully only if a later entry says so.
            if self
                .destroyed
                .get(position)
                .is_none_or(|entry| entry <= position)
            {
                self.report(Code::VerifyContentMissing, *position, record);
            }
            return Ok(());
        };
        let parsed = self
            .tx
            .open_content(*position, sealed)
            .ok()
            .filter(|salted| commitment(salted) == revision.commitment)
            .and_then(|salted| parse(&salted));
        let Some(content) = parsed else {
            self.report(Code::VerifyContentChanged, *position, record);
            return Ok(());
        };
        let first = self.records.get(record).map_or(*position, |row| row.first);
        let before = if previous == 0 {
            None
        } else {
            self.earlier(previous)?
        };
        let old_words = before.as_ref().map(words_of).unwrap_or_default();
        for word in words_of(&content) {
            if !old_words.contains(&word) {
                self.wanted.add(self.tx, &word.text, first, word.field);
            }
        }
        if let Some(before) = &before {
            if let Some(own) = derived::own_key_of(before) {
                self.listed.remove(&own);
            }
            let earlier = derived::references(before).len() as u64;
            self.ties = self.ties.saturating_sub(earlier);
        }
        if let Some(own) = derived::own_key_of(&content) {
            self.listed.insert(own, first);
        }
        self.ties += derived::references(&content).len() as u64;
        if let Record::File(file) = &content {
            let file = (*position, record.clone(), file.sha256.clone(), file.size);
            self.files.push(file);
        }
        Ok(())
    }

    fn earlier(&self, position: u64) -> Result<Option<Record>, Problem> {
        let cells = [Cell::Number(position)];
        let content = self.tx.connection.one(sql::REVISION, &cells, |row| {
            Ok(row.bytes_or_null(4)?.map(<[u8]>::to_vec))
        })?;
        Ok(content.flatten().and_then(|sealed| {
            let salted = self.tx.open_content(position, &sealed).ok()?;
            parse(&salted)
        }))
    }

    /// Entries that no act covers, a state that differs, a checkpoint that says more.
    fn beyond(&mut self, held: Option<&Checkpoint>) -> Result<(), Problem> {
        let size = self.frontier.size();
        let cells = [Cell::Number(size), Cell::Number(1)];
        if let Some(position) = self
            .tx
            .connection
            .one(sql::REVISIONS, &cells, |row| row.number(0))?
        {
            self.report(Code::VerifyActChanged, position, "");
        }
        if self.tx.state.frontier != self.frontier {
            if self.tx.position() > size {
                self.report(Code::VerifyEntryMissing, size + 1, "");
            } else if !self.rootless {
                self.report(Code::VerifyRootDiffers, size, "");
            }
        }
        if let Some(held) = held {
            if held.size > size {
                self.problems.push(
                    Problem::new(Code::VerifyTruncated)
                        .with("held", held.size)
                        .with("size", size),
                );
            } else if held.size == 0 && held.root != crate::tree::empty_root() {
                self.report(Code::VerifyForked, 0, "");
            }
        }
        Ok(())
    }

    fn differs(&mut self, table: &str, row: impl ToString) {
        if self.problems.len() < ENOUGH {
            self.problems.push(
                Problem::new(Code::VerifyDerivedDiffers)
                    .with("table", table)
                    .with("row", row),
            );
        }
    }

    /// Compares the derived tables with what the contents give.
    fn derived(&mut self) -> Result<(), Problem> {
        let tx = self.tx;
        let mut expected = std::mem::take(&mut self.records);
        let mut after = String::new();
        loop {
            let cells = [Cell::Text(&after), Cell::Number(PAGE)];
            let page = tx.connection.all(sql::RECORDS, &cells, |row| {
                let known = Expected {
                    kind: row.text(1)?.to_owned(),
                    first: row.number(2)?,
                    latest: row.number(3)?,
                    revisions: row.number(4)?,
                };
                Ok((row.text(0)?.to_owned(), known))
            })?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.0);
            for (id, found) in page {
                let same = expected.remove(&id).is_some_and(|wanted| {
                    (wanted.kind, wanted.first, wanted.latest, wanted.revisions)
                        == (found.kind, found.first, found.latest, found.revisions)
                });
                if !same {
                    self.differs("record", id);
                }
            }
        }
        for id in expected.into_keys() {
            self.differs("record", id);
        }
        self.derived_rows()?;
        self.derived_nodes()?;
        if count_postings(tx)? != self.wanted && self.problems.len() < ENOUGH {
            self.problems.push(Problem::new(Code::VerifySearchDiffers));
        }
        Ok(())
    }

    fn derived_rows(&mut self) -> Result<(), Problem> {
        let tx = self.tx;
        let mut wanted: HashMap<Vec<u8>, u64> = std::mem::take(&mut self.listed)
            .into_iter()
            .map(|(own, first)| (tx.register.vault.tag(&own).into_owned(), first))
            .collect();
        let mut after: Vec<u8> = Vec::new();
        loop {
            let cells = [Cell::Bytes(&after), Cell::Number(PAGE)];
            let page = tx.connection.all(sql::ALL_LISTED, &cells, |row| {
                Ok((row.bytes(0)?.to_vec(), row.number(1)?))
            })?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.0);
            for (own, first) in page {
                if wanted.remove(&own) != Some(first) {
                    self.differs("listed", first);
                }
            }
        }
        for first in wanted.into_values() {
            self.differs("listed", first);
        }
        // Each tie found must follow from a content; then equal numbers mean equal sets.
        let (mut about, mut record, mut count) = (0, 0, 0);
        loop {
            let cells = [
                Cell::Number(about),
                Cell::Number(record),
                Cell::Number(PAGE),
            ];
            let page = tx.connection.all(sql::ALL_TIES, &cells, |row| {
                Ok((row.number(0)?, row.number(1)?))
            })?;
            let Some(last) = page.last() else { break };
            (about, record) = *last;
            for (about, record) in page {
                count += 1;
                if !self.follows(about, record)? {
                    self.differs("tie", record);
                }
            }
        }
        if count != self.ties {
            self.differs("tie", count);
        }
        Ok(())
    }

    /// Whether the newest content of one record points at the other.
    fn follows(&self, about: u64, record: u64) -> Result<bool, Problem> {
        let (Ok(about), Ok(record)) = (self.tx.id_of(about), self.tx.id_of(record)) else {
            return Ok(false);
        };
        match self.tx.get(&record) {
            Ok(Some(stored)) => Ok(derived::references(&stored.record).contains(&about.as_str())),
            Ok(None) => Ok(false),
            // Reported already, where it stands in the log.
            Err(_) => Ok(true),
        }
    }

    fn derived_nodes(&mut self) -> Result<(), Problem> {
        for (level, place, hash) in std::mem::take(&mut self.nodes) {
            let cells = [
                Cell::Number(u64::from(level)),
                Cell::Number(place),
                Cell::Number(place + 1),
            ];
            let found = self
                .tx
                .connection
                .one(sql::NODES, &cells, |row| row.hash(0))?;
            if found != Some(hash) {
                self.differs("node", format!("{level}/{place}"));
            }
        }
        Ok(())
    }

    /// Checks the bytes of every file; returns how many there are.
    fn files(&mut self) -> Result<u64, Problem> {
        let files = std::mem::take(&mut self.files);
        let count = files.len() as u64;
        for (done, (position, record, sha256, size)) in (0..).zip(files) {
            (self.watch)(Step::of(Phase::Files, done, count))?;
            if let Err(problem) = self.tx.register.files.check(&sha256, size) {
                let problem = problem.with("position", position).at_record(record);
                self.problems.push(problem);
            }
        }
        Ok(count)
    }
}

/// The record of a salted content.
pub(crate) fn parse(salted: &[u8]) -> Option<Record> {
    let text = std::str::from_utf8(salted.get(SALT..)?).ok()?;
    Record::from_canonical(text).ok()
}
