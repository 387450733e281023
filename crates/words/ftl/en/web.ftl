# Pages of the web application.
web-not-loopback = { $address } can be reached by others, and without TLS they could read what goes over the wire.
    .hint = Listen on 127.0.0.1, or put a proxy that speaks TLS in front and say --behind-proxy.
web-listen-refused = The system does not let the office listen on { $address }: { $reason }
    .hint = Choose another port with --listen, for example 127.0.0.1:7408.

# The frame
web-brand = Sijill
web-skip = To the content
web-ways = Ways to go
web-way-today = Today
web-way-find = Find
web-way-record = Record
web-way-import = Import
web-way-verify = Verify
web-way-studies = Studies
web-way-laws = Laws
web-way-office = Office
web-find = Find
web-find-label = Name, place, number or id
web-find-hint = In Arabic or Latin letters, as you have it: أحمد finds احمد and Ahmad. The words are not kept in an address.
web-sign-out = Sign out
web-keyboard = Keyboard shortcuts
web-keyboard-text = These keys work outside of fields, on a Latin and on an Arabic keyboard. With Tab and Enter everything works without them.
web-keyboard-choice = Whoever dictates to the computer, or does not want a slip of the hand to go anywhere, turns the keys off. The choice stays with your account; arrow keys, Tab and Enter go on working.
web-keyboard-off = Turn these keys off
web-keyboard-on = Turn these keys on
web-keyboard-are-off = You have turned these keys off.
web-keyboard-list = To the next or previous result
web-keyboard-edit = Edit what is shown
web-back = Back
web-back-to-start = To the first page
web-none = None.
web-unknown = unknown
web-any = any
web-required = needed
web-not-said = not said
web-save = Save
web-cancel = Cancel
web-look = Look
web-invented = invented
web-no-name = name withheld
web-why = Why
web-why-change = Why, for the log
web-error-not-found = There is nothing here
web-error-not-found-text = This address leads nowhere, or not for you.
web-error-sign-in = Sign in first
web-error-sign-in-text = This address needs a session.
web-error-stale = This form is no longer valid
web-error-stale-text = The session ended or the form came from elsewhere. Nothing was changed. Go back, load the page again and send the form once more.
web-error-too-large = Too large
web-error-too-large-text = A form may hold half a megabyte, a sheet 32 megabytes (some 190,000 rows; `sijill import` takes longer ones). Nothing was changed.
web-error-wrong = This could not be done
web-error-wrong-text = Nothing was changed.

# The door
web-sign-in = Sign in
web-name = Name
web-passphrase = Passphrase
web-code = Code
web-code-hint = Six digits from your authenticator app, or a recovery code.
web-once = The example office
web-once-text = This address lets you in once, as the user of the example office. Nothing real belongs in it.
web-once-go = Come in
web-activate = Set up your sign-in
web-activate-text = For { $value }. Only you will know what you set here; nobody in the office can read it.
web-passphrase-new = New passphrase
web-passphrase-again = The same again
web-passphrase-hint = At least 15 characters. Five or six words that do not belong together are best. Any letters, blanks and signs are good.
web-factor = Second factor
web-factor-text = Scan this picture with an authenticator app on your phone. It works without a network.
web-factor-picture = Picture for an authenticator app
web-factor-secret = If you cannot scan, type this into the app:
web-code-now = The six digits that the app shows now
web-activate-go = Set up
web-activated = Your sign-in is set up
web-recovery-text = Write these recovery codes down on paper and keep it away from your phone. Each is good once, if you lose the device. They are shown only now.
web-me = My access
web-roles = Roles
web-role-administrator = administrator
web-role-documenter = documenter
web-role-reviewer = reviewer
web-role-researcher = researcher
web-role-lawyer = lawyer
web-role-reader = reader
web-sessions = Open sessions
web-sessions-text = A session ends after 20 minutes without use, and after 12 hours in any case.
web-this-session = this one
web-began = Began
web-seen = Last used
web-address = Address
web-browser = Browser
web-sign-out-everywhere = Sign out everywhere
web-sign-ins = Last sign-ins and attempts
web-good = signed in
web-refused = refused
web-by-recovery = by recovery code
web-failed-sign-ins =
    { $count ->
        [one] One attempt to sign in with your name failed.
       *[other] { $count } attempts to sign in with your name failed.
    }

# Today
web-today-verify = To verify
web-today-own = Written by you, waiting for somebody else
web-today-disputed = In dispute
web-today-findings = findings of its checks
web-today-none = Nothing waits for you.

# Find
web-facets = Narrow down
web-status = Conclusion
web-status-open = not concluded
web-status-verified = verified
web-status-disputed = disputed
web-status-rejected = rejected
web-from = From (as known)
web-until = Until (as known)
web-found-none = Nobody found. Try another spelling, or fewer words.
web-found-more = The best 40; there are more.
web-found =
    { $count ->
        [one] One person
       *[other] { $count } persons
    }

