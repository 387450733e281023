# The report of a study: page and print.

## Small words
report-list-separator = { ", " }
report-and = { " and " }
report-or = or
report-none = none
report-all = All
report-unknown = Unknown
report-sentence-end = .
report-caption-separator = { " — " }
report-figure = Figure
report-introduction = Introduction
report-contents = Contents
report-notes = Notes
report-note-back = Back to the text
report-skip = Skip to the report
report-table = Table
report-chart = Chart

## Title page
report-fact-period = Period
report-fact-known = As known on
report-fact-position = Position in the log
report-fact-checkpoint = Checkpoint of the log
report-fact-study = Study files (SHA-256)
report-fact-study-id = Study
report-fact-rules = Rules of confirmation
report-known-all = everything recorded up to this position
report-half-open = from { $from } until before { $until }
report-span = { $first } to { $last }

## At a glance
report-figures = At a glance
report-estimates = Estimates
report-never-added = Every number leads to the entry that says how it was counted. Documented counts and estimates are never added to each other.
report-parts = { $sure } (+{ $possible } possible)
report-possible-more =
    { $count ->
        [one] and perhaps { $count } more
       *[other] and perhaps { $count } more
    }

## Tables
report-tables = Tables
report-sure = Surely
report-possible = Possibly, besides
report-confirmed = Confirmed by rule
report-not-said = not said
report-suppressed = suppressed
report-suppressed-number = (suppressed)
report-suppressed-confirmed = How many are confirmed is suppressed where they, or the others, are fewer than { $below }, or would give another cell away: { $names }.
report-suppressed-note = Suppressed, because cells that count fewer than { $below } do not leave the office and none may follow from the others: { $names }.
report-withheld = The table “{ $figure }” is withheld: its total is too small to leave the office.
report-entry-suppressed = Suppressed
report-limit-suppressed = Cells that count fewer than { $below } are suppressed, and others with them so that none can be worked out: cells suppressed { $hidden }, figures withheld { $withheld }. A suppressed number is shown as suppressed, never as 0. What could follow from comparing with an earlier publication is not covered.
report-period = Period
report-bounds = Bounds
report-period-unknown = Date unknown
report-period-table = Documented counts by period
report-period-table-estimated = Estimates by period
report-caption-what = counted: { $unit }; { $kind }
report-note-possible = “Possible” cases are those whose recorded dates or facts do not settle the cell. One that may belong to two cells is shown as possible in both and counted once in the total.
report-note-total = The total counts each record once, so that it may be smaller than the sum of the rows.
report-note-clock = Each row is counted by its own clock; the appendix names it.
report-total-together = All together, each record counted once:

## Charts
report-charts = Charts
report-counted-how = How this was counted
report-mark = { $name }: { $count }
report-mark-in = { $title }, { $name }: { $count }
report-mark-possible = { $name }: possibly { $count } more
report-mark-unconfirmed = { $name }: not confirmed by rule
report-bars-note = Solid: surely counted. Hollow: possibly, besides.
report-periods-chart = The periods side by side
report-periods-squares = One square for each record, all on one scale. Solid: surely in this period. Hollow: the date does not settle it.
report-periods-bars = All bars on one scale. Solid: surely in this period. Hollow: the date does not settle it.
report-flow-mark = { $from } to { $to }: { $count }
report-flow-note = The height of a stage and the width of a band are the number of persons, on one scale.
report-timeline-note = A square is a known day; a bar runs from the earliest to the latest day that the record allows. A hollow mark lies across the boundary of a period. Dashed lines are the boundaries of periods and the day of issue.
report-event-mark = { $name }, { $when } ({ $id })

## Law
report-law = What the amnesty promised, person by person
report-law-about = For each person the test asks whether the instrument covers them. It answers under the text as recorded and with the facts as recorded: a fact that is in no record is unknown, never false. The test says nothing about anybody's guilt.
report-law-reading = Reading:
report-law-as-recorded = Under the text as recorded, with no assumption.
report-law-assuming = Under the assumption, which is not a finding: { $assumption }
report-law-count = { $outcome }: { $count }
report-law-caption = { $instrument }: outcomes under the text as recorded
report-law-caption-assuming = { $instrument }: outcomes under the stated assumption
report-law-person = Person
report-law-outcome = Outcome
report-law-reason = Main reason
report-law-missing = Would be settled by
report-law-note = “Cannot be known” is a result: the facts named in the last column are in no record.
report-outcome-covered = Covered
report-outcome-not-covered = Not covered
report-outcome-cannot-be-known = Cannot be known

