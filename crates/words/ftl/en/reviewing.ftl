# Reviewing who is the same person, in the browser and on the command line.

web-way-links = Same person?
web-today-links = Pairs of records that wait for a decision
web-links-title = One person or two?
web-links-waiting = { $count ->
        [0] No pair waits for a decision.
        [one] One pair waits for a decision.
       *[other] { $count } pairs wait for a decision.
    }
web-links-none-run = Records have not been compared yet. A comparison changes nothing: it only proposes pairs.
web-links-run = Compare all records
web-links-run-again = Compare all records again
web-links-going = Records are being compared. This page shows the pairs when it is done.
web-links-look-again = Look again
web-links-known = { $count ->
        [one] One record compared
       *[other] { $count } records compared
    }
web-links-persons = { $count ->
        [one] one linked person by the decisions so far
       *[other] { $count } linked persons by the decisions so far
    }
web-links-empty = Everything that was proposed is decided. Compare again when new records have come in.
web-links-decisions = Decisions
web-links-quality = Quality
web-links-acts = Same act?
web-links-first = First record
web-links-second = Second record
web-links-probability = Probability that both are one person:
web-links-relatives = Probably relatives, not one person.
web-links-shared = What they share
web-links-conflict = Where they conflict
web-links-nothing-shared = Nothing that tells.
web-links-no-conflict = Nothing.
web-links-fields = Field by field
web-links-fields-hint = Weights are log₂ of the odds (Fellegi and Sunter): each point for doubles the odds that both are one person, each point against halves them. They sum to the total.
web-links-field = Field
web-links-agreement = Agreement
web-links-weight = Weight
web-links-start = Before any field
web-links-total = Total
web-links-not-weighed = No run has weighed these two records.
web-links-not-said = not said
web-links-says-3 = speaks very strongly for one person
web-links-says-2 = speaks strongly for one person
web-links-says-1 = speaks for one person
web-links-says-0 = says little
web-links-says-m1 = speaks against
web-links-says-m2 = speaks strongly against
web-links-says-m3 = speaks very strongly against
web-links-records = Both records
web-links-no-events = No events.
web-links-decide = Decision
web-links-why = Why
web-links-why-hint = If nothing is written, the fields that say most are noted as the reason.
web-links-same = One person
web-links-different = Two persons
web-links-cannot-tell = Cannot tell
web-links-relatives-do = Relatives
web-links-relation = How they are related
web-links-kin-a-parent = The first is a parent of the second
web-links-kin-b-parent = The second is a parent of the first
web-links-kin-a-sibling = They are siblings
web-links-kin-a-spouse = They are spouses
web-links-kin-a-relative = They are otherwise related
web-links-skip = Next pair
web-links-done = Noted: { $value }.
web-links-undo = Take back
web-links-undo-why = Why it is taken back
web-links-decided-already = Decided: { $value }.
web-links-withdrawn = taken back
web-links-no-decisions = Nothing has been decided yet.
web-links-newer = Newer
web-links-older = Older
web-links-contradicted = A decision “one person” contradicts another decision and is not followed:
web-links-keys = While reviewing pairs
web-links-key-same = One person
web-links-key-different = Two persons
web-links-key-cannot-tell = Cannot tell
web-links-key-relatives = Relatives, as chosen
web-links-key-why = Write the reason (Escape leaves the field)
web-links-key-skip = Next pair
web-links-key-undo = Take the last decision back

web-acts-title = The same act?
web-acts-text = A person who was linked may have been arrested once and be told of by two lists. The rule of the office takes two records for one act when they tell of the same kind of event, and dates and places are compatible. What cannot be known is counted as possible.
web-acts-rule = The rule (profile/same-act.toml)
web-acts-rule-days = Exact dates at most so many days apart are one date
web-acts-rule-span = Partial dates that overlap are one date within so many days
web-acts-rule-apart = Dates farther apart than so many days are two acts
web-acts-rule-place = Two places are two acts from this level on
web-acts-rule-once = Happens once to a person
web-acts-rule-by-hand = Decided only by a reviewer
web-acts-place-any = never
web-acts-place-governorate = governorate
web-acts-place-district = district
web-acts-place-town = town
web-acts-open = { $count ->
        [0] No pair of events is open.
        [one] One pair of events cannot be told.
       *[other] { $count } pairs of events cannot be told.
    }
web-acts-settled = Taken for one act, or decided
web-acts-kind = Kind
web-acts-dates = Dates
web-acts-places = Places
web-acts-true = compatible
web-acts-false = not compatible
web-acts-unknown = cannot be told
web-acts-counted-true = Counted as one act
web-acts-counted-false = Counted as two acts
web-acts-counted-unknown = Counted as one act surely and another possibly
web-acts-same = One act
web-acts-different = Two acts
web-acts-cannot-tell = Cannot tell
web-acts-by-rule = by the rule
web-acts-claims = { $count ->
        [one] one claim
       *[other] { $count } claims
    }

