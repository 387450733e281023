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

# Locked, or not there yet
web-unlock = Unlock the office
web-unlock-text = The office is locked: its key is not in the memory of this machine.
web-unlock-secret = Passphrase or recovery key of the office
web-unlock-hint = Not your own passphrase; that comes next.
web-no-office = There is no office here yet
web-no-office-text = Whoever started the program sees in its terminal the address of the page that creates it. It is shown nowhere else.
web-first-run = A new office
web-first-run-text = You create the office once. Have a printer, or paper and a pen, within reach.
web-first-language = First language of the office
web-first-language-ar = Arabic, then English
web-first-language-en = English, then Arabic
web-office-name-ar = Name of the office in Arabic
web-office-name-en = Name of the office in English
web-profile = Vocabularies and places
web-profile-text = The office begins with the vocabularies, forms and the gazetteer that come with Sijill: arrests, disappearances and deaths in detention in Syria. They stay text files in its folder and can be changed at any time.
web-office-passphrase = Passphrase of the office
web-office-passphrase-text = It opens the encrypted register each time the program starts. It is not a personal passphrase: two or three people should know it.
web-first-user = First administrator
web-first-user-text = This person gets every role and hands them on. The next page sets up their own passphrase and second factor.
web-first-user-hint = One word, as it will stand in the log, for example your first name.
web-create-office = Create the office
web-created = The office is created
web-recovery-key = Recovery key
web-recovery-key-text = Print this page or write the key down, and keep it away from the computer. It opens the office when the passphrase is lost. It is shown only now; nobody can show it again.
web-created-next = Next: your own sign-in
web-created-next-text = { $value } now sets up a passphrase and a second factor.

# Proving once more
web-prove = Is it you?
web-prove-text = What you are about to do is sensitive. Prove once more who you are; it counts for ten minutes. What you typed is not lost.
web-prove-go = Go on
web-passkey-use = Use a security key
web-passkey-new = New security key
web-passkey-text = A security key or passkey signs you in without passphrase and code, and only at this address: a copy of the page elsewhere gets nothing from it.
web-passkey-label = What you call this key
web-passkey-label-hint = So that you know which one to take away if it is lost.
web-passkey-make = Add the key
web-passkey-missing = This browser cannot use security keys here: it needs scripts and a secure address. Passphrase and code go on working.
web-passkeys = Security keys
web-passkeys-text = Each signs you in by itself. Take a lost one away at once.
web-passkey-remove = Take away
web-passkey-remove-of = Take away the key { $value }
web-by-passkey = by security key
web-end = End
web-end-session = End this one
web-end-session-of = End this one: the session that began { $value }
web-unfamiliar = new browser

# Tokens
web-tokens = Tokens for scripts
web-tokens-text = A token lets a script of yours ask for the JSON twins of pages, as far as its scopes and your roles go. It never opens the door, never administers and never concludes.
web-tokens-count =
    { $count ->
        [0] No tokens
        [one] One token
       *[other] { $count } tokens
    }
web-token-once = Keep this token now; it is shown only once.
web-token-label = What it is for
web-token-label-hint = For example the name of the script.
web-token-scopes = What it may do
web-token-new = New token
web-token-days = Days until it ends
web-token-make = Make the token
web-token-revoke = Revoke
web-token-revoke-of = Revoke the token { $value }
web-made = Made
web-expires = Ends
web-never = never
web-scope-read = read records
web-scope-find = find persons
web-scope-document = record and import
web-scope-study = studies and reports
web-scope-test-the-law = law tests
web-scope-verify = check the log
web-api = Addresses for scripts
web-api-text = Every page has a JSON twin: the same address with .json, under the same permission. The description is in the OpenAPI format.
web-api-token = With a token
web-methods = Methods
web-yes = yes
web-no = no

# Requests for a second person
web-requests = Requests
web-requests-text = Keys, roles, rules, exports and releases take a second person. Whoever asked does it once more after somebody agreed, within a day.
web-requests-waiting =
    { $count ->
        [one] one waits for you
       *[other] { $count } wait for you
    }
web-asked-by = Asked by
web-answered-by = Answered by
web-agreed-by = { $value } agreed
web-agree = Agree
web-refuse = Refuse
web-do-it-now = Do it now
web-act-roles = Change roles
web-act-add-user = Add somebody
web-act-invite = New activation of somebody
web-act-add-key = Add a key
web-act-change-key = Change a key
web-act-revoke-key = Revoke a key
web-act-policy = Change the rules
web-act-export = Export records
web-act-release = Publish a release
web-act-take-backup = Download a backup
web-request-waiting = waits
web-request-agreed = agreed
web-request-refused = refused
web-request-done = done
web-request-ran-out = ran out