## Cases
report-cases = The cases, one by one
report-cases-about = Names are withheld. Days are given as the sources gave them; where a source named only a month, no day has been added.
report-when-unknown = day unknown
report-known-by = { $claims }: { $bases }

## Findings
report-findings = What the checks found
report-findings-about = The study compares its own figures with each other and with the published text. Contradictions are printed here as they stand, with the records that show them.
report-findings-none = The checks found no contradiction.
report-findings-caption = Contradictions
report-finding-what = What
report-finding-place = Where
report-finding-records = Records
report-place-kind = Kind
report-place-claim = Claim
report-place-against = Against
report-place-first = First
report-place-then = Then
report-place-published = Published
report-place-file = File
report-place-line = Line
report-place-figure = Figure
report-place-cell = Cell
report-place-event = Event
report-place-period = Period
report-place-language = Language
report-place-field = Field
report-place-person = Person
report-place-note = Footnote
report-place-quote = Quote
report-place-against-line = Against line
report-place-against-quote = Against
report-and-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }

## Methodology and limitations
report-method = How the records were counted
report-method-records = The figures are counted from single records in the office's register, read once at the stated position of its log. What a source said is kept as it said it; what the office concludes stands beside it and points at its sources.
report-method-clocks = Each event has three clocks: when it happened, when the office learned it, when it was recorded. Each figure names the one that decides its period. A death and the notice of it are two facts with two dates.
report-method-parts = A date is kept as partial as it was told. Where its bounds lie across the boundary of a period the case is counted as possible in each period that it may belong to, and as sure in none.
report-method-confirmation = A rule of confirmation is applied to all records alike. This study used:
report-periods-caption = The periods of the study
report-periods-half-open = The first day belongs to the period; the last day named does not.
report-sources-caption = On what the claims rest
report-sources-note = One event may rest on several claims.
report-basis = How the source knows
report-claims = Claims
report-limitations = What these figures cannot say
report-limit-documented = A documented count is what reached the office, not what happened: the true number is the same or larger.
report-limit-absence = That no record tells of something does not show that it did not happen.
report-limit-unsettled =
    { $count ->
        [0] Of { $all } figures none has a part that the recorded dates or facts leave open.
        [one] Of { $all } figures { $count } has a part that the recorded dates or facts leave open.
       *[other] Of { $all } figures { $count } have a part that the recorded dates or facts leave open.
    }
report-limit-partial =
    { $count ->
        [0] Of { $all } dated events in the cases told here, the day of every one is known.
        [one] Of { $all } dated events in the cases told here, { $count } is not known to the day.
       *[other] Of { $all } dated events in the cases told here, { $count } are not known to the day.
    }
report-limit-findings =
    { $count ->
        [one] The checks found { $count } contradiction; see
       *[other] The checks found { $count } contradictions; see
    }
report-limit-later = Late information changes past periods. Figures of another position of the log, or as known on another day, may differ without either being wrong.
report-exclusions-none = No record was left out of the population.
report-exclusions-caption = Records left out, with the reason
report-reason = Reason
report-records = Records

## Appendix
report-counting = How each number was counted
report-counting-about = Whoever holds the register can count every figure again at this position of the log: the same query gives the same records, and their ids the same hash.
report-entry-definition = Counts
report-entry-total = Total
report-entry-unit = Unit
report-entry-clock = Clock
report-entry-kind = Kind
report-entry-ids = Records counted
report-entry-hash = Hash of their ids (SHA-256)
report-entry-name = Name in the study
report-unit-person = persons
report-unit-arrest = arrests
report-unit-death = deaths
report-unit-release = releases
report-unit-sighting = sightings in detention
report-unit-surrender = surrenders
report-unit-report = reports
report-unit-event = events
report-kind-documented-count = documented count
report-kind-minimum = minimum
report-kind-range = range
report-kind-estimate = estimate
report-clock-none = no date decides
report-clock-happened = when it happened: { $event }
report-clock-learned = when the office learned it: { $event }
report-clock-recorded = when it was recorded: { $event }
report-event-arrest = arrest
report-event-death = death
report-event-notice-of-death = notice of death
report-event-release = release
report-event-surrender = surrender
report-event-settlement = settlement
report-event-sighting = sighting in detention
report-event-transfer = transfer
report-event-defection = defection

## Problems
report-font-unreadable = A font that the program carries cannot be read.
    .hint = The program's file is damaged; install it again.
report-layout-failed = The report could not be typeset: { $text }
    .hint = Please report this with the study's name; the page (HTML) can still be written.
report-pdf-absent = This program was built without PDF.
    .hint = Write the report as .html, or build with the feature “pdf”.
