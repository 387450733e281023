# The door, approvals, tokens, jobs and evidence: pages and problems.
office-passkey-refused = This security key could not be taken.
    .hint = Use a key with a PIN or a finger, at the address at which the office is always opened, and send the page within two minutes. Eight keys are the most.
office-passkey-needed = Administrators of this office act only after signing in with a security key.
    .hint = Add a security key on the page “My access”, sign out, and sign in with it.
office-token-scope = Choose what the token may do.
    .hint = Scopes: { $scopes }.
office-token-days = A token lives from 1 to { $most } days.
    .hint = Type a number of days.
office-tokens-many = You have { $most } tokens already.
    .hint = Revoke one that is no longer used.
office-policy-wrong = The alarm would come after the limit.
    .hint = Choose an alarm below the limit.
office-approval-needed = This takes a second person. The request { $id } waits for an answer.
    .hint = Ask another administrator or reviewer to open “Requests”. After they agree, do the same once more within a day.
office-approval-own = Nobody agrees to their own request.
    .hint = Ask another administrator or reviewer.
office-approval-closed = This request was answered already, or ran out.
    .hint = Ask anew.
office-reads-many = You opened more records in an hour than the office's rules allow.
    .hint = Wait, or ask an administrator to change the rules. The administrators see an alarm.
office-file-kind = “{ $name }” is not what its name says (found: { $found }).
    .hint = Give the file the ending that it really has, or hand over the original.
office-file-empty = The file is empty.
    .hint = Choose a file.
web-tls-unusable = The certificate or its key cannot be used: { $reason }
    .hint = Give PEM files: the chain with --tls-cert, the private key that belongs to it with --tls-key.
web-unlock-slow =
    { $seconds ->
        [one] Too many attempts. Try again in one second.
       *[other] Too many attempts. Try again in { $seconds } seconds.
    }
    .hint = Attempts to unlock are slowed down.
