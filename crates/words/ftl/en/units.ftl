# Numbers with their nouns: message id = `unit-` and the unit of a figure.
unit-person =
    { $count ->
        [one] { $count } person
       *[other] { $count } persons
    }
unit-arrest =
    { $count ->
        [one] { $count } arrest
       *[other] { $count } arrests
    }
unit-death =
    { $count ->
        [one] { $count } death
       *[other] { $count } deaths
    }
unit-release =
    { $count ->
        [one] { $count } release
       *[other] { $count } releases
    }
unit-sighting =
    { $count ->
        [one] { $count } sighting
       *[other] { $count } sightings
    }
unit-surrender =
    { $count ->
        [one] { $count } surrender
       *[other] { $count } surrenders
    }
unit-report =
    { $count ->
        [one] { $count } report
       *[other] { $count } reports
    }
unit-event =
    { $count ->
        [one] { $count } event
       *[other] { $count } events
    }
unit-claim =
    { $count ->
        [one] { $count } claim
       *[other] { $count } claims
    }
unit-record =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
unit-source =
    { $count ->
        [one] { $count } source
       *[other] { $count } sources
    }
unit-row =
    { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }
unit-problem =
    { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
