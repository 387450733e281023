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
