# Problems of sheets, mappings and rows; comments of proposed mappings.

## The file as a whole
intake-file-empty = The file is empty.
    .hint = Save the sheet again and check that it has rows.
intake-file-too-large = The file is larger than Sijill reads.
    .hint = Split the sheet into several files with the same header.
intake-format-refused = { $format ->
        [xls] The file is an old Excel workbook (.xls).
        [ods] The file is an OpenDocument sheet (.ods).
        [html] The file is a web page, whatever its name says.
        [xml] The file is an XML document.
        [pdf] The file is a PDF document.
        [image] The file is an image.
        [zip] The file is an archive without a workbook in it.
       *[other] The file is not a sheet ({ $format }).
    }
    .hint = Open it in a spreadsheet program and save it as XLSX or as CSV in UTF-8.
intake-encrypted = The workbook is protected by a password.
    .hint = Save a copy without a password on this computer, import it, and delete the copy.
intake-zip-broken = The workbook is damaged: { $reason }
    .hint = Fetch the file again, or open it in a spreadsheet program and save it anew.
intake-zip-bomb = The workbook would unpack to { $size } MB or more; { $most } MB is the limit.
    .hint = An ordinary sheet does not grow like this. Ask who sent it; if it is honest, save the sheet as CSV.
intake-zip-entries = The workbook holds { $entries } parts; { $most } is the limit.
    .hint = Copy the sheet into a new workbook.
intake-workbook-broken = The workbook cannot be read: { $reason }
    .hint = Open it in a spreadsheet program and save it anew as XLSX.
intake-sheet-unknown = The workbook has no sheet “{ $sheet }”. It has: { $sheets }
    .hint = Correct `sheet` in the mapping.
    .page = Name one of them under “How the file is read”.
intake-sheets-several = The workbook has several sheets; “{ $sheet }” was read. All: { $sheets }
    .hint = Name the right one with `sheet` in the mapping.
    .page = If another is meant, name it under “How the file is read”.
intake-sheet-hidden = The sheet “{ $sheet }” is hidden in the workbook and was not read.
    .hint = If it belongs to the list, import it by its name.
intake-encoding-unknown = “{ $encoding }” is no known encoding.
    .hint = Write `utf-8`, `utf-16le` or `windows-1256` in the mapping.
    .page = Choose another under “How the file is read”.
intake-encoding-broken = The text is not whole { $encoding }.
    .hint = Save the sheet again as CSV in UTF-8, or name its encoding in the mapping.
intake-encoding-guessed = The text was read as { $encoding }, because it looks like it.
    .hint = Check a few names. If they are wrong, name the encoding in the mapping.
intake-delimiter-unusable = “{ $delimiter }” cannot separate cells.
    .hint = Use a comma, a semicolon, a tab or a bar.
intake-quote-open = A quotation mark opens in this row and never closes, so nobody can tell where the rows after it end.
    .hint = Close the quotation mark or take it away.
intake-columns-too-many = The sheet has more than { $most } columns.
    .hint = Delete stray cells far to the side of the table.
intake-cells-too-many = The sheet has more than { $most } cells.
    .hint = Split the sheet into several files with the same header.
intake-annotation-failed = The annotated copy cannot be written: { $reason }
    .hint = Split the sheet into smaller files.
intake-header-missing = No header row was found.
    .hint = Give the header’s row with `header_row` in the mapping.
    .page = Say under “How the file is read” which row has the headers.

## Headers
intake-header-twice = Two columns are called “{ $header }”; this one is read as “{ $name }”.
    .hint = Give the columns different names, or use the new name in the mapping.
intake-header-empty = This column has cells but no header.
    .hint = Give the column a name, or use this one in the mapping.
intake-header-second = This row was understood as part of the header.
    .hint = If it is a case, set `header_rows = 1` in the mapping.
    .page = If it is a case, write 1 at “Rows of the header” under “How the file is read”.
intake-header-repeated = This row repeats the header and was passed over.
    .hint = Nothing to do.

## Rows and cells
intake-row-ragged = The row has { $cells } cells where the header has { $columns }: values may have shifted.
    .hint = Check the separators and quotation marks of this row. If only empty cells are missing at its end, set `short_rows = "empty"`.
    .page = Check the separators and quotation marks of this row. If only empty cells are missing at its end, say so under “How the file is read”.
intake-cell-beyond-header = The row has a cell beside the last header.
    .hint = Move it where it belongs, or give its column a header.
intake-quote-stray = Text stands after the closing quotation mark of a cell.
    .hint = Double the quotation marks that belong to the text.
intake-cell-nul = The cell holds a byte that is no text.
    .hint = Type the cell again.
intake-cell-too-long = The cell is longer than { $most } bytes.
    .hint = Keep long texts as files and attach them to the case.
intake-cell-error = The cell holds the spreadsheet’s error { $text }.
    .hint = Mend the formula, or type the value.
intake-formula-empty = The cell holds a formula that was never computed.
    .hint = Open the workbook in a spreadsheet program and save it, so that the value is stored.
intake-formula-cached = { $count ->
        [one] One cell of this column is a formula; its last computed value was read.
       *[other] { $count } cells of this column are formulas; their last computed values were read.
    }
    .hint = Check that the workbook was saved after its last change.
intake-merged-cells = The cells { $first } to { $last } are merged, so it is not known what this row says in them.
    .hint = Unmerge them and fill in each row, or set `merged = "fill"` if the value holds for all.
    .page = Unmerge them and fill in each row, or say under “How the file is read” that the value holds for all.
