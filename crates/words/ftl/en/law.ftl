# Problems of instrument files.
law-unreadable = The file is not valid TOML: { $reason }
    .hint = Mend the line named above.
law-key-missing = The key “{ $key }” is missing.
    .hint = Add it; docs/law.md describes every key.
law-key-unknown = The key “{ $key }” is not known here.
    .hint = Check its spelling against docs/law.md, or remove it.
law-value-unreadable = The value of “{ $key }” cannot be read.
    .hint = docs/law.md says what this key takes.
law-fact-unknown = There is no fact “{ $fact }”.
    .hint = Use one of the facts listed in docs/law.md.
law-window-unknown = No window “{ $window }” is defined.
    .hint = Add a [[window]] with this id, or correct the name.
law-article-unknown = The article “{ $article }” is cited but not recorded.
    .hint = Add an [[article]] with this id and a summary in both languages.
law-id-unknown = Nothing here has the id “{ $id }”.
    .hint = Add a rule or an exclusion with this id, or correct the name.
law-id-twice = The id “{ $id }” stands twice.
    .hint = Give each its own id.
law-rounding-missing = The window that begins on { $from } ends in a month without that day, and no rounding is declared.
    .hint = Add `rounding = "down"` (the last day of the month) or `rounding = "up"` (the first day of the next), with the reason in a comment.
law-window-empty = The window that begins on { $from } ends before it begins, or outside the calendar.
    .hint = Check the beginning, the length and the end.
law-rules-conflict = The rules “{ $first }” and “{ $second }” grant different things and could both apply, and neither goes before the other.
    .hint = Add `over` to the one that goes first, or make their conditions exclude each other.
law-amendment-too-wide = The amendment would also touch article “{ $article }”, which it does not name.
    .hint = Give the rules of that article a window of their own, or name the article.
law-test-failed = The test “{ $test }” expects { $expected } and finds { $found }.
    .hint = Correct the rule or the test. Nothing is tested under an instrument whose own tests fail.
law-instrument-unknown = There is no instrument “{ $instrument }”.
    .hint = `sijill law list` shows the instruments of this office.
law-reading-unknown = The instrument “{ $instrument }” has no reading “{ $id }”.
    .hint = `sijill law show { $instrument }` lists its readings.
law-assumption-unknown = The instrument “{ $instrument }” has no assumption “{ $id }”.
    .hint = `sijill law show { $instrument }` lists its assumptions.

# Outcomes. Never a verdict on guilt: only what the text as recorded promises.
law-outcome-covered =
    { $assuming ->
        [yes] Under the text as recorded, and on the assumption named below, { $instrument } covers this person.
       *[no] Under the text as recorded, { $instrument } covers this person.
    }
law-outcome-not-covered =
    { $assuming ->
        [yes] Under the text as recorded, and on the assumption named below, { $instrument } does not cover this person.
       *[no] Under the text as recorded, { $instrument } does not cover this person.
    }
law-outcome-cannot-be-known =
    { $assuming ->
        [yes] Under the text as recorded, and on the assumption named below, it cannot be known whether { $instrument } covers this person.
       *[no] Under the text as recorded, it cannot be known whether { $instrument } covers this person.
    }
law-covered = covered
law-not-covered = not covered
law-cannot-be-known = cannot be known

# Steps of an explanation. $truth is true, false or unknown.
law-reading = By the reading: { $title }. Authority: { $authority }
law-under-assumption = Hypothetical, not a finding: { $title } ({ $assumption })
law-in-force =
    { $truth ->
        [false] Not in force on { $as_of }: in force from { $day }.
        [true] In force from { $day }.
       *[unknown] Whether it was in force on { $as_of } is not known: in force from { $day }.
    }
law-no-text = The text of this instrument is not held; nothing can be tested under it.
law-rule =
    { $truth ->
        [true] Article { $cite } applies: { $effect }.
        [false] Article { $cite } does not apply ({ $effect }).
       *[unknown] Whether article { $cite } applies is not known ({ $effect }).
    }
law-effect-full = amnesty of the whole penalty
law-effect-half = amnesty of half of the penalty
law-effect-commuted = a lighter penalty in place of a heavier one
law-exclusion =
    { $truth ->
        [true] Article { $cite } leaves the person out.
        [false] Article { $cite } does not leave the person out.
       *[unknown] Whether article { $cite } leaves the person out is not known.
    }
law-not-engaged = { $text }
law-unless =
    { $truth ->
        [true] The exception to article { $cite } is met.
        [false] The exception to article { $cite } is not met.
       *[unknown] Whether the exception to article { $cite } is met is not known.
    }
law-all =
    { $truth ->
        [true] All of these hold:
        [false] Not all of these hold:
       *[unknown] Whether all of these hold is not known:
    }
law-any =
    { $truth ->
        [true] At least one of these holds:
        [false] None of these holds:
       *[unknown] Whether any of these holds is not known:
    }
law-not =
    { $truth ->
        [true] The following does not hold, as required:
        [false] The following holds, and should not:
       *[unknown] Whether the following fails to hold is not known:
    }