# Rules, looks, locking
web-rules = Rules
web-rules-text = What the office demands of itself. Every change is an entry of the log.
web-rules-persons = Persons
web-rule-two-persons = Keys, roles, rules, exports and releases take a second person
web-rule-two-persons-hint = Without it one person can do all of this alone. It is meant for an office of one person.
web-rule-passkey = Administrators act only after signing in with a security key
web-rule-passkey-hint = Every administrator needs a security key first; without one nobody can change this back from a browser.
web-rule-lock = Minutes without anybody at work until the office locks itself
web-rule-lock-hint = 0 means never. After that it takes the passphrase of the office to open it.
web-rule-alarm = Different records in an hour that raise an alarm
web-rule-alarm-hint = For each person; 0 means never.
web-rule-most = Different records that one person may open in an hour
web-rule-most-hint = 0 means without a limit.
web-looks = Looks at records
web-looks-text = Who opened which record, and alarms about reading in bulk. What was seen is not kept here.
web-looks-last = Last looks
web-alarms = Alarms
web-alarm = alarm
web-alarms-count =
    { $count ->
        [one] one alarm
       *[other] { $count } alarms
    }
web-records-in-hour =
    { $count ->
        [one] one record within an hour
       *[other] { $count } records within an hour
    }
web-when = When
web-who = Who
web-what = What
web-lock = Lock the office
web-lock-text = Every session ends and the key leaves the memory of the machine. To open the office again somebody types its passphrase.
web-lock-now = Lock now
web-error-many = Too many records in an hour
web-error-many-text = This page was not opened.

# Keys and backups
web-key-new = New passphrase for the office
web-key-name = Name of the slot
web-key-name-hint = Whose passphrase it is, so that it can be revoked alone.
web-key-add = Add
web-key-change = Change the passphrase of { $value }
web-key-renew = New recovery key
web-key-revoke = Revoke
web-key-revoke-of = Revoke { $value }
web-backups = Backups
web-backups-text = One encrypted file with the log, the files and the wrapped keys.
web-backup-make = Make a backup
web-backup-made = The backup { $value } was made.
web-backup-secret-hint = It seals the backup and is kept nowhere. The same secret opens the backup later.
web-backup-why = Where it goes and why
web-backup-restore = A backup is restored on the machine of the office: sijill restore --help.
web-bytes =
    { $count ->
        [one] one byte
       *[other] { $count } bytes
    }
web-download = Download

# Disclosures, export, consent
web-disclosures = Disclosure register
web-disclosures-text = Who outside received what, when, and under what authority. Exports enter themselves.
web-disclosure-new = Something was handed over
web-recipient = Recipient
web-handed-over = What
web-handed-over-day = Day
web-authority = Authority
web-authority-hint = Consent, an agreement, an order of a court.
web-enter = Enter
web-entered = Entered
web-export = Export records
web-export-text = Every person, event and source that you may read, as a sheet with its mapping, for another office.
web-export-made = The export is made and entered in the disclosure register. It waits for a quarter of an hour, sealed, and only for you.
web-export-sheet = Download the sheet (CSV)
web-export-mapping = Download the mapping (TOML)
web-consents-all = Consent of sources
web-consents-all-text = What each source agreed to and what it took back. Without consent nothing of a source may leave the office.
web-consent-withdraw = Withdraw
web-consent-withdraw-of = Withdraw: { $value }
web-consent-add = Add what the source said
web-consent-purpose = Purpose
web-consent-said = What the source said
web-consent-recipient = With whom it may be shared

# Files of evidence
web-files-of = Files of evidence
web-files-text = Each file is sealed as it came and never changes. It leaves only as a download, and its chain of custody then shows it.
web-file = File
web-file-hint = Up to 64 megabytes. Its ending must be what it really is.
web-file-add = Add a file
web-file-seal = Seal the file
web-file-kind = Kind
web-file-size = Size
web-file-about = Evidence for
web-file-take = Take out
web-file-take-of = Take out { $value }
web-received-from = Handed over by
web-name-withheld = Name withheld
web-custody-handed-over = handed it over
web-custody-sealed = sealed it
web-custody-taken-out = took it out

# The command line
cli-serve-tls-cert = Certificate and those above it (PEM): the program speaks TLS itself
cli-serve-tls-key = Private key of the certificate (PEM)
cli-serve-new = Create a new office in the browser, in the folder of --office
serve-locked = The office is locked. Unlock it at { $address } (Ctrl-C ends it)
serve-first-run = There is no office in “{ $folder }” yet. Create it at { $address } (whoever has this address becomes its administrator; Ctrl-C ends it)

# The digits of a person's pages
web-digits = Digits
web-digits-text = Your choice stays with your account, on every computer. Records are the same either way: dates and numbers can always be typed with both kinds, and English pages, files and ids keep 0–9.
web-digits-western = Western
web-digits-arabic-indic = Arabic-Indic, on Arabic pages
web-digits-save = Write digits so
