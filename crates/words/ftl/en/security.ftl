# What is masked until somebody asks for it.
web-identity = Identity
web-identity-masked = Who this is or how to reach them is not shown. Say why you need it; you see it for ten minutes, one record at a time, and the log keeps your name and your reason.
web-reveal-why = Why do you need it?
web-reveal = Show
web-reveal-hide = Hide it now
web-revealed-until = Shown to you until { $value }.
web-reveals = Identities that were shown
web-act-reveal = Show who a source is
web-rule-sources = The identity of a source that somebody else wrote down takes a second person
web-rule-sources-hint = Whoever wrote a source down sees its identity with a reason alone.

# Expunging what was withdrawn.
web-withdrawn-named = withdrawn
web-act-expunge = Expunge a withdrawn record
web-expunge = Expunge for good
web-expunge-text = The content of this record, of every earlier revision and of what was withdrawn with it is destroyed and cannot come back. The entries of the log stay: who, when and why. It always takes a second person.
web-expunge-why = Why is it destroyed?
web-expunge-do = Expunge

# How long what is kept.
office-keeps-short = Notes of who looked at which record are kept for { $days } days at least.
    .hint = Write a larger number, or 0 to keep them without end.
web-retention = What is kept, and how long
web-retention-text = A rule for each kind of data, how much of it there is, and what is due. Records are never taken away by a rule: they are due, and two persons decide about each.
web-retention-what = What is kept now, and what is due
web-retention-apply = Apply the rules now
web-retention-apply-text = Takes away notes of looks, sign-ins and backups that are older than the rules say, and whatever ran out. No record and nothing of the log. The log keeps how many went.
web-rule-keep-looks = Days to keep who looked at which record
web-rule-keep-looks-hint = 0 means without end; otherwise 365 at least.
web-rule-keep-sign-ins = Days to keep sign-ins and attempts
web-rule-keep-sign-ins-hint = 0 means without end. The newest of each person are kept only.
web-rule-keep-withdrawn = Days after which a withdrawn record is due to be expunged
web-rule-keep-withdrawn-hint = 0 means never. Nothing is expunged without two persons.
web-rule-keep-backups = Days to keep backups in the office’s folder
web-rule-keep-backups-hint = 0 means without end. The newest one always stays.
retention-column-what = What
retention-column-keeps = Kept for
retention-column-held = There are
retention-column-due = Due
retention-column-leaves = How it leaves
retention-without-end = without end
retention-hours =
    { $count ->
        [one] one hour
       *[other] { $count } hours
    }
retention-days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
retention-applied =
    { $count ->
        [0] The rules are applied; nothing was due.
        [one] The rules are applied; one thing is gone.
       *[other] The rules are applied; { $count } things are gone.
    }
retention-sessions = Sessions
retention-activations = Activations that wait
retention-tokens = Tokens of scripts
retention-forms = Drafts of forms
retention-uploads = Sheets and exports between two steps
retention-looks = Notes of who looked at which record
retention-sign-ins = Sign-ins and attempts
retention-backups = Backups in the office’s folder
retention-disclosures = Disclosure register
retention-reveals = Identities that were shown
retention-requests = Requests for a second person
retention-withdrawn = Withdrawn records
retention-consents = Consents that stand
retention-leaves-by-itself = by itself
retention-leaves-when-applied = when the rules are applied
retention-leaves-when-asked = the source is asked again, or the record withdrawn
retention-leaves-by-two-persons = two persons expunge it
retention-leaves-never = never: it is part of the log
cli-retention = Show how long what is kept and what is due; --apply takes away what the rules say
cli-retention-apply = Take away what is due beside the cases, after showing it
cli-retention-examples =
    Examples:
      sijill retention
      sijill retention --apply

# A form that came too late.
web-held-locked = The office is locked; what you typed is here
web-held-again = What you typed is here; send it once more
web-held-unlock = Unlock the office and sign in, in another window
