//! What went wrong, where, and with which values?
//!
//! One catalogue for the whole product. A problem has a stable code, details
//! and a place; the sentences that people read live in the crate `words`
//! (message id = the code with `.` turned into `-`, attribute `.hint`), and
//! a test there enumerates [`CODES`]. Checking functions return all problems
//! with their places; acting functions return the first.

use serde::Serialize;
use std::collections::BTreeMap;

macro_rules! codes {
    ($($(#[$section:meta])* $name:ident = $code:literal,)*) => {
        /// The stable code of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum Code { $($(#[$section])* $name,)* }

        impl Code {
            /// The code as it is written in JSON and looked up in `words`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }
        }

        /// Every code there is.
        pub const CODES: &[Code] = &[$(Code::$name,)*];
    };
}

// Keep each crate's codes together, in the order of the data's way through the house.
codes! {
    // ── model ──
    DateUnreadable = "date.unreadable",
    DateAmbiguous = "date.ambiguous",
    DateImpossible = "date.impossible",
    DateOutOfRange = "date.out-of-range",
    DateAgainstOrder = "date.against-order",
    DateTwoDigitYear = "date.two-digit-year",
    DateYearMissing = "date.year-missing",
    DateCalendarUnsettled = "date.calendar-unsettled",
    DateTimeOfDay = "date.time-of-day",
    DateRangeReversed = "date.range-reversed",
    RecordUnreadable = "record.unreadable",
    // ── profile ──
    ProfileUnreadable = "profile.unreadable",
    ProfileFileMissing = "profile.file-missing",
    ProfileReasonMissing = "profile.reason-missing",
    ProfileSameActDays = "profile.same-act-days",
    TermUnknown = "term.unknown",
    TermDuplicate = "term.duplicate",
    TermRetired = "term.retired",
    // ── register ──
    RegisterNotAnOffice = "register.not-an-office",
    RegisterExists = "register.exists",
    RegisterNewer = "register.newer",
    RegisterUnopenable = "register.unopenable",
    RegisterPageDamaged = "register.page-damaged",
    RegisterDamaged = "register.damaged",
    RegisterUnreachable = "register.unreachable",
    RegisterUrlUnreadable = "register.url-unreadable",
    RegisterLocked = "register.locked",
    RegisterDiskFull = "register.disk-full",
    RegisterIo = "register.io",
    RegisterReadOnly = "register.read-only",
    RegisterNoPermission = "register.no-permission",
    RegisterDiskFails = "register.disk-fails",
    RegisterStatementFailed = "register.statement-failed",
    RegisterAppendOnly = "register.append-only",
    RegisterRecordMissing = "register.record-missing",
    RegisterKindChanged = "register.kind-changed",
    RegisterReferenceUnknown = "register.reference-unknown",
    RegisterListedTwice = "register.listed-twice",
    RegisterWouldClose = "register.would-close",
    RegisterContentDestroyed = "register.content-destroyed",
    RegisterApproversMissing = "register.approvers-missing",
    RegisterPositionUnknown = "register.position-unknown",
    RegisterKeyFileUnreadable = "register.key-file-unreadable",
    RegisterKeyCost = "register.key-cost",
    RegisterPassphraseWrong = "register.passphrase-wrong",
    RegisterRecoveryKeyWrong = "register.recovery-key-wrong",
    RegisterRecoveryKeyUnreadable = "register.recovery-key-unreadable",
    RegisterSlotExists = "register.slot-exists",
    RegisterSlotUnknown = "register.slot-unknown",
    RegisterSlotLast = "register.slot-last",
    RegisterInstallationName = "register.installation-name",
    RegisterFileMissing = "register.file-missing",
    RegisterFileChanged = "register.file-changed",
    CheckpointUnreadable = "checkpoint.unreadable",
    CheckpointSignatureWrong = "checkpoint.signature-wrong",
    VerifyContentChanged = "verify.content-changed",
    VerifyContentMissing = "verify.content-missing",
    VerifyEntryChanged = "verify.entry-changed",
    VerifyEntryMissing = "verify.entry-missing",
    VerifyActChanged = "verify.act-changed",
    VerifyRootDiffers = "verify.root-differs",
    VerifyTruncated = "verify.truncated",
    VerifyForked = "verify.forked",
    VerifyDerivedDiffers = "verify.derived-differs",
    VerifySearchDiffers = "verify.search-differs",
    BackupUnreadable = "backup.unreadable",
    BackupKeyWrong = "backup.key-wrong",
    BackupNewer = "backup.newer",
    BackupDamaged = "backup.damaged",
    BackupRecipientUnreadable = "backup.recipient-unreadable",
    // ── intake ──
    IntakeAnnotationFailed = "intake.annotation-failed",
    IntakeCellBeyondHeader = "intake.cell-beyond-header",
    IntakeCellError = "intake.cell-error",
    IntakeCellNul = "intake.cell-nul",
    IntakeCellTooLong = "intake.cell-too-long",
    IntakeCellsTooMany = "intake.cells-too-many",
    IntakeColumnUnmapped = "intake.column-unmapped",
    IntakeColumnsTooMany = "intake.columns-too-many",
    IntakeDateSerial = "intake.date-serial",
    IntakeDateYearAsSerial = "intake.date-year-as-serial",
    IntakeDelimiterUnusable = "intake.delimiter-unusable",
    IntakeEncodingBroken = "intake.encoding-broken",
    IntakeEncodingGuessed = "intake.encoding-guessed",
    IntakeEncodingUnknown = "intake.encoding-unknown",
    IntakeEncrypted = "intake.encrypted",
    IntakeEndBeforeStart = "intake.end-before-start",
    IntakeEventLeft = "intake.event-left",
    IntakeFileEmpty = "intake.file-empty",
    IntakeFileTooLarge = "intake.file-too-large",
    IntakeFormatRefused = "intake.format-refused",
    IntakeFormulaCached = "intake.formula-cached",
    IntakeFormulaEmpty = "intake.formula-empty",
    IntakeHeaderEmpty = "intake.header-empty",
    IntakeHeaderMissing = "intake.header-missing",
    IntakeHeaderRepeated = "intake.header-repeated",
    IntakeHeaderSecond = "intake.header-second",
    IntakeHeaderTwice = "intake.header-twice",
    IntakeIdMissing = "intake.id-missing",
    IntakeIdTwice = "intake.id-twice",
    IntakeLamAlefReversed = "intake.lam-alef-reversed",
    IntakeMappingColumnUnknown = "intake.mapping-column-unknown",
    IntakeMappingFieldUnknown = "intake.mapping-field-unknown",
    IntakeMappingKindMissing = "intake.mapping-kind-missing",
    IntakeMappingListMissing = "intake.mapping-list-missing",
    IntakeMappingNameTwice = "intake.mapping-name-twice",
    IntakeMappingNothing = "intake.mapping-nothing",
    IntakeMappingPersonElsewhere = "intake.mapping-person-elsewhere",
    IntakeMappingReferenceUnknown = "intake.mapping-reference-unknown",
    IntakeMappingUnreadable = "intake.mapping-unreadable",
    IntakeMergedCells = "intake.merged-cells",
    IntakeNamePlaceholder = "intake.name-placeholder",
    IntakeNumberUnreadable = "intake.number-unreadable",
    IntakePersonNotFound = "intake.person-not-found",
    IntakePlaceContradiction = "intake.place-contradiction",
    IntakePlaceUnknown = "intake.place-unknown",
    IntakeQuoteOpen = "intake.quote-open",
    IntakeQuoteStray = "intake.quote-stray",
    IntakePaperUnreadable = "intake.paper-unreadable",
    IntakePdfEncrypted = "intake.pdf-encrypted",
    IntakePdfStopped = "intake.pdf-stopped",
    IntakePdfTooLarge = "intake.pdf-too-large",
    IntakePdfUnfaithful = "intake.pdf-unfaithful",
    IntakePdfUnreadable = "intake.pdf-unreadable",
    IntakePictureKind = "intake.picture-kind",
    IntakePictureTooLarge = "intake.picture-too-large",
    IntakePictureUnreadable = "intake.picture-unreadable",
    IntakeRowAlike = "intake.row-alike",
    IntakeRowDuplicate = "intake.row-duplicate",
    IntakeRowMissing = "intake.row-missing",
    IntakeRowNothing = "intake.row-nothing",
    IntakeRowRagged = "intake.row-ragged",
    IntakeSheetHidden = "intake.sheet-hidden",
    IntakeSheetUnknown = "intake.sheet-unknown",
    IntakeSheetsSeveral = "intake.sheets-several",
    IntakeSourceDiffers = "intake.source-differs",
    IntakeUpdateConflict = "intake.update-conflict",
    IntakeWorkbookBroken = "intake.workbook-broken",
    IntakeYesnoUnreadable = "intake.yesno-unreadable",
    IntakeZipBomb = "intake.zip-bomb",
    IntakeZipBroken = "intake.zip-broken",
    IntakeZipEntries = "intake.zip-entries",
    // ── linkage ──
    LinkageNotText = "linkage.not-text",
    LinkageSpreadsheet = "linkage.spreadsheet",
    LinkageQuoteOpen = "linkage.quote-open",
    LinkageTableEmpty = "linkage.table-empty",
    LinkageRowsUneven = "linkage.rows-uneven",
    LinkageTooLarge = "linkage.too-large",
    LinkageTooManyColumns = "linkage.too-many-columns",
    LinkageColumnMissing = "linkage.column-missing",
    LinkageIdMissing = "linkage.id-missing",
    LinkageIdTwice = "linkage.id-twice",
    LinkageModelUnreadable = "linkage.model-unreadable",
    LinkageModelColumns = "linkage.model-columns",
    LinkageLinksMany = "linkage.links-many",
    LinkageNothingToCompare = "linkage.nothing-to-compare",
    LinkageLabelUnknown = "linkage.label-unknown",
    LinkageLabelUnreadable = "linkage.label-unreadable",
    LinkageTruthUnknown = "linkage.truth-unknown",
    LinkageTruthTwice = "linkage.truth-twice",
    LinkageRoleUnknown = "linkage.role-unknown",
    LinkageThresholdWrong = "linkage.threshold-wrong",
    LinkageDecisionContradicted = "linkage.decision-contradicted",
    LinkagePairNeedsTwo = "linkage.pair-needs-two",
    LinkageNotRunYet = "linkage.not-run-yet",
    LinkageEventsNeedTwo = "linkage.events-need-two",
    LinkageVerdictMissing = "linkage.verdict-missing",
    LinkageRelationUnknown = "linkage.relation-unknown",
    LinkageNoSample = "linkage.no-sample",
    LinkageNotInSample = "linkage.not-in-sample",
    LinkageOpinionGiven = "linkage.opinion-given",
    LinkageRunGoing = "linkage.run-going",
    // ── law ──
    LawUnreadable = "law.unreadable",
    LawKeyMissing = "law.key-missing",
    LawKeyUnknown = "law.key-unknown",
    LawValueUnreadable = "law.value-unreadable",
    LawFactUnknown = "law.fact-unknown",
    LawWindowUnknown = "law.window-unknown",
    LawArticleUnknown = "law.article-unknown",
    LawIdUnknown = "law.id-unknown",
    LawIdTwice = "law.id-twice",
    LawRoundingMissing = "law.rounding-missing",
    LawWindowEmpty = "law.window-empty",
    LawRulesConflict = "law.rules-conflict",
    LawAmendmentTooWide = "law.amendment-too-wide",
    LawTestFailed = "law.test-failed",
    LawInstrumentUnknown = "law.instrument-unknown",
    LawReadingUnknown = "law.reading-unknown",
    LawAssumptionUnknown = "law.assumption-unknown",
    // ── study ──
    StudyFrameFailed = "study.frame-failed",
    StudyExportExists = "study.export-exists",
    StudyFileMissing = "study.file-missing",
    StudyUnreadable = "study.unreadable",
    StudyKeyMissing = "study.key-missing",
    StudyDateWrong = "study.date-wrong",
    StudyPeriodWrong = "study.period-wrong",
    StudyIdWrong = "study.id-wrong",
    StudyIdTwice = "study.id-twice",
    StudyReferenceUnknown = "study.reference-unknown",
    StudyWordUnknown = "study.word-unknown",
    StudySqlWrong = "study.sql-wrong",
    StudySqlRefused = "study.sql-refused",
    StudySqlSteps = "study.sql-steps",
    StudySqlRows = "study.sql-rows",
    StudyColumnMissing = "study.column-missing",
    StudyRowId = "study.row-id",
    StudyRowDate = "study.row-date",
    StudyCellUnknown = "study.cell-unknown",
    StudyTextReference = "study.text-reference",
    StudyTextAlone = "study.text-alone",
    StudyStatementNumber = "study.statement-number",
    StudyPatternEmpty = "study.pattern-empty",
    // ── estimate ──
    EstimateFileEmpty = "estimate.file-empty",
    EstimateTextUnreadable = "estimate.text-unreadable",
    EstimateColumnMissing = "estimate.column-missing",
    EstimateColumnDuplicate = "estimate.column-duplicate",
    EstimateColumnUnnamed = "estimate.column-unnamed",
    EstimateListsTooMany = "estimate.lists-too-many",
    EstimateListsMissing = "estimate.lists-missing",
    EstimateRowLength = "estimate.row-length",
    EstimateMembershipInvalid = "estimate.membership-invalid",
    EstimateCountInvalid = "estimate.count-invalid",
    EstimatePatternDuplicate = "estimate.pattern-duplicate",
    EstimatePatternUnseen = "estimate.pattern-unseen",
    EstimateTableEmpty = "estimate.table-empty",
    EstimateListsDiffer = "estimate.lists-differ",
    EstimateGateListsFew = "estimate.gate-lists-few",
    EstimateGateTwoLists = "estimate.gate-two-lists",
    EstimateGateListEmpty = "estimate.gate-list-empty",
    EstimateGateListFull = "estimate.gate-list-full",
    EstimateGateListSame = "estimate.gate-list-same",
    EstimateGateOverlapNone = "estimate.gate-overlap-none",
    EstimateGateIslands = "estimate.gate-islands",
    EstimateGateNoTriangle = "estimate.gate-no-triangle",
    EstimateGateListSmall = "estimate.gate-list-small",
    EstimateGateOverlapThin = "estimate.gate-overlap-thin",
    EstimateGateTotalSmall = "estimate.gate-total-small",
    EstimateGateSingletons = "estimate.gate-singletons",
    EstimateGateUnequalChances = "estimate.gate-unequal-chances",
    EstimateGateListsSparse = "estimate.gate-lists-sparse",
    EstimateGateMethodRange = "estimate.gate-method-range",
    EstimateGateModelsUnusable = "estimate.gate-models-unusable",
    EstimateGateCapTouched = "estimate.gate-cap-touched",
    EstimateGateGridEnd = "estimate.gate-grid-end",
    EstimateGateCompleteGraph = "estimate.gate-complete-graph",
    EstimateGateBoundAbove = "estimate.gate-bound-above",
    EstimateGateMethodsDisagree = "estimate.gate-methods-disagree",
    EstimateGatePriorDecides = "estimate.gate-prior-decides",
    EstimateGateNotConverged = "estimate.gate-not-converged",
    EstimateGateTwoModes = "estimate.gate-two-modes",
    EstimateGateReplicatesFew = "estimate.gate-replicates-few",
    EstimateGateStrataDiffer = "estimate.gate-strata-differ",
    EstimateGateStratumRefused = "estimate.gate-stratum-refused",
    EstimateGateSourceFed = "estimate.gate-source-fed",
    EstimateGateSourceBlind = "estimate.gate-source-blind",
    EstimateGateMethodFailed = "estimate.gate-method-failed",
    // ── report ──
    ReportFontUnreadable = "report.font-unreadable",
    ReportLayoutFailed = "report.layout-failed",
    ReportPdfAbsent = "report.pdf-absent",
    // ── office ──
    OfficeNotHere = "office.not-here",
    OfficeSettings = "office.settings",
    OfficeNewer = "office.newer",
    OfficeIo = "office.io",
    OfficeFolderNotEmpty = "office.folder-not-empty",
    OfficeTextNotUtf8 = "office.text-not-utf8",
    OfficeNotPermitted = "office.not-permitted",
    OfficeNoSuchRecord = "office.no-such-record",
    OfficeNoSuchStudy = "office.no-such-study",
    OfficeStudyExists = "office.study-exists",
    OfficeStudyUntitled = "office.study-untitled",
    OfficeUserExists = "office.user-exists",
    OfficeUserName = "office.user-name",
    OfficeUserUnknown = "office.user-unknown",
    OfficeLastAdministrator = "office.last-administrator",
    OfficeMappingMissing = "office.mapping-missing",
    OfficeImportChanged = "office.import-changed",
    OfficeWorkCancelled = "office.work-cancelled",
    OfficeBackupDiffers = "office.backup-differs",
    OfficeRowsWrong = "office.rows-wrong",
    OfficeReferencesCircular = "office.references-circular",
    OfficeBackupUnreadable = "office.backup-unreadable",
    OfficeSignInRefused = "office.sign-in-refused",
    OfficeSignInSlow = "office.sign-in-slow",
    OfficeActivationUnknown = "office.activation-unknown",
    OfficePassphraseShort = "office.passphrase-short",
    OfficePassphraseCommon = "office.passphrase-common",
    OfficeCodeWrong = "office.code-wrong",
    OfficeRecordChanged = "office.record-changed",
    OfficeFieldMissing = "office.field-missing",
    OfficeOwnRecord = "office.own-record",
    OfficeCompartmentHolds = "office.compartment-holds",
    OfficeReasonMissing = "office.reason-missing",
    OfficePasskeyRefused = "office.passkey-refused",
    OfficePasskeyNeeded = "office.passkey-needed",
    OfficeTokenScope = "office.token-scope",
    OfficeTokenDays = "office.token-days",
    OfficeTokensMany = "office.tokens-many",
    OfficePolicyWrong = "office.policy-wrong",
    OfficeKeepsShort = "office.keeps-short",
    OfficeApprovalNeeded = "office.approval-needed",
    OfficeApprovalOwn = "office.approval-own",
    OfficeApprovalClosed = "office.approval-closed",
    OfficeReadsMany = "office.reads-many",
    OfficeFileKind = "office.file-kind",
    OfficeFileEmpty = "office.file-empty",
    OfficeSamePerson = "office.same-person",
    OfficeWhichPerson = "office.which-person",
    OfficeWhichSource = "office.which-source",
    OfficeRecordWithdrawn = "office.record-withdrawn",
    OfficeStillNamed = "office.still-named",
    OfficeNumberUnreadable = "office.number-unreadable",
    OfficeIdUnreadable = "office.id-unreadable",
    // ── web ──
    WebNotLoopback = "web.not-loopback",
    WebListenRefused = "web.listen-refused",
    WebTlsUnusable = "web.tls-unusable",
    WebUnlockSlow = "web.unlock-slow",
    WebJobsMany = "web.jobs-many",
    WebJobBroke = "web.job-broke",
    // ── sijill ──
    CliUserMissing = "cli.user-missing",
    CliPassphraseUnreadable = "cli.passphrase-unreadable",
    CliPassphraseMissing = "cli.passphrase-missing",
    CliPassphraseShort = "cli.passphrase-short",
    CliPassphraseDiffers = "cli.passphrase-differs",
    CliRoleUnknown = "cli.role-unknown",
    CliFileUnreadable = "cli.file-unreadable",
    CliFileUnwritable = "cli.file-unwritable",
    CliDayUnreadable = "cli.day-unreadable",
    CliCellUnreadable = "cli.cell-unreadable",
    CliReportEnding = "cli.report-ending",
    CliDoctorMend = "cli.doctor-mend",
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; nothing is held back.
    Warning,
    /// The thing at this place is not done or not taken in.
    #[default]
    Error,
}

/// The place of a problem: a field of a record, a cell of a sheet, a line of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    /// File name or path as the person gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row of a sheet as a spreadsheet numbers it (the header is row 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column by its header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Line of a text file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Field of a record, key of a file, name of a figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Id of a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// A problem: code, details, place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which problem.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// Values that the sentence names; keys are the variables of the message in `words`.
    pub details: BTreeMap<&'static str, String>,
    /// Where.
    #[serde(rename = "place")]
    pub spot: Spot,
}

impl Problem {
    /// An error with no details yet.
    pub fn new(code: Code) -> Problem {
        Problem {
            code,
            severity: Severity::Error,
            details: BTreeMap::new(),
            spot: Spot::default(),
        }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Problem {
        self.details.insert(name, value.to_string());
        self
    }

    /// Makes it a warning: shown, but nothing is held back.
    #[must_use]
    pub fn warning(mut self) -> Problem {
        self.severity = Severity::Warning;
        self
    }

    /// Sets the file of the place.
    #[must_use]
    pub fn in_file(mut self, file: impl ToString) -> Problem {
        self.spot.file = Some(file.to_string());
        self
    }

    /// Sets the line of the place (from 1).
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Problem {
        self.spot.line = Some(line);
        self
    }

    /// Sets the field of the place.
    #[must_use]
    pub fn at_field(mut self, field: impl ToString) -> Problem {
        self.spot.field = Some(field.to_string());
        self
    }

    /// Sets row (as a spreadsheet numbers it) and column header of the place.
    #[must_use]
    pub fn at_cell(mut self, row: u64, column: impl ToString) -> Problem {
        self.spot.row = Some(row);
        self.spot.column = Some(column.to_string());
        self
    }

    /// Sets the record of the place.
    #[must_use]
    pub fn at_record(mut self, id: impl ToString) -> Problem {
        self.spot.record = Some(id.to_string());
        self
    }
}

impl std::fmt::Display for Problem {
    /// Code and details for logs and tests; people read the sentence from `words`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code.as_str())?;
        for (name, value) in &self.details {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
