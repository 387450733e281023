# Problems of records and of the profile; places of problems.
spot-sheet = sheet “{ $value }”
spot-row = row { $value }
spot-column = column “{ $value }”
spot-line = line { $value }
spot-field = “{ $value }”
spot-record = record { $value }
spot-separator = {", "}

record-unreadable = A stored record cannot be read: { $reason }
    .hint = The register may have been written by a newer version of Sijill. Update Sijill, or run `sijill verify`.
profile-unreadable = The profile cannot be read: { $reason }
    .hint = Mend the file at this line; docs/profile.md describes every key.
profile-file-missing = The profile has no file “{ $file }”.
    .hint = Copy the file from another profile, or create the office anew with `sijill init`.
profile-reason-missing = The field “{ $field }” is not public and does not say why the office needs it.
    .hint = Add `reason = "…"` to the field, or do not keep it.
profile-same-act-days = In same-act.toml `apart` is { $apart }; it must be at least { $least }.
    .hint = Make `apart` no smaller than `days` and `span`.
term-unknown = “{ $text }” is not in the vocabulary “{ $vocabulary }”.{ $nearest ->
        [none] {""}
       *[other] {" "}Nearest: { $nearest }.
    }
    .hint = Use a label of the vocabulary, add this spelling under `also`, or add a term.
    .page = Choose what is meant from the list, or have it added to the office’s vocabularies.
term-duplicate = The id “{ $term }” stands twice in the vocabulary “{ $vocabulary }”.
    .hint = Give one of the two terms another id.
term-retired = “{ $text }” is retired in the vocabulary “{ $vocabulary }” and cannot be picked for new records.
    .hint = Pick the term that replaced it.

# Partial dates.
date-about = about { $date }
date-perhaps = perhaps { $date }
date-perhaps-about = perhaps about { $date }
date-between = between { $first } and { $last }
date-from = { $first } or later
date-until = { $last } or earlier
date-unknown = date not known
