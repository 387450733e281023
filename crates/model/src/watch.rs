//! How far is long work, and shall it go on?
//!
//! Whoever asks for long work hands in a [`Watch`]: it is told each [`Step`] and
//! answers whether the work goes on. Work that is told to end leaves nothing
//! half done behind and hands the answer's problem back. Where a step cannot be
//! interrupted its total is not known, and whoever shows it says so.

use crate::Problem;

/// What the work is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Reads the sheet or the records; as a whole.
    Reading,
    /// Reads rows and compares them with the register.
    Planning,
    /// Writes rows into one transaction.
    Writing,
    /// Prepares values to be compared; as a whole.
    Preparing,
    /// Learns how records of one person differ; as a whole.
    Learning,
    /// Chooses which pairs are compared; as a whole.
    Blocking,
    /// Compares pairs of records.
    Comparing,
    /// Forms clusters; as a whole.
    Clustering,
    /// Draws clusterings.
    Drawing,
    /// Looks for records that are there already.
    Looking,
    /// Copies the log.
    Copying,
    /// Checks entries of the log.
    Checking,
    /// Checks or copies files of evidence.
    Files,
    /// Draws the pages of a file.
    Pages,
    /// Finishes; as a whole.
    Finishing,
}

impl Phase {
    /// Every phase.
    pub const ALL: [Phase; 15] = [
        Phase::Reading,
        Phase::Planning,
        Phase::Writing,
        Phase::Preparing,
        Phase::Learning,
        Phase::Blocking,
        Phase::Comparing,
        Phase::Clustering,
        Phase::Drawing,
        Phase::Looking,
        Phase::Copying,
        Phase::Checking,
        Phase::Files,
        Phase::Pages,
        Phase::Finishing,
    ];

    /// The phase's stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Reading => "reading",
            Phase::Planning => "planning",
            Phase::Writing => "writing",
            Phase::Preparing => "preparing",
            Phase::Learning => "learning",
            Phase::Blocking => "blocking",
            Phase::Comparing => "comparing",
            Phase::Clustering => "clustering",
            Phase::Drawing => "drawing",
            Phase::Looking => "looking",
            Phase::Copying => "copying",
            Phase::Checking => "checking",
            Phase::Files => "files",
            Phase::Pages => "pages",
            Phase::Finishing => "finishing",
        }
    }
}

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; none where it is not known, or where the step is done
    /// as a whole and ends only by itself.
    pub total: Option<u64>,
}

impl Step {
    /// A step of known length.
    pub fn of(phase: Phase, done: u64, total: u64) -> Step {
        Step {
            phase,
            done,
            total: Some(total),
        }
    }

    /// A step that is done as a whole.
    pub fn whole(phase: Phase) -> Step {
        Step {
            phase,
            done: 0,
            total: None,
        }
    }
}

/// Is told each step of long work; an error ends the work.
pub type Watch<'w> = dyn Fn(Step) -> Result<(), Problem> + Sync + 'w;

/// Watches nothing and never ends the work.
///
/// # Errors
/// None.
pub fn unwatched(_: Step) -> Result<(), Problem> {
    Ok(())
}
