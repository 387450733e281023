# Compartments: parts of the office whose cases only their members see.
web-compartments = Compartments
web-compartments-text = Parts of the office whose cases only their members see.
web-compartments-hint = Whoever is no member sees nothing of what is in a compartment: not by searching, not in counts, figures, links or exports, not by its address. Managing the members does not make you one of them. Each change is in the log.
web-compartments-own = You are a member of these compartments.
web-compartments-none = There is no compartment: everybody sees all cases, as far as their roles go.
web-compartments-not-yours = You are a member of no compartment.
web-compartment-name-ar = Name in Arabic
web-compartment-name-en = Name in English
web-compartment-members = Members
web-compartment-no-members = Nobody is a member: nobody sees what is in it.
web-compartment-add = Add a compartment
web-compartment-save = Save name and members
web-act-compartment = Compartment: its name and members
web-compartment = Compartment
web-compartment-of = Compartment of this record
web-compartment-of-text = Whoever is no member will no longer see this record, nor what points at it: events, follow-ups, files, decisions. A source goes along when all that it told is then in the compartment. What left the office before, and the sheet that the record came from, stay as they are.
web-compartment-own = It was put into: { $value }
web-compartment-none-own = It was put into no compartment.
web-compartment-needs = Because of what it points at, only members of all of these see it: { $value }
web-compartment-where = Where it belongs
web-compartment-open = Open to the whole office
web-compartment-new-hint = What points at a record in a compartment is in it anyway.
web-compartment-go = Move
web-compartment-moves = Moves
web-compartment-moved-into = Put into { $value }
web-compartment-moved-elsewhere = Put into a compartment
web-compartment-moved-out = Taken out
web-compartment-part = The office has compartments of which you are no member. Their cases are not counted here.
report-part-counted = Cases in compartments of the office of which whoever computed this is no member are not counted.
office-compartment-holds = There are records in this compartment that cannot be moved in this way.
    .hint = Its members move them out one by one before; or a member who both documents and administers ends it, says where they go, and a second person agrees. What belongs to another compartment too is moved by a member of both.
web-compartment-ended = ended
web-compartment-end = End this compartment
web-compartment-end-text = No compartment ends with records in it. Its members move them before, or a member says here where all of them go, which always takes a second person. Its name and the moves stay in the log.
web-compartment-holds =
    { $count ->
        [0] There are no records in it now.
        [one] There is one record in it now.
       *[other] There are { $count } records in it now.
    }
web-compartment-inside = The records in it
web-compartment-inside-nothing = There are none any more
web-compartment-inside-into = All go into: { $value }
web-compartment-inside-open = All are opened to the whole office
web-compartment-take-up = Take it up again
web-act-end-compartment = End an empty compartment
web-act-open-compartment = End a compartment and open its records to the whole office
web-act-move-compartment = End a compartment and move its records into another
