# Photographs: what is shown of them, and what leaves the office.
intake-picture-kind = A copy without hidden data cannot be made of this kind of file.
    .hint = The original stays sealed and can be taken out.
intake-picture-too-large = The picture is too large to be drawn anew: { $width } × { $height } pixels, where { $most } million are allowed, or too many passes.
    .hint = The original stays sealed and can be taken out.
intake-picture-unreadable = The picture cannot be read: { $reason }
    .hint = The original stays sealed and can be taken out. Ask whoever handed it over whether it opens for them.
web-picture = Viewing copy
web-picture-of = Viewing copy of { $value }
web-picture-text = Drawn anew from the original: nothing that a camera or a program hid in it (place, time, device, small pictures, comments) is in this copy. The original is unchanged.
web-picture-none = There is no viewing copy of this picture yet.
web-picture-make = Make a viewing copy
web-picture-take = Take out a copy without hidden data
web-picture-take-of = Take out a copy of { $value } without hidden data
web-picture-original = Take out the original, with the hidden data
web-picture-original-of = Take out the original of { $value }, with the hidden data
web-custody-drawn-anew = made a copy without hidden data
web-custody-copy-taken-out = took out a copy without hidden data

# Papers, and what leaves with what is hidden in it.
intake-paper-unreadable = The words of this document cannot be read: { $reason }
    .hint = Of documents and slides only DOCX, ODT, PPTX and ODP are written anew. The original stays sealed and can be taken out with a waiver.
web-file-no-copy = A copy without hidden data cannot be made of this kind of file. It can hold who made it, where, when, with which program, and earlier versions.
web-file-waiver = Why may the hidden data leave, too?
web-file-waiver-hint = The original also tells where, when and by whom it was made. It leaves with a reason and, where the rules say so, a second person, and only when the consent covers that.
web-act-take-original = Take out the original of a file, with the hidden data

# What is in the copy of a file, and what is not.
intake-pdf-encrypted = This PDF is locked with a password.
    .hint = No copy without hidden data can be made of it. Ask whoever handed it over for one without a password, or take out the original with a waiver.
intake-pdf-stopped = The pages were not drawn: the file needed more time or memory than is allowed, or the system could not begin.
    .hint = The original stays sealed and can be taken out with a waiver.
intake-pdf-too-large = This PDF is too large to be drawn: { $pages } pages, where { $most } are allowed, or more than 64 megabytes of pictures.
    .hint = The original stays sealed and can be taken out with a waiver. Parts of it can be sealed as files of their own.
intake-pdf-unfaithful = Page { $page } has something that cannot be drawn for certain as it is seen: a mark, a layer, a picture, or letters that are not in the file.
    .hint = A copy could show too much or too little, so there is none. Print the pages to a new PDF, look through it and seal that as well, or take out the original with a waiver.
intake-pdf-unreadable = This PDF cannot be read: { $reason }
    .hint = The original stays sealed and can be taken out with a waiver. Ask whoever handed it over whether it opens for them.
web-copy-paper = The copy holds the words of the document alone, in a new file: no author, no dates, no earlier wordings, no comments, no hidden text, no pictures, headers or notes. The original is unchanged.
web-copy-slides = The copy holds the words of the slides alone, in a new document: no skipped slides, no speaker notes, no comments, no hidden shapes, no pictures or charts, no author, no dates. The original is unchanged.
web-copy-values = The copy holds the values of visible sheets, rows and columns alone, in a new workbook: no formulas, no comments, no links, no pictures, no author, no dates. What only its colour or its format hides in a visible cell does come along: look through the copy before it leaves. The original is unchanged.
web-copy-text = The copy holds the same text as UTF-8, without letters that cannot be seen. What the words themselves tell stays. The original is unchanged.
web-copy-pages = The copy is a new PDF of pictures of the pages: no text that can be searched, no author, no dates, no attachments, scripts, comments or earlier versions, no layers that are off. What can be seen on a page stays, names and stamps too: look through the copy before it leaves. The original is unchanged.
web-copy-look = Go to the file
web-pages-none = There are no pictures of the pages yet. Drawing them takes a while.
web-pages-make = Draw the pages