# Person, event, source
web-facts = What the record says
web-timeline = Timeline
web-timeline-hint = A dot is a known day; a bar is as wide as the date is unknown.
web-undated =
    { $count ->
        [one] One event has no date.
       *[other] { $count } events have no date.
    }
web-events = Events
web-clock-happened = Happened
web-clock-learned = Learned by the office
web-clock-recorded = Recorded
web-revision = revision { $count }
web-position = Position { $count } of the log
web-conflict = The sources do not agree: { $value }
web-claims =
    { $count ->
        [one] One source says so
       *[other] { $count } sources say so
    }
web-source-withheld = source withheld
web-alleged = alleged
web-consents = Consent
web-consents-none = No consent is recorded: nothing of this source may leave the office.
web-consent-given = given
web-consent-refused = refused
web-consent-withdrawn = withdrawn
web-history = History
web-field = Field
web-before = Before
web-after = After
web-differences =
    { $count ->
        [one] One field changed
       *[other] { $count } fields changed
    }
web-law-tests = Law tests
web-law-wording = Under the text as recorded; no verdict on guilt.
web-law-tests-of = What each instrument promised this person, with the reasoning
web-explanation = Reasoning, step by step
web-field-name = Name
web-field-nickname = Nickname
web-field-mother = Mother
web-field-sex = Sex
web-field-birth = Birth
web-field-identifier = Number
web-field-origin = From
web-field-residence = Lived in
web-field-occupation = Occupation
web-field-service = Service
web-field-rank = Rank
web-field-unit = Unit
web-field-reference = Reference elsewhere
web-field-flags = Protection
web-field-notes = Notes
web-field-kind = Kind of event
web-field-when = When
web-field-claim-when = When, as this source says
web-field-place = Place
web-field-facility = Prison, branch or other facility
web-field-body = Body that did it
web-field-alleged = alleged, not established
web-field-role = Part of the person in it
web-field-source = Source
web-field-source-kind = Kind of source
web-field-source-name = Name or title
web-field-relation = Relation to the victim
web-field-reach = How to reach the source
web-field-benefit = Payment or benefit
web-field-basis = How the source knows
web-field-learned = When the office learned it
web-field-reliability = Reliability
web-field-words = In the words of the source
web-name-full = Whole name as written
web-name-given = Given name
web-name-father = Father
web-name-grandfather = Grandfather
web-name-family = Family
web-name-mother = Mother
web-name-nickname = Nickname or kunya
web-attribute-allowed = Allowed
web-attribute-burial-place-told = Burial place as told
web-attribute-card = Settlement card
web-attribute-cause-told = Cause as told
web-attribute-certificate = Certificate
web-attribute-charge = Charge
web-attribute-children = Children
web-attribute-circumstance = Circumstances
web-attribute-condition = Condition
web-attribute-court = Court
web-attribute-date-told = Date as told
web-attribute-document = Document
web-attribute-flight = Flight
web-attribute-formation = Formation
web-attribute-from = From
web-attribute-fugitive = Fugitive
web-attribute-joined = Joined
web-attribute-manner = Manner
web-attribute-men = Men
web-attribute-mourning-allowed = Mourning allowed
web-attribute-offence-article = Article of the offence
web-attribute-offence-date = Date of the offence
web-attribute-refused-settlement = Refused the settlement
web-attribute-returned = Returned
web-attribute-returned-to-unit = Returned to the unit
web-attribute-sentence = Sentence
web-attribute-service = Service
web-attribute-to = To
web-attribute-total = Total
web-attribute-unit = Unit
web-attribute-women = Women

# Record
web-new-person = New person
web-edit-person = Edit person
web-new-event = New event
web-edit-event = Edit event
web-new-source = New source
web-source-text = A source is confidential: only those who may contact sources see its name.
web-group-name = Name
web-group-other-name = Name in the other script, or another spelling
web-group-service = Service
web-group-life = Life
web-group-event = What happened, as the office concludes
web-group-claim = What a source says:
web-date-placeholder = Feb 2019
web-theirs = Meanwhile somebody else wrote:
web-merge-text = Fields that only one of you changed are merged below. Where both changed the same field, yours stands in it and the other is shown beneath. Look, then save.

# Verify
web-conclude = Conclusion of the office
web-do-verify = Verify
web-do-dispute = Dispute
web-do-reject = Reject
web-do-note = Leave open with a note
web-why-note = Reason or note
web-why-note-hint = Needed for all but verifying.
web-verify-text = Nobody concludes about what they wrote: read the event with its sources, then verify, dispute or reject it, or leave it open with a note.
web-verify-own-text = You wrote or changed these events; somebody else concludes about them.
web-conclude-own = You wrote or changed this event; somebody else concludes about it.
web-verify-disputed-text = Events that a reviewer disputes. Whoever did not write them concludes.
web-waiting =
    { $count ->
        [0] Nothing waits for you.
        [one] One event waits for you.
       *[other] { $count } events wait for you.
    }

