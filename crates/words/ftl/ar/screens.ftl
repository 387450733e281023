# Screens of daily work: finding, recording, studies, laws.
office-same-person = يعدّ المكتب هذين السجلين لشخص واحد.
    .hint = اسحب الربط أولاً إن كانا شخصين.
