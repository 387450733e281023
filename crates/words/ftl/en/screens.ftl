# Screens of daily work: finding, recording, studies, laws.
office-same-person = These two records are held to be one person.
    .hint = Withdraw the link first, if they are two.
