# Photographs: what is shown of them, and what leaves the office.
intake-picture-kind = Only JPEG and PNG pictures can be drawn anew.
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
web-custody-drawn-anew = drew a viewing copy
web-custody-copy-taken-out = took out a copy without hidden data

# Papers, and what leaves with what is hidden in it.
intake-paper-unreadable = The words of this document cannot be read: { $reason }
    .hint = Only DOCX and ODT documents are written anew. The original stays sealed and can be taken out with a waiver.
web-paper-text = The copy holds the words of the document alone, in a new file: no author, no dates, no earlier wordings, no comments, no hidden text, no pictures, headers or notes. The original is unchanged.
web-file-no-copy = A copy without hidden data cannot be made of this kind of file. It can hold who made it, where, when, with which program, and earlier versions.
web-file-waiver = Why may the hidden data leave, too?
web-file-waiver-hint = The original also tells where, when and by whom it was made. It leaves with a reason and, where the rules say so, a second person, and only when the consent covers that.
web-act-take-original = Take out the original of a file, with the hidden data