law-leaf-in =
    { $truth ->
        [true] Yes: { $fact } is one of { $terms }.
        [false] No: { $fact } is none of { $terms }.
       *[unknown] Not known: whether { $fact } is one of { $terms }.
    }
law-leaf-not-in =
    { $truth ->
        [true] Yes: { $fact } is none of { $terms }.
        [false] No: { $fact } is one of { $terms }.
       *[unknown] Not known: whether { $fact } is none of { $terms }.
    }
law-leaf-before =
    { $truth ->
        [true] Yes: { $fact } is before { $day }.
        [false] No: { $fact } is not before { $day }.
       *[unknown] Not known: whether { $fact } is before { $day }.
    }
law-leaf-on-or-before =
    { $truth ->
        [true] Yes: { $fact } is on { $day } or before.
        [false] No: { $fact } is not on { $day } or before.
       *[unknown] Not known: whether { $fact } is on { $day } or before.
    }
law-leaf-after =
    { $truth ->
        [true] Yes: { $fact } is after { $day }.
        [false] No: { $fact } is not after { $day }.
       *[unknown] Not known: whether { $fact } is after { $day }.
    }
law-leaf-on-or-after =
    { $truth ->
        [true] Yes: { $fact } is on { $day } or after.
        [false] No: { $fact } is not on { $day } or after.
       *[unknown] Not known: whether { $fact } is on { $day } or after.
    }
law-leaf-at =
    { $truth ->
        [true] Yes: on { $day }, { $fact }.
        [false] No: on { $day }, not ({ $fact }).
       *[unknown] Not known: whether, on { $day }, { $fact }.
    }
law-leaf-precludes =
    { $truth ->
        [true] On { $day }, { $fact }: that rules it out.
        [false] On { $day }, not { $fact }: that would have ruled it out.
       *[unknown] Not known: whether, on { $day }, { $fact }, which would rule it out.
    }
law-leaf-within =
    { $truth ->
        [true] Yes: { $fact } lies in the time given.
        [false] No: { $fact } does not lie in the time given.
       *[unknown] Not known: whether { $fact } lies in the time given.
    }
law-leaf-not-held = The text is not held: { $what }.
law-window =
    { $unsettled ->
        [all] From { $first } to { $last }; the text does not settle whether this time counts.
        [both] From { $first } to { $last }; the text does not settle whether the first and the last day count.
        [first] From { $first } to { $last }; the text does not settle whether the first day counts.
        [last] From { $first } to { $last }; the text does not settle whether the last day counts.
       *[none] From { $first } to { $last }.
    }
law-window-kind =
    { $unsettled ->
        [all] { $kind }: from { $first } to { $last }; the text does not settle whether this time counts.
        [both] { $kind }: from { $first } to { $last }; the text does not settle whether the first and the last day count.
        [first] { $kind }: from { $first } to { $last }; the text does not settle whether the first day counts.
        [last] { $kind }: from { $first } to { $last }; the text does not settle whether the last day counts.
       *[none] { $kind }: from { $first } to { $last }.
    }
law-window-extension =
    { $unsettled ->
        [all] Extended by { $by }: from { $first } to { $last }; the text does not settle whether this time counts.
        [both] Extended by { $by }: from { $first } to { $last }; the text does not settle whether the first and the last day count.
        [first] Extended by { $by }: from { $first } to { $last }; the text does not settle whether the first day counts.
        [last] Extended by { $by }: from { $first } to { $last }; the text does not settle whether the last day counts.
       *[none] Extended by { $by }: from { $first } to { $last }.
    }
law-kind-internal = internal flight
law-kind-external = external flight

# What is stated of a fact.
law-nothing-stated = no record states it
law-stated = stated: { $value } [{ $sources }]
law-stated-bare = stated: { $value }
law-assumed = assumed: { $value } ({ $assumption })
law-value-term = { $value }
law-value-one-of = one of { $value }
law-value-occasions = on each of these: { $value }
law-value-never = never
law-value-state-ended =
    { $truth ->
        [false] not so, from { $from } to { $until }
       *[true] from { $from } to { $until }
    }
law-value-state-at-least =
    { $truth ->
        [false] not so, from { $from } until at least { $until }
       *[true] from { $from } until at least { $until }
    }
law-value-state-open =
    { $truth ->
        [false] not so, from { $from }; end not known
       *[true] from { $from }; end not known
    }
law-list-separator = {", "}

# Names of facts, as they stand in the sentences above.
law-fact-offence-article = the article charged
law-fact-offence-date = the date of the offence
law-fact-offence-flight = the kind of flight (internal or external)
law-fact-offence-kind = the kind of offence
law-fact-offence-role = the role in the offence
law-fact-person-fugitive = in hiding or a fugitive from justice
law-fact-custody = in custody
law-fact-surrender-date = the date of surrender
law-fact-captive-freed = the date on which the captive was freed
law-fact-captive-condition = how the captive was freed
law-fact-penalty-kind = the kind of penalty
law-fact-injured-party = the injured party’s claim

# What would settle it.
law-missing-always = Known for certain once these are known: { $facts }.
law-missing-perhaps = These might settle it: { $facts }.
law-missing-never = No fact about the person would settle it; the text itself does not.
law-original-not-held = original text not held
