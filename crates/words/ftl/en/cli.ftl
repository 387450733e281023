# The command line: `cli-<command>` and `cli-<command>-<option>`.
cli-about = The register of an office that documents arrests, enforced disappearances and deaths in detention
cli-examples =
    Examples:
      sijill demo                          build the example office and its report
      sijill init our-office               start an office
      sijill import cases.xlsx --propose   propose how a sheet's columns are read
      sijill import cases.xlsx --mapping cases.toml --dry-run
      sijill study run defectors --format json
      sijill report defectors --language ar --out report.pdf

    Exit codes: 0 done, 1 something is wrong with the input or the office, 2 the command was not understood.
cli-office = Folder of the office (default: the current folder)
cli-user-option = Who is acting; a user of the office (default: the variable SIJILL_USER, else the only user)
cli-lang = Language of this command's output, ar or en (default: SIJILL_LANG, else the locale)
cli-passphrase-file = Read the passphrase from the first line of a file
cli-passphrase-fd = Read the passphrase from a file descriptor
cli-format = How to print
cli-as-known-on = Use only what the office had learned by this day (YYYY-MM-DD)
cli-at = Use only the first entries of the log, up to this position
cli-why = Why this is done; kept in the log
cli-id = Id of a record
cli-database = PostgreSQL URL; without it the register is an encrypted file in the folder

cli-demo = Build the example office, run its study and write its report
cli-demo-dir = Folder to build it in
cli-demo-examples =
    Examples:
      sijill demo
      sijill demo --dir example --lang ar
cli-init = Start an office in a folder
cli-init-dir = Folder; made if it is not there, must be empty
cli-init-profile = Folder of a profile to start from (default: the profile that comes with Sijill)
cli-init-examples =
    Examples:
      sijill init our-office
      sijill init our-office --database postgresql://sijill@localhost/office
cli-import = Take in a sheet: show what would change, then change it
cli-import-file = CSV or XLSX file
cli-import-mapping = How the columns are read (TOML); the mapping last used for the list is found by itself
cli-import-propose = Write a proposed mapping to standard output and stop
cli-import-dry-run = Show what would be added, changed and left out; change nothing
cli-import-skip-bad-rows = Take in the rows that are right although others are not
cli-import-annotate = Write a copy of the sheet with each problem beside its row
cli-import-examples =
    Examples:
      sijill import cases.xlsx --propose > cases.toml
      sijill import cases.xlsx --mapping cases.toml --dry-run
      sijill import cases.xlsx --mapping cases.toml
cli-export = Write persons and events as a sheet that another office can import
cli-export-out = CSV file to write
cli-export-mapping = Mapping file to write beside it (default: the same name with .toml)
cli-export-examples =
    Examples:
      sijill export --out all.csv
cli-search = Find persons by any part of a name, in either script, by place or by number
cli-search-text = What to look for
cli-search-limit = How many to show
cli-search-examples =
    Examples:
      sijill search أحمد الحريري
      sijill search Ahmed Hariri --format json
cli-show = Show a record with what is told about it
cli-show-examples =
    Examples:
      sijill show ID
      sijill show ID --at 120 --format json
cli-history = Show every revision of a record: who changed what, when and why
cli-history-examples =
    Examples:
      sijill history ID
cli-study = Run studies and open their figures
cli-study-list = List the studies of the office
cli-study-new = Begin a study: its span and its periods
cli-study-new-id = Name of the study: small letters, digits and -
cli-study-new-title-ar = Title in Arabic
cli-study-new-title-en = Title in English
cli-study-new-from = First day, as people write it; of a month or a year its first one
cli-study-new-to = Last day, which is still counted
cli-study-new-periods = How the span is cut into periods
cli-study-run = Compute a study's figures
cli-study-open = Show the records behind a figure
cli-study-open-figure = Id of the figure
cli-study-open-part = Only this part: surely counted, possibly counted, or confirmed by rule
cli-study-open-cell = Only this cell, e.g. period=before-decree
cli-study-check = Check a study against itself and against what was published
cli-study-id = Id of the study
cli-study-examples =
    Examples:
      sijill study list
      sijill study new arrests-2024 --title-en "Arrests in 2024" --from 2024 --to 2024 --periods months
      sijill study run defectors
      sijill study open defectors arrests period=before-decree
      sijill study check defectors --format json
cli-report = Write a study as a document
cli-report-language = Language of the document
cli-report-out = File to write; its ending says the format: .html or .pdf
cli-report-examples =
    Examples:
      sijill report defectors --language ar --out report.pdf
      sijill report defectors --language en --out report.html --as-known-on 2019-08-31
cli-law = Read instruments and test persons against them
cli-law-list = List the instruments of the office
cli-law-show = Show an instrument: text as recorded, rules, readings
cli-law-test = Test what an instrument promised each person
cli-law-instrument = Id of the instrument
cli-law-test-study = Only the persons of this study
cli-law-test-person = Only this person
cli-law-test-reading = Reading of the instrument
cli-law-test-assume = A labelled assumption of the instrument; never stored as a finding
cli-law-examples =
    Examples:
      sijill law list
      sijill law show ld-18-2018
      sijill law test ld-18-2018 --study defectors
      sijill law test ld-18-2018 --study defectors --assume desertion-before-the-decree --format json
cli-user = People who may use the office, and their roles
cli-user-list = List the users
cli-user-add = Add a user
cli-user-roles = Set a user's roles
cli-user-disable = End a user's access
cli-user-name = Sign-in name
cli-user-roles-option = Roles, separated by commas: administrator, documenter, reviewer, researcher, lawyer, reader
cli-user-display = Name as shown
cli-user-examples =
    Examples:
      sijill user list
      sijill user add samar --roles documenter,reviewer
      sijill user invite samar
      sijill user roles samar --roles reviewer
      sijill user disable samar --why "left the office"
cli-key = Passphrases and the recovery key that open the office
cli-key-list = List the key slots
cli-key-add = Add a passphrase
cli-key-change = Change the passphrase of a slot, or make a new recovery key
cli-key-revoke = Take a slot away; its passphrase opens nothing any more
cli-key-slot = Name of the slot
cli-key-new-file = Read the new passphrase from the first line of a file
cli-key-examples =
    Examples:
      sijill key list
      sijill key add samar --new-passphrase-file new.txt
      sijill key change passphrase
      sijill key change recovery
      sijill key revoke samar
cli-file = Files of evidence
cli-file-add = Seal a file into the register
cli-file-get = Write a sealed file out, and note in its chain of custody that it left
cli-file-file = File to seal
cli-file-about = Id of a record that it is evidence for; may be repeated
cli-file-received-from = Who handed it over
cli-file-out = Where to write it
cli-file-examples =
    Examples:
      sijill file add photo.jpg --about ID --received-from "the family"
      sijill file get ID --out photo.jpg
cli-verify = Check every entry of the log and every file
cli-verify-checkpoint = A checkpoint that somebody kept; the log must contain it
cli-verify-examples =
    Examples:
      sijill verify
      sijill verify --checkpoint held.txt
cli-checkpoint = Sign the state of the log, to be kept elsewhere
cli-checkpoint-out = File to write (default: standard output)
cli-checkpoint-examples =
    Examples:
      sijill checkpoint --out held.txt
cli-backup = Write an encrypted backup, while the office is in use
cli-backup-file = File to write
cli-backup-examples =
    Examples:
      sijill backup office.sijill
cli-restore = Restore a backup into the folder given by --office, which must be empty
cli-restore-file = Backup file
cli-restore-examples =
    Examples:
      sijill --office restored restore office.sijill
      sijill --office restored restore office.sijill --database postgresql://sijill@localhost/office
cli-doctor = Check this machine and this office, and say what to mend
cli-doctor-examples =
    Examples:
      sijill doctor
cli-frame = The typed tables that studies count on
cli-frame-export = Write the frame as a SQLite file without names
cli-frame-out = SQLite file to write
cli-frame-identifying = Keep identifying columns
cli-frame-examples =
    Examples:
      sijill frame export --out frame.sqlite
cli-estimate = Estimate how many were never documented, from how lists overlap
cli-estimate-tally = Tally: one column of 0 and 1 for each list and a column “count”
cli-estimate-study = Estimate from the lists of the register instead, for the persons of this study's figure
cli-estimate-figure = Figure whose persons are the documented ones, or the id of an estimate that the study declares
cli-estimate-lists = What a list is in the register: the list that a record was imported from, or the kind of source; without it the lists that the study declares, else every list of the register
cli-estimate-method = Method to run; all runs every method that the number of lists allows
cli-estimate-strata = Estimate by these columns, separated by commas, and add the draws
cli-estimate-replicates = Column that numbers draws of one and the same tally (uncertain links); they are pooled
cli-estimate-seed = Seed of everything that is drawn; without it that of the study, or 1
cli-estimate-sensitivity = Estimate again without each list in turn and under other assumptions (takes some times as long)
cli-estimate-draws = Write all draws to this file; ending in .json it holds the tallies, settings and weights, too
cli-estimate-out = Write a page of one sheet for a commission or a court; the ending decides the format
cli-estimate-language = Language of the sheet; without it that of the command
cli-estimate-title = Title of the sheet
cli-estimate-examples =
    Examples:
      sijill estimate tally.csv
      sijill estimate tally.csv --method lcmcr --seed 7 --format json --draws draws.csv
      sijill estimate tally.csv --strata governorate,year
      sijill estimate tally.csv --sensitivity
      sijill estimate tally.csv --out sheet.pdf --language ar --title "…"
      sijill estimate tallies.csv --replicates draw --draws everything.json
      sijill estimate --study defectors --figure arrests --out sheet.html