intake-id-missing = The row has no number of its own.
    .hint = Give it one, so that the next import recognises it.
intake-id-twice = The number { $id } also stands in row { $rows } with other contents.
    .hint = Give one of the persons another number; until then neither comes in.
intake-row-duplicate = The row is the same as row { $first } and was passed over.
    .hint = Nothing to do.
intake-row-alike = The row says the same as row { $first } under another number.
    .hint = If both are one person, delete one of the rows. Both have come in.
intake-row-nothing = Nothing in this row becomes a record.
    .hint = Check whether the mapping reads the right columns.
intake-row-missing = Earlier sheets of “{ $list }” had the row { $id }; this one has not. Its records stay.
    .hint = If the case was withdrawn, record that as a decision.
intake-date-serial = “{ $text }” is a bare number; as a spreadsheet’s day number it would be { $day }.
    .hint = Write the date, or set `serials = true` for this column in the mapping.
    .page = Write the date, or say at this column that bare numbers are days as spreadsheets count them.
intake-date-year-as-serial = The cell holds the number { $text } but is shown as { $day }: probably a year was typed.
    .hint = Format the cell as text and write the year.
intake-end-before-start = { $end } comes before { $start }, which it should follow.
    .hint = Correct one of the dates from the source.
intake-number-unreadable = “{ $text }” is not a whole number.
    .hint = Write digits only.
intake-yesno-unreadable = “{ $text }” is neither yes nor no.
    .hint = Write yes or no, or give the words’ meaning with `values` in the mapping.
    .page = Write yes or no, or choose at this column what the word means.
intake-name-placeholder = “{ $text }” says that the name is not known; such names are never matched to each other.
    .hint = Nothing to do, unless the name is known.
intake-lam-alef-reversed = “{ $text }” may be “{ $mend }” with lam and alef exchanged, as text copied from PDF files often is.
    .hint = Correct the sheet if so. The name has come in as it is written.
intake-place-unknown = “{ $text }” is not in the list “{ $vocabulary }” ({ $count ->
        [one] one row
       *[other] { $count } rows
    }); it is kept as written.{ $nearest ->
        [none] {""}
       *[other] {" "}Nearest: { $nearest }.
    }
    .hint = Add the spelling under `also`, or add the place or body.
    .page = Choose at this column what is meant, or have it added to the office’s vocabularies.
intake-place-contradiction = “{ $text }”: these places do not lie in each other; the words are kept as written.
    .hint = Correct the town, district or governorate.
intake-event-left = “{ $text }” belongs to “{ $event }”, but the cell that decides whether it happened is empty.
    .hint = Fill in that cell, or name other deciding columns with `if` in the mapping. The cell is kept in the original row.
intake-source-differs = The same source is described differently in row { $first }; the first description was taken.
    .hint = Make the rows agree, or give the sources different names.
intake-person-not-found = No person with the number { $id } was imported from “{ $list }”.
    .hint = Import that list first, or correct the number.
intake-update-conflict = The list and the office have both changed “{ $field }”: the office says “{ $office }”, the list “{ $list }”. The office’s value stays.
    .hint = Open the record and decide.

## Mappings
intake-mapping-unreadable = The mapping cannot be read: { $reason }
    .hint = Every key is described in docs/import.md.
intake-mapping-column-unknown = The sheet has no column “{ $column }”.{ $nearest ->
        [none] {""}
       *[other] {" "}Nearest: { $nearest }.
    }
    .hint = Copy the header from the sheet.
intake-column-unmapped = The column “{ $column }” is not mapped; its cells are kept in the original row only.
    .hint = Map it, or list it under `ignore`.
    .page = Choose what the column is, or “Known, not taken in”.
intake-mapping-list-missing = The mapping does not name its list.
    .hint = Add `list = "…"`; the same list keeps the same name for ever.
    .page = Give the list a name; the same list keeps the same name for ever.
intake-mapping-nothing = The mapping has neither a person nor an event.
    .hint = Add `[person]` or `[[event]]`.
    .page = Choose for at least one column what of a person or an event it is.
intake-mapping-person-elsewhere = Where the rows are about persons of another list, `[person]` holds only `list` and `id`.
    .hint = Import the persons with their own list, and only events here.
intake-mapping-name-twice = Two events of the mapping are called “{ $name }”.
    .hint = Give each its own `name`.
    .page = Give each a name of its own.
intake-mapping-kind-missing = The event “{ $name }” has no kind.
    .hint = Add `kind = {"{"} fixed = "…" {"}"}` or the column that says it.
    .page = Choose the kind of the event, or the column that says it.
intake-mapping-reference-unknown = The mapping refers to “{ $name }”, which it does not define.
    .hint = Define it, or correct the name.
intake-mapping-field-unknown = The office has no field “{ $name }”.
    .hint = Add it to the profile, or correct the name.

## Proposed mappings
intake-proposal-intro = Proposed from the headers and values of the sheet. Read every line before the first import;
    all keys are described in docs/import.md.
intake-proposal-dates = Some dates can be read in two ways. Remove the # and choose "day-first" or "month-first":
intake-proposal-no-id = The sheet has no column that numbers its rows. A row is recognised by its content,
    so a corrected row comes in as a new one. Better give every row a number and add: id = "column"
intake-proposal-unmapped = These columns were not understood. Map them, or remove the # to leave them out knowingly:
