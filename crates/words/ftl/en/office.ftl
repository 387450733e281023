# Problems of the office's use-cases.
office-not-here = There is no office in “{ $folder }”.
    .hint = Name its folder with --office, or start one with `sijill init`.
office-settings = The office's settings cannot be read: { $reason }
    .hint = Mend the file, or restore a backup.
office-newer = The office was written by a newer version of Sijill (format { $format }).
    .hint = Update Sijill.
office-io = The disk refused “{ $path }”: { $reason }
    .hint = Check free space and permissions. Nothing that was acknowledged is lost.
office-folder-not-empty = The folder “{ $folder }” is not empty.
    .hint = Name a new or empty folder.
office-text-not-utf8 = The file is not UTF-8 text.
    .hint = Save it again as UTF-8.
office-not-permitted = “{ $user }” may not do this ({ $permission }).
    .hint = These roles may: { $roles }. An administrator gives roles with `sijill user roles`.
office-no-such-record = There is no record “{ $id }”.
    .hint = Find the id with `sijill search`.
office-no-such-study = There is no study “{ $study }”.
    .hint = `sijill study list` shows the studies of this office.
office-study-exists = There is a study “{ $study }” already.
    .hint = Choose another name for the new one.
office-study-untitled = The study has no title.
    .hint = Write one in Arabic or in English; it may be changed later.
office-user-exists = There is a user “{ $user }” already.
    .hint = Choose another name; a name is never given twice, so that the log stays clear.
office-user-name = “{ $user }” cannot be a user's name.
    .hint = Use 1 to 64 characters without blanks.
office-user-unknown = There is no user “{ $user }”.
    .hint = `sijill user list` shows the users.
office-last-administrator = “{ $user }” is the last administrator.
    .hint = Make somebody else an administrator first.
office-mapping-missing =
    { $found ->
        [0] No mapping of this office fits “{ $file }”.
       *[other] More than one mapping of this office fits “{ $file }”.
    }
    .hint = Name one with --mapping; `--propose` writes a first one.
office-rows-wrong =
    { $rows ->
        [one] One row of “{ $file }” cannot be taken in as it stands.
       *[other] { $rows } rows of “{ $file }” cannot be taken in as they stand.
    }
    .hint = Mend the sheet or the mapping and run the import again, or take in the other rows with --skip-bad-rows. Nothing was changed.
office-backup-unreadable = “{ $file }” is no backup of an office, or it is damaged.
    .hint = Use another backup; `sijill verify` on the restored office tells whether it is whole.
office-references-circular = Records of the list “{ $list }” refer to each other in a circle.
    .hint = Check `related` in the mapping. Nothing was changed.

# Problems of the command line.
cli-user-missing = The office has several users; say who you are.
    .hint = Use --user or the variable SIJILL_USER. Users: { $users }
cli-passphrase-unreadable = The passphrase could not be read: { $reason }
    .hint = Check the file or the descriptor.
cli-passphrase-missing = This office asks for a passphrase, and there is no terminal to ask at.
    .hint = Use --passphrase-file or --passphrase-fd.
cli-passphrase-short =
    { $length ->
        [one] The passphrase has one character; it needs { $shortest }.
       *[other] The passphrase has { $length } characters; it needs { $shortest }.
    }
    .hint = Five or more unrelated words are easy to remember. Any characters may be used.
cli-passphrase-differs = The two passphrases differ.
    .hint = Type the same passphrase twice.
cli-role-unknown = “{ $role }” is no role.
    .hint = Roles: administrator, documenter, reviewer, researcher, lawyer, reader.
cli-file-unreadable = The file cannot be read: { $reason }
    .hint = Check its name and permissions.
cli-file-unwritable = The file cannot be written: { $reason }
    .hint = Check the folder, its permissions and free space.
cli-day-unreadable = “{ $text }” is no day.
    .hint = Write it as YYYY-MM-DD.
cli-cell-unreadable = “{ $text }” names no cell.
    .hint = Write it as COLUMN=VALUE, for example period=before-decree.
cli-report-ending = The document's format cannot be told from its name.
    .hint = End the name in .html or .pdf.
cli-doctor-mend =
    { $count ->
        [one] One thing is to be mended.
       *[other] { $count } things are to be mended.
    }
    .hint = Mend it and run `sijill doctor` again.

