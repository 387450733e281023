# Long work: its steps, its list, its end.

office-import-changed = What the register holds has changed since the preview, and this sheet would now do something else.
    .hint = Nothing was written. Look at what it would do now, and confirm that.
office-work-cancelled = The work was cancelled.
    .hint = Nothing of it was written. Begin it again when you want to.
office-backup-differs = The backup that was written does not hold what the register holds.
    .hint = It was thrown away. Make another; if this comes again, check the disk.