# Import
web-import-upload = Sheet
web-import-mapping = Mapping
web-import-plan = What would change
web-import-done = Taken in
web-import-file = Sheet (CSV or Excel)
web-import-file-hint = Nothing is written before you confirm. The sheet waits for two hours, sealed, and only for you.
web-import-propose = Propose a mapping
web-import-mapping-text = This is how the columns would be read. Change what is wrong; nothing is written before you have seen what would change.
web-import-look = Show what would change
web-import-problems = Problems
web-import-changes = Changes of records that are there
web-import-skip = Take in the right rows and leave the wrong ones out
web-import-confirm = Import
web-import-taken =
    { $count ->
        [one] One row was taken in.
       *[other] { $count } rows were taken in.
    }
web-import-nothing = Nothing was new.
web-import-another = Another sheet
web-more-problems =
    { $count ->
        [one] One more problem is not shown.
       *[other] { $count } more problems are not shown.
    }
web-row = Row
web-count-rows = Rows
web-count-rows-taken = Rows that come in
web-count-rows-left-out = Rows that stay out
web-count-persons-added = New persons
web-count-events-added = New events
web-count-sources-added = New sources
web-count-updated = Records that change
web-count-unchanged = Records that stay as they are

# Studies
web-report = Report
web-known-on = As known on
web-known-on-hint = A day; only what the office had learned by then is counted. Empty means today.
web-compute = Compute
web-kind-documented-count = documented count
web-kind-minimum = minimum
web-kind-range = range
web-kind-estimate = estimate
web-sure = Sure
web-possibly = Possibly
web-confirmed = Confirmed
web-narrowed-sure = Only those surely counted.
web-narrowed-possible = Only those possibly counted.
web-narrowed-confirmed = Only those confirmed by rule.
web-narrowed-all = All that are counted here
web-possible =
    { $count ->
        [one] and possibly one more
       *[other] and possibly { $count } more
    }
web-findings = Findings of the checks
web-findings-count =
    { $count ->
        [0] No findings
        [one] One finding
       *[other] { $count } findings
    }
web-finding = Finding
web-where = Where
web-expected = Expected
web-found-instead = Found
web-contradiction = contradiction
web-case = Case
web-outcome = Outcome
web-back-to-study = Back to the study
web-behind =
    { $count ->
        [one] One record stands behind this number.
       *[other] { $count } records stand behind this number.
    }

# Laws
web-law-stub = text not held
web-law-stub-text = The office does not hold the text of this instrument: every test of it cannot be known.
web-law-text = Text as recorded
web-law-rules = Rules as data
web-law-readings = Rival readings
web-law-assumptions = Assumptions that a test may be run under
web-law-sources = Sources of the text
web-law-outcomes = Outcomes over all cases
web-law-questions = What would settle it
web-law-questions-text = Each line is a question to ask families: the fewest facts that would settle the outcome, and for whom.
web-law-all-questions = All questions
web-law-nothing-settles = Nothing that could be asked would settle it
web-readings-count =
    { $count ->
        [one] one reading
       *[other] { $count } readings
    }
web-persons-count =
    { $count ->
        [one] One person
       *[other] { $count } persons
    }

# Office
web-people = People and roles
web-people-text = Who may use the office, and as what.
web-add-person = Add somebody
web-display-name = Name as shown
web-save-roles = Save roles
web-invite = New activation
web-invited = Hand this address to { $value } in person. It is shown only now, works once and lasts three days.
web-end-sessions = End sessions
web-revoke = Take the sign-in away
web-disable = End access
web-disabled = no access
web-not-activated = not set up yet
web-vocabularies = Vocabularies
web-vocabularies-text = The words of records, in both languages. Whoever administers the office adds and retires them here or in the folder profile.
web-terms =
    { $count ->
        [one] one term
       *[other] { $count } terms
    }
web-term = Term
web-also = Also written
web-broader = Broader
web-retired = retired
web-log = Log
web-log-text = Every change is an entry that nothing can take out unseen. The check reads all of them.
web-log-whole = The log is whole.
web-entries = Entries
web-files = Files of evidence
web-root = Root
web-held-checkpoint = A checkpoint that you kept
web-held-checkpoint-hint = Optional. With it the check also finds out whether the end of the log was cut off.
web-log-entries = Newest entries
web-log-older = Older entries
log-kind-person = Person
log-kind-event = Event
log-kind-source = Source
log-kind-contact = Follow-up
log-kind-file = File of evidence
log-kind-decision = Decision
log-kind-user = User
log-kind-document = File of the office
log-kind-other = Another entry
web-check-log = Check the log
web-checkpoint = Download a signed checkpoint
web-keys = Keys
web-keys-text = Each of these opens the office.
web-keys-change = Keys are changed on the machine of the office: sijill key --help.
web-slot-passphrase = passphrase
web-slot-recovery = recovery key