# What commands say.
problem-error = error:
problem-warning = note:
problem-hint = hint:
office-is-example = This is the example office: nine published cases, everybody else is invented.
ask-passphrase = Passphrase:
ask-new-passphrase = New passphrase (15 characters or more):
ask-passphrase-again = Once more:
init-done = The office is in “{ $folder }”. First user: { $user }, with every role.
recovery-key-print = Print this recovery key and keep it away from the computer. It is shown only now, and opens the office when the passphrase is lost:
search-column-name = Name
search-column-place = Place
search-column-id = Id
search-nothing = Nobody was found.
search-synthetic = * invented
search-name-unknown = (name unknown)
study-begun = The study “{ $study }” has begun. Its file is studies/{ $study }/study.toml in the office’s folder.
study-counting = Counting
report-writing = Writing the report
restore-working = Restoring
check-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }
show-column-what = What
show-column-value = Value
show-id = Id
show-recorded = Recorded
show-name = Name
show-mother = Mother
show-nickname = Nickname
show-sex = Sex
show-birth = Birth
show-identifier = Identifier
show-origin = From
show-residence = Lived in
show-occupation = Occupation
show-service = Service
show-flag = Protection
show-own = Own field
show-notes = Notes
show-synthetic = Invented
show-yes = yes
show-listed = From list
show-event = Event
show-claim = told by
show-learned = learned { $date }
history-column-revision = Revision
history-column-position = Position
history-column-at = Recorded
history-column-who = Who
history-column-why = Why
history-column-changed = Changed
study-column-id = Id
study-column-title = Title
figure-figure = Figure
figure-sure = Sure
figure-possible = Possible
figure-total = Total
figure-unknown = unknown
figure-parts = { $sure } (+{ $possible } possible)
check-nothing = No contradiction was found.
check-column-what = What
check-column-place = Where
check-column-expected = Said
check-column-found = Found
check-column-records = Records
open-column-id = Counted
open-column-what = What
open-column-when = When
open-column-how = Record or source
report-written = Written: { $file }
frame-written = Written: { $file }
export-written = Written: { $file }, with its mapping { $mapping }
law-column-id = Id
law-column-title = Instrument
law-column-issued = Issued
law-column-text = Text
law-text-not-held = not held
law-text-recorded = as recorded
law-column-person = Person
law-column-outcome = Outcome
law-column-missing = Missing facts
law-column-why = Why
law-as-recorded = Under the text as recorded; no finding about guilt.
law-sets-separator = {" "}— or —{" "}
law-told-issued = Issued: { $value }
law-told-no-text = { $value }The text is not held: every test of it cannot be known.
law-told-article = Article { $value }
law-told-reading = Reading { $value }
law-told-assumption = Assumption { $value }
law-told-source = Source: { $value }
user-column-name = Name
user-column-display = Shown as
user-column-roles = Roles
user-column-state = State
user-active = active
user-disabled = ended
key-column-slot = Slot
key-column-kind = Kind
key-kind-passphrase = passphrase
key-kind-recovery = recovery key
verify-column-what = What
verify-column-value = Value
verify-entries = Entries of the log
verify-files = Files of evidence
verify-root = Root hash
verify-whole = The log and all files are whole.
backup-written = Backup written: { $file }, up to position { $position } of the log.
restore-done = Restored into “{ $folder }”, up to position { $position } of the log. Run `sijill verify` now.
doctor-column-state = State
doctor-column-what = What
doctor-column-found = Found
doctor-good = good
doctor-mend = mend
doctor-recovery-key = A recovery key opens the office when the passphrase is lost
doctor-key-slots = Ways to open the office
doctor-database = Where the register is kept
doctor-log = Entries of the log
doctor-instruments = Instruments, each with its own tests
doctor-studies = Studies
doctor-frame = The tables that studies count on
doctor-folder = Only its owner can enter the folder
doctor-recovery-key-mend = Make a recovery key with `sijill key change recovery` and print it.
doctor-key-slots-mend = Add a second way to open the office: `sijill key add NAME`.
doctor-log-mend = Run `sijill verify`. Keep the folder as it is and restore the last backup into a new one.
doctor-instruments-mend = Mend the file in `law/` that is named above.
doctor-studies-mend = Mend the file in `studies/` that is named above.
doctor-frame-mend = Run `sijill verify`: a record cannot be read.
doctor-folder-mend = Let only the owner enter the folder (on Linux: chmod 700).
import-annotated = Annotated copy: { $file }
import-done = Taken in; the log is at position { $position }.
import-column-what = What
import-column-count = How many
import-column-row = Row
import-column-column = Column
import-column-field = Field
import-column-old = Was
import-column-new = Is
import-column-gravity = Kind
import-column-problem = Problem
import-column-hint = Hint
import-rows = Rows of the sheet
import-rows-taken = Rows that come in
import-rows-left-out = Rows that stay out
import-persons-added = New persons
import-events-added = New events
import-sources-added = New sources
import-updated = Records that change
import-unchanged = Records that stay as they are
import-conflicts = Fields changed by both list and office
import-missing = Rows that earlier sheets had
demo-building = Building the example office in “{ $folder }”.
demo-already = “{ $folder }” holds the example office already; it is used as it is.
demo-sheet =
    { $rows ->
        [one] Imported { $file }: one row.
       *[other] Imported { $file }: { $rows } rows.
    }
demo-periods = By period
demo-findings = What contradicts what was published, or itself
demo-reports = Reports:
demo-next =
    Next:
      cd { $folder }
      sijill study open defectors deaths-by-arrest period=before-decree    the records behind a number
      sijill search Ghabagheb                                              find persons
      sijill law test ld-18-2018 --study defectors                         what the decree promised whom
      sijill import YOUR-SHEET.xlsx --propose                              how a sheet of yours would be read
    Start an office of your own with `sijill init DIR`.

# Accounts, editing and verification.
office-sign-in-refused = Name, passphrase or code is not right.
    .hint = Check all three. A code is good once, for half a minute. If you lost your device, use one of your recovery codes.
office-sign-in-slow =
    { $seconds ->
        [one] Too many attempts. Try again in one second.
       *[other] Too many attempts. Try again in { $seconds } seconds.
    }
    .hint = Nobody is locked out; attempts are only slowed down.
office-activation-unknown = This activation has been used, has run out, or never was.
    .hint = Ask an administrator for a new one.
office-passphrase-short = A passphrase has at least { $least } characters.
    .hint = Take five or six words that do not belong together. Any letters, blanks and signs are good.
office-passphrase-common = This passphrase is easy to guess.
    .hint = Take five or six words that do not belong together, without your name.
office-code-wrong = The code is not the one that belongs to this picture.
    .hint = Scan the picture with an authenticator app and type the six digits it shows now. Check the clock of the device.
office-record-changed = { $who } saved this record while you were writing; it is now revision { $revision }.
    .hint = Nothing of yours is lost. Look at the fields that differ and save again.
office-field-missing = This field is needed.
    .hint = Fill it in.
office-own-record = You wrote this record, so somebody else has to conclude about it.
    .hint = Ask another reviewer.
office-reason-missing = Say why.
    .hint = A dispute or a rejection needs its reason.