web-quality-title = How good are the proposals?
web-quality-text = A sample of all compared pairs is reviewed blind: without weights, without the probability, and without what another reviewer said. Opinions link nothing.
web-quality-none = No sample has been drawn yet.
web-quality-draw = Draw a sample
web-quality-draw-again = Draw a new sample
web-quality-pairs = Pairs
web-quality-both = Percent of them that two reviewers look at
web-quality-review = Review the next pair
web-quality-sampled = Pairs in the sample
web-quality-twice = Of them for two reviewers
web-quality-reviewed = Reviewed
web-quality-waiting = { $count ->
        [0] No pair of the sample waits for you.
        [one] One pair of the sample waits for you.
       *[other] { $count } pairs of the sample wait for you.
    }
web-quality-cannot-tell = Nobody could tell
web-quality-disputed = Reviewers differ (settled by a decision about the pair)
web-quality-precision = Precision
web-quality-recall = Recall
web-quality-interval = 95 % interval
web-quality-recall-hint = Recall is of the pairs that were compared at all.
web-quality-agreement = Agreement of two reviewers
web-quality-kappa = Cohen's kappa
web-quality-ac1 = Gwet's AC1 (holds where nearly all pairs have one answer)
web-quality-decided-twice = Pairs decided by two
web-quality-measure = Measure
web-quality-value = Value
web-quality-strata = By probability
web-quality-from = From probability
web-quality-of-pairs = Pairs
web-quality-same = One person
web-quality-threshold = Threshold (probability)
web-sample-title = A pair of the sample
web-sample-records = The two records
web-sample-done = Nothing of the sample waits for you.
web-sample-blind = Look at both records only. What you say is noted as your opinion and links nothing.

web-similar-title = Is this person here already?
web-similar-text = Saving is never held up. Records are never joined by themselves.
web-similar-look = Look for similar records
web-similar-none = Nobody similar was found.
web-similar-preparing = The search for similar records is being prepared. Look again in a moment.
web-similar-already = Probably here already
web-similar-already-text = { $count ->
        [one] One row of the sheet is probably in the register already. It comes in as a record of its own and can be linked afterwards.
       *[other] { $count } rows of the sheet are probably in the register already. They come in as records of their own and can be linked afterwards.
    }
web-similar-row = Row
web-similar-there = In the register

link-already = Probably in the register already: { $count ->
        [one] one row
       *[other] { $count } rows
    }
link-already-column-name = In the sheet
link-already-column-there = In the register
link-already-column-id = Id
link-sample-drawn = { $count ->
        [one] One pair drawn. Review it with: sijill link sample --next
       *[other] { $count } pairs drawn. Review them with: sijill link sample --next
    }
link-sample-opinion = Say what you think with: sijill link opinion ID_A ID_B same|different|cannot-tell --why "…"
link-opinion-noted = Your opinion is noted. It links nothing.
link-quality-reviewed = Pairs reviewed
link-draws-written = { $draws } draws in { $file }; between { $least } and { $most } persons. Use them with: sijill estimate { $file } --replicates draw
link-acts-open = { $count ->
        [0] No pair of events is open.
        [one] One pair of events cannot be told and counts as possible.
       *[other] { $count } pairs of events cannot be told and count as possible.
    }
link-acts-next = Decide with: sijill link act EVENT_A EVENT_B same|different|cannot-tell --why "…"
link-column-person = Person
link-column-first-event = One event
link-column-second-event = Other event
link-column-counted = Counted
link-column-rule = Kind · dates · places
link-kind-same_event = one act
link-kind-different_events = two acts
link-kind-cannot_tell_events = cannot tell whether one act
link-kind-opinion_same = opinion: one person
link-kind-opinion_different = opinion: two persons
link-kind-opinion_cannot_tell = opinion: cannot tell

cli-link-sample = Draw a sample of all compared pairs for blind review, or show the next one
cli-link-sample-pairs = Pairs in all, spread over the range of probabilities
cli-link-sample-both = Share of the pairs that two reviewers look at
cli-link-sample-next = Show the next pair of the sample for you, without weights
cli-link-opinion = Say what you think of a pair of the sample; links nothing
cli-link-quality = Show precision, recall and agreement of reviewers from the reviewed sample
cli-link-acts = Show events of linked persons that are one act by the office's rule, or could be
cli-link-act = Decide whether two events are one act
cli-link-act-id = Id of an event
cli-link-draws-study = Study
cli-link-draws-figure = Figure whose persons are tallied
cli-link-draws-draws = How many clusterings to draw
cli-link-draws-out = File for the tallies
cli-link-decide-relation = With “relatives”: what the first is to the second (parent, child, sibling, spouse, relative)
cli-link-draws-of-figure = Draw clusterings of the register and tally the persons of a figure by their lists, for `sijill estimate`