cli-link = Find which records are the same person: in any table, or in the register
cli-link-files = Tables to link, in CSV; without a column of sources each file is one source
cli-link-out = Folder for pairs.csv, clusters.csv, model.toml and linkage.html
cli-link-model = Model to use again (TOML); without it one is proposed from the data and trained
cli-link-propose = Write the proposed model to the folder and stop, to be looked at and edited
cli-link-labels = Pairs that somebody decided: id_a, id_b, same (1 or 0)
cli-link-id = Column with the records' ids
cli-link-source = Column that names the list a record is from
cli-link-threshold = Probability from which on records become one cluster
cli-link-truth = Known persons (id, person), to measure precision, recall and calibration
cli-link-draws = Draw this many clusterings, and tallies of the sources for `sijill estimate`
cli-link-seed = Seed of everything that is drawn
cli-link-ask = Write the N pairs whose labels would teach most to questions.csv
cli-link-column = Say what a column means; may be repeated
cli-link-run = Compare all person records of the register and propose pairs
cli-link-review = Show the pairs that wait for a decision, with the reasons
cli-link-review-limit = How many to show
cli-link-review-decided = Show the decisions instead
cli-link-decide = Decide about two person records
cli-link-decide-id = Id of a person record
cli-link-decide-verdict = What was decided
cli-link-withdraw = Withdraw a decision; what it linked is apart again
cli-link-withdraw-decision = Id of the decision
cli-link-examples =
    Examples:
      sijill link persons.csv --out linked
      sijill link list-a.csv list-b.csv --out linked --column mother="Name of mother" --draws 50
      sijill link persons.csv --out linked --model linked/model.toml --labels labels.csv
      sijill link run
      sijill link review --limit 5
      sijill link decide ID_A ID_B same --why "same mother and birth"
      sijill link withdraw DECISION_ID --why "another father"
      sijill link decide ID_A ID_B relatives --relation parent
      sijill link acts
      sijill link act EVENT_A EVENT_B same --why "two lists tell of one arrest"
      sijill link sample --pairs 140 --both 0.2
      sijill link sample --next
      sijill link opinion ID_A ID_B different --why "another mother"
      sijill link quality
      sijill link draws defectors arrests --draws 50 --out tallies.csv
cli-completions = Print completions for a shell
cli-completions-shell = bash, zsh, fish, elvish or powershell
cli-completions-examples =
    Examples:
      sijill completions bash > ~/.local/share/bash-completion/completions/sijill
cli-dev = For developers of Sijill
cli-dev-generate = Write a synthetic sheet with its mapping
cli-dev-generate-persons = How many persons
cli-dev-generate-seed = Seed
cli-dev-generate-out = CSV file to write
cli-dev-command-docs = Print the reference of commands
cli-docs-head =
    # Commands

    This page is made from the program's own definition. `sijill COMMAND --help` says the same.
    Exit codes: 0 done, 1 something is wrong with the input or the office, 2 the command was not understood.
    Standard output holds the result, standard error everything else.
cli-docs-global = These options go with every command:
cli-docs-json =
    ## JSON shapes

    - `study run STUDY --format json`: an object with `study`, `position`, `checkpoint` and `figures`; each figure is `{"{"}id, unit, clock, kind, total: {"{"}sure, possible{"}"}, cells: [{"{"}group: {"{"}…{"}"}, sure, possible, ids: […]{"}"}]{"}"}`. `sure` and `possible` are disjoint; `ids` are the sure ones, `possible_ids` (when there are any) the possible ones.
    - `study check STUDY --format json`: an object with `findings`; each is `{"{"}code, place, expected, found, ids{"}"}`.
    - `law test --format json`: a list of `{"{"}person, instrument, reading, outcome, missing, explanation{"}"}`; `outcome` is `covered`, `not_covered` or `cannot_be_known`.
    - `estimate --format json`: an object with `tally_hash`, `n` (documented), `gate` (findings: `action`, `code`, `details`), `methods`, `spread`, `seed` and `version`; each method is `{"{"}method, converged, n_hat: {"{"}mean, median, low, high{"}"}, diagnostics, settings{"}"}`. `n_hat` is `null` when there is no number.

    Keys may be added; none is renamed or taken away.

cli-serve = Serve the office to a browser
cli-serve-listen = Address and port to listen on
cli-serve-behind-proxy = A proxy that speaks TLS stands in front; allows an address that others can reach
cli-serve-examples =
    Examples:
      sijill serve
      sijill serve --new --office my-office
      sijill serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem
cli-demo-serve = Go on in the browser, also without a terminal
cli-user-invite = Show a new one-time address with which somebody sets up their sign-in
demo-serve-with = To look at it in a browser: sijill serve --office { $folder }
serve-at = The office is open at { $address } (Ctrl-C ends it)
serve-once = The example office is open at { $address } (this address signs in once; Ctrl-C ends it)
serve-plain = WARNING: { $address } speaks no TLS itself. Whoever can reach it past the proxy can read everything.
user-invited = { $user } sets up the sign-in at { $address } (works once, for three days; hand it over in person)
