# Writing records down, taking them back, relatives, sources.
office-which-person = It is not settled which person is meant.
    .hint = Type the name, look, and choose from the list; or choose to write somebody new down.
office-which-source = It is not settled which source is meant.
    .hint = Type the name, look, and choose from the list; or choose to write a new source down.
office-record-withdrawn = A record that this one rests on, or this one itself, was withdrawn as put in by mistake.
    .hint = Restore it first, or take it out here.
office-still-named =
    { $count ->
        [one] One record that counts still names this one.
       *[other] { $count } records that count still name this one.
    }
    .hint = Change or withdraw those first.
office-number-unreadable = “{ $text }” is no whole number.
    .hint = Write digits alone, for example 12 or ١٢.

# Rows of a form
web-group-person = Who was concerned
web-group-body = Which body took part
web-group-related = Tied to other events
web-group-source = The source
web-another-name = Another name or spelling
web-another-identifier = Another number
web-another-person = Another person
web-another-body = Another body
web-another-claim = Another source’s account
web-another-related = Tie to another event
web-row-remove = Take this out
web-field-person = Person
web-field-related = Event
web-field-event-relation = This event
web-event-elsewhere = another event
web-field-claim-place = Place, as this source says
web-field-claim-facility = Facility, as this source says
web-field-claim-body = Body, as this source says
web-field-as-told = { $value }, as this source says
web-field-new-source-kind = Kind of the new source
web-field-open = May be named to every reader (publications)
web-field-open-hint = A source is confidential unless this is ticked.
web-field-benefit-hint = “None”, or what was given and why.
web-pick-find = Name, place or number
web-pick-which = Which one?
web-pick-chosen = { $value }: the one that is meant
web-pick-new-person = New: write “{ $value }” down as a person
web-pick-new-source = New: write “{ $value }” down as a source
web-edit-source = Edit the source
web-edit-event-of = Edit event: { $value }
web-side-by-side = What the sources say, side by side
web-the-office = The office concludes
web-differs = not the same
web-change = change
web-contacts-source = Follow-ups with the source
web-consent-change = Add or withdraw consent
web-consent-lapses = Lapses
web-consent-explained-by = Explained by
web-edit-relative = What the relative is
web-relative-change-of = change what { $value } is

# Taken back
web-withdraw = Put in by mistake
web-withdraw-this = Put in by mistake?
web-withdraw-text = A withdrawn record stays in the log with your reason and counts for nothing: it is in no list, figure or link until somebody restores it.
web-withdraw-why = Why it was a mistake
web-withdraw-why-hint = For example: the same person was written down twice; the row belongs to another case.
web-withdraw-do = Withdraw
web-withdraw-together = This goes with it
web-withdraw-named = This still names it
web-withdraw-named-text = Take the record out of these, or withdraw them, first.
web-withdrawn = Withdrawn: this record counts for nothing.
web-withdrawn-why = It was put in by mistake:
web-withdrawn-here = Put in by mistake
web-restore = Restore
web-restore-text = It counts again, with what went with it.
web-history-with = Together with

# The session ended while somebody was writing
web-held = You are signed out; what you typed is here
web-held-text = Nothing was saved, and nothing is lost as long as this page stays open. What you typed is nowhere else.
web-held-sign-in = Sign in, in another window
web-held-send = Send it again
web-held-first = First:
web-held-then = Then:
web-held-typed = What you typed
web-draft-ended = The session has ended: this is no longer kept as a draft. Save, and you are asked to sign in without losing anything.
web-keyboard-new = A new event of the person shown
web-row-person = Person concerned { $count }
web-row-body = Body { $count }
web-row-claim = Account of source { $count }
web-row-related = Tie { $count }
web-claim-more = What else this source says: place, body, circumstances
web-source-unnamed = no source named

# Words and own fields of the office
office-id-unreadable = “{ $text }” cannot be a name in records.
    .hint = Small Latin letters, digits and -, beginning with a letter, for example told-by-neighbour.
web-term-add = Add a term
web-term-ar = In Arabic
web-term-en = In English
web-term-kind = Kind
web-term-id = Name in records
web-term-id-hint = Small Latin letters, digits and -. Left empty, it is made from the English. It never changes afterwards.
web-also-hint = Other spellings, with commas between them; they are recognised when typed and imported.
web-term-retire = Retire
web-term-take-up = Take up again
web-term-rename = Save labels
web-change-of = Change { $value }
web-term-change-text = The id stays, so records go on saying what they said and are read under the new label. What is retired is read where it was said and is not offered any more. The log keeps your reason.
web-word-changes = Latest changes
web-field-retired = retired
web-fields = Own fields
web-fields-text = What this office keeps beyond the common records, who may see it, and why it is needed. Forms, imports, exports and studies follow.
web-field-add = Add an own field
web-field-of = Of which records
web-field-holds = Holds
web-field-terms = Terms of
web-field-class = Who may see it
web-field-reason = Why it is needed
web-field-reason-hint = Needed unless everybody may see it.
web-record-person = persons
web-record-event = events
web-record-source = sources
web-holds-text = text
web-holds-date = a date
web-holds-number = a whole number
web-holds-yesno = yes or no
web-holds-term = a term
web-class-public = public: it may be published
web-class-internal = internal: everybody who reads cases
web-class-identifying = identifying: who may know who somebody is
web-class-contact = contact: who may reach people
web-class-medical = medical: who may know of health and injuries
web-withdraw-link = A reviewer’s decision that two records are the same
web-edit-evidence = What is said of the file
web-field-file-name = Name of the file
web-file-class-hint = Whoever may not see what it shows does not learn that it is there.
web-history-class = Who may see it
