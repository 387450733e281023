//! The use-cases: what can a person do in the office?
//!
//! One function for each thing that a person can do: it asks for a [`Seat`],
//! does one transaction, and leaves a revision that says who, when and why.
//! The web and the command line are two doors to the same functions. Start
//! from [`Office`]; each feature is in the file of its name.

mod accounts;
mod apart;
mod approvals;
mod around;
mod backups;
mod cases;
mod catalogue;
mod compartments;
mod consents;
mod create;
mod disclosures;
mod doctor;
mod documents;
mod duplicates;
mod editing;
mod estimates;
mod evidence;
mod example;
mod exports;
mod figure_drafts;
mod finding;
mod folder;
mod form_drafts;
mod imports;
mod keys;
mod law_of_person;
mod law_outcomes;
mod laws;
mod link_decisions;
mod link_draws;
mod link_fields;
mod link_quality;
mod link_review;
mod link_run;
mod link_said;
mod linked_page;
mod links;
mod log;
mod open;
mod policy;
mod preferences;
mod reads;
mod retention;
mod reveals;
mod same_acts;
mod saved_searches;
mod searching;
mod seat;
mod second_factor;
mod settings;
mod showing;
mod speech;
mod studies;
mod study_new;
mod study_texts;
mod synthetic;
mod tokens;
mod users;
mod verification;
mod vocabularies;
mod withdrawals;

pub use accounts::{
    ABSOLUTE, ACTIVATION, Activation, Attempt, IDLE, PASSPHRASE, PROVED, Passkey, PasskeyAnswer,
    PasskeyOffer, Session, SignIn, check_passphrase, digest, digest_of_bytes,
};
pub use apart::DRAW_PAGES;
#[cfg(feature = "pdf")]
pub use apart::{draw_apart, draw_pages_here};
pub use approvals::{Act, Agreed, Request, RequestState};
pub use around::{Around, Relative};
pub use backups::BackupFile;
pub use cases::{Found, Seen, Shown};
pub use compartments::{CompartmentShown, EndedShown, Inside, Moved, OwnCompartment, Placed};
pub use create::{Created, Entropies, NewOffice};
pub use disclosures::Disclosure;
pub use doctor::Advice;
pub use duplicates::{AlreadyHere, Similar, SimilarFound};
pub use editing::Fresh;
pub use estimate::{
    Action as GateAction, Answer, Diagnostics, Finding as GateFinding, MethodResult, NHat, Prior,
};
pub use estimates::{
    EstimateOptions, Estimated, FigureTally, FromRegister, OWN_LIST, SEVERAL, SheetPage,
    estimate_sheet,
};
pub use evidence::check_kind;
pub use example::{EXAMPLE_MOMENT, EXAMPLE_PASSPHRASE, EXAMPLE_SEED, EXAMPLE_USER, build_example};
pub use exports::Exported;
pub use figure_drafts::{Condition, Dimension, FigureDraft, PERSONS, PreviewedFigure, dimensions};
pub use finding::{FacetCounts, FindOrder, FindQuery, FoundPerson, FoundPersons};
pub use form_drafts::FormDraft;
pub use imports::{
    ImportRequest, Imported, KeptMapping, LeftImport, LeftRows, LeftSettled, LeftSheet, LookedAt,
    MappingChoice, MappingOrigin, NewRow, Preview, Proposal,
};
pub use intake::{
    As, ChangeSet, ClaimMap, ColumnLook, ConsentMap, Copying, Counts, EventMap,
    Field as MappedField, FieldChange, Mapping, Merged, Options as MappedOptions, PersonMap,
    RelatedMap, SheetLook, ShortRows, Side, Slot, SourceMap, Synthetic, Takes, Understood, Use,
    Why, column_letters, understood,
};
pub use keys::NewSecret;
pub use law_outcomes::{LawOutcomes, MissingFacts, OutcomeOf};
pub use laws::{InstrumentSummary, LawQuery, TestedPerson};
pub use link_decisions::{Decided, Named};
pub use link_draws::{DrawWanted, DrawnFigure};
pub use link_quality::{AskedPair, Quality, Sample, SampleWanted, SampledPair};
pub use link_review::{Kinship, PairLookedAt, SideBySide, WaitingPair};
pub use link_run::{LinkRun, ProposedPair, Reason};
pub use linked_page::{field_in_words, level_in_words};
pub use links::{
    LinkOptions, LinkSummary, Measured, TableLinks, link_tables, propose_model, read_threshold,
};
pub use log::Checked;
pub use open::{Office, Unlock};
pub use policy::Policy;
pub use preferences::Preferences;
pub use reads::{Alarm, Look};
pub use register::{Entropy, RecoveryKey, Seeded};
pub use report::estimates as estimates_said;
pub use report::{cell_name, finding_sentence, group_label, hidden_note, place_label};
pub use retention::{Due, KeptKind, Leaves};
pub use reveals::{Reveal, SHOWN as REVEALED};
pub use same_acts::{ActPair, ActTold, ActsFound};
pub use saved_searches::SavedSearch;
pub use seat::{
    Administering, Approving, Documenting, Finding, Permission, Reading, Reviewing, Seat, Studying,
    Testing, Verifying,
};
pub use second_factor::code_now;
pub use settings::Settings;
pub use showing::{
    CodedRule, ExplanationLine, InstrumentPart, InstrumentShown, Picture, WindowShown, pictures,
};
pub use studies::{AsOf, DocumentFormat, StudySummary};
pub use study::computed::{ComputedFigure, Group as FigureGroup, ListsBy};
pub use study::{
    Computed, Finding as StudyFinding, Found as FigureFound, Opened, Part as FigurePart, released,
};
pub use study_new::{Cut, NewStudy};
pub use study_texts::StudyText;
pub use synthetic::{MAPPING as SYNTHETIC_MAPPING, write_sheet as write_synthetic_sheet};
pub use tokens::{PersonalToken, SCOPES, TOKEN_DAYS, TOKEN_PREFIX};
pub use verification::{Queue, QueuePart};
pub use vocabularies::WordChange;
pub use withdrawals::Withdrawing;
