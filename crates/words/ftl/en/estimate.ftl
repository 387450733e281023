# Multiple systems estimation: problems of tallies, findings of the gate, names of methods, assumptions.

## Reading a tally
estimate-file-empty = The file is empty.
    .hint = A tally has a header with one column for each list and a column “count”, then one row for each combination of lists.
estimate-text-unreadable = This part of the file is not readable text.
    .hint = Save the file again as CSV in UTF-8.
estimate-column-missing = There is no column “{ $column }”.
    .hint = Add the column, or correct its name in the header or in the command.
estimate-column-duplicate = The column “{ $column }” stands twice in the header.
    .hint = Give every list a name of its own.
estimate-column-unnamed = A column has no name.
    .hint = Write the name of the list into the header, or delete the column.
estimate-lists-too-many = There are { $lists } lists; at most { $most } can be read.
    .hint = Join lists that come from the same source, and check that no other column was taken for a list.
estimate-lists-missing = { $lists ->
        [0] There is no list in this file.
        [one] There is only one list in this file.
       *[other] There are only { $lists } lists in this file.
    }
    .hint = Estimation compares lists with each other: give at least three, with a column of 0 and 1 for each.
estimate-row-length = This row has { $found } cells; the header has { $expected }.
    .hint = Check the row for a missing or an extra comma.
estimate-membership-invalid = “{ $text }” is neither 0 nor 1.
    .hint = Write 1 if the persons of this row are on the list and 0 if they are not. A column that is no list must be named as a column of strata or deleted.
estimate-count-invalid = “{ $text }” is not a number of persons.
    .hint = Write a whole number from 0 upwards, without separators.
estimate-pattern-duplicate = The same combination of lists already stands in row { $first }.
    .hint = Keep one row for each combination and add the counts, if they really count different persons.
estimate-pattern-unseen = This row counts persons who are on no list.
    .hint = Delete the row: nobody can have counted them. Their number is what is to be estimated.
estimate-table-empty = The tally has no person in it.
    .hint = Check the counts, and the selection from which the tally was made.
estimate-lists-differ = The tallies of a set have different lists: { $first }, and { $other }.
    .hint = Every draw of the links must be tallied over the same lists.

## The gate
estimate-gate-lists-few = { $lists ->
        [0] No list with persons is left, so nothing can be estimated.
       *[other] Only one list with persons is left, so nothing can be estimated.
    }
    .hint = An estimate rests on how lists overlap. At least three lists made independently of each other are needed.
estimate-gate-two-lists = There are only two lists. They give a range that depends on an assumption, never a single number.
    .hint = Read the table of odds ratios: it shows the range for weaker and stronger ties between the two lists. A third list would make an estimate possible.
estimate-gate-list-empty = The list “{ $list }” has no person here and was left out.
    .hint = Nothing needs doing if the source did not work in this place or period.
estimate-gate-list-full = The list “{ $list }” contains every documented person ({ $n }), so no number is given.
    .hint = This is usually the combined list itself. Take it out of the tally; if it is a real source, the other lists show nothing that it missed.
estimate-gate-list-same = The list “{ $list }” has exactly the persons of “{ $other }” and was left out.
    .hint = Check whether one was copied from the other. Copied lists are one source.
estimate-gate-overlap-none = No two lists share a person, so no number is given.
    .hint = Check first whether the lists were linked at all. Lists without overlap say nothing about who is on none of them.
estimate-gate-islands = The lists fall into { $groups } groups that share no person: { $parts }. No number is given for all together.
    .hint = Estimate each group by itself, for the population that its lists can reach, or check the linking between the groups.
estimate-gate-no-triangle = No three lists overlap with each other in pairs, so a model with all pairs has no unique answer.
    .hint = Read the estimates with caution, and the lower bounds first.
estimate-gate-list-small = { $size ->
        [one] The list “{ $list }” has one person only; below { $least } a list carries little.
       *[other] The list “{ $list }” has only { $size } persons; below { $least } a list carries little.
    }
    .hint = Consider joining it with another list of the same kind of source.
estimate-gate-overlap-thin = { $shared ->
        [one] All pairs of lists together share one person; below { $least } an estimate hangs on single cases.
       *[other] All pairs of lists together share only { $shared } persons; below { $least } an estimate hangs on single cases.
    }
    .hint = Check the linking of these lists by hand: one wrong or missing link changes the result.
estimate-gate-total-small = { $n ->
        [one] Only one person is documented here; below { $least } an estimate says little.
       *[other] Only { $n } persons are documented here; below { $least } an estimate says little.
    }
    .hint = Join this stratum with a similar one, or give the count alone.
estimate-gate-singletons = { $once } of { $n } persons ({ $percent } %) are on one list only.
    .hint = Either most of the population is undocumented, or links between lists were missed. Check the linking before you publish.
estimate-gate-unequal-chances = Persons had unequal chances of being documented: those on one list are on other lists more often than chance would have it (likelihood ratio { $ratio }).
    .hint = Estimates tend to be too low when chances differ. Read them as “at least”, and estimate by stratum if you know what divides the persons.
estimate-gate-lists-sparse = There are { $lists } lists, and half of them reach at most { $percent } % of the population that the lower bound implies.
    .hint = With many sparse lists the usual assumption about lists says beforehand that almost everybody is documented. Latent classes then come out too low and too narrow: read them as “at least”, and consider joining lists of the same kind.
estimate-gate-method-range = The method “{ $method }” cannot be used with { $lists } lists.
    .hint = The other methods are not affected.
estimate-gate-models-unusable = { $unusable } of { $models } log-linear models have no usable estimate for this table and were not fitted.
    .hint = Some overlaps are empty. The remaining models were checked one by one; the code of the model with all pairs is { $pairs } (0 means usable).
estimate-gate-cap-touched = Under “{ $method }”, { $percent } % of the draws lie above twenty times the documented persons: the data do not bound the total from above.
    .hint = Quote the lower limit or the lower bound only.
estimate-gate-grid-end = The average over graphs still has weight at { $end } undocumented persons, so it gives no number.
    .hint = The data do not bound the total from above. Use the lower bounds.
estimate-gate-complete-graph = A model that says nothing about the undocumented would take { $percent } % of the weight in the average over graphs.
    .hint = It was left out of the average. Where its weight is large the table speaks against all simpler models: rely on the other methods.
estimate-gate-bound-above = The lower bound ({ $bound }) is above the interval of “{ $method }”, which ends at { $high }.
    .hint = The method contradicts the simplest reading of the overlaps. Do not quote it alone.
estimate-gate-methods-disagree = The methods disagree: from { $low } to { $high }.
    .hint = The spread is the finding. Publish the range with the reasons, not one of the numbers.
estimate-gate-prior-decides = The answer depends on what is assumed about lists beforehand: { $uniform } with one prior, { $expansion } with the other.
    .hint = The lists carry too little information to decide. Show both numbers.
estimate-gate-not-converged = The computation of “{ $method }” did not settle (R-hat { $rhat }, effective draws { $draws }), so it gives no number.
    .hint = Run it again with a larger budget. If it still does not settle, say so in the report.
estimate-gate-two-modes = “{ $method }” finds more than one answer: { $heaps }.
    .hint = Print them side by side. An average between them would describe neither.
estimate-gate-replicates-few = There are only { $replicates } tallies in the set; { $least } or more show the uncertainty of the links.
    .hint = Let the register draw more tallies.
estimate-gate-strata-differ = One pooled table would give { $pooled }; the strata together give { $sum }.
    .hint = Use the sum over the strata. Pooling places or periods that differ distorts the result.
estimate-gate-stratum-refused = The stratum “{ $stratum }” is too thin to estimate; its { $n ->
        [one] one documented person is counted only.
       *[other] { $n } documented persons are counted only.
    }
    .hint = Join it with a similar stratum, if that is defensible, or leave it counted.
estimate-gate-source-fed = The list “{ $list }” takes names from “{ $from }”.
    .hint = Such lists overlap more than independent ones, which makes estimates too low. Join the two, or say so beside the number.
estimate-gate-source-blind = The list “{ $list }” cannot reach this group: { $group }.
    .hint = If no list reaches a group, no estimate includes it. Say so beside the number.
estimate-gate-method-failed = The method “{ $method }” found no usable answer for this table.
    .hint = Read the other methods and the reasons above.

## Names of methods
estimate-method-lcmcr = Latent classes
estimate-method-lcmcr-expansion = Latent classes, prior on the ratio of all to documented
estimate-method-dga = Average over decomposable graphs
estimate-method-loglinear = Log-linear models
estimate-method-chao = Lower bound (Chao)
estimate-method-mth = Lower bound, lists of unequal reach
estimate-method-coverage = Sample coverage
estimate-method-chapman = Two lists, range over odds ratios

## Words beside the numbers
estimate-documented = Documented
estimate-estimated = Estimated in all, documented included
estimate-at-least = At least, if being on one list does not make being on another less likely
estimate-interval = 95 % interval
estimate-spread = From the lowest to the highest method
estimate-not-converged = did not settle; no number
estimate-refused = counted, not estimated
estimate-adds-no-names = An estimate adds no names. It says how many persons were probably not documented; it does not say who they are.
estimate-never-added = Documented and estimated are two different kinds of number and are never added.
estimate-assumption-closed = The population is closed: nobody enters or leaves it between the lists.
estimate-assumption-linkage = Persons are matched correctly between lists, and nobody is in one list twice.
estimate-assumption-reach = Every person had some chance of being on at least one list.
estimate-assumption-model = What the model assumes about the persons on no list holds. No data can test this.
estimate-assumption-lcmcr = The persons on no list belong to classes that are also seen on lists; within a class, lists are independent.
estimate-assumption-dga = The lists depend on each other as in one of the graphs, and the persons on no list follow the same pattern.
estimate-assumption-loglinear = No interaction ties all the lists together at once.
estimate-assumption-bounds = Being on one list does not make being on another less likely.

## The command's output
estimate-column-what = What
estimate-column-number = Number
estimate-column-odds = Odds ratio
estimate-separator = {", "}
estimate-from-to = { $low } to { $high }
estimate-from-lists = { $count ->
        [one] One list: { $lists }
       *[other] { $count } lists: { $lists }
    }
estimate-all-strata = All strata together
estimate-several = several of these
estimate-findings = What to know before quoting a number:
estimate-action-refuse = No number:
estimate-action-drop = Left out:
estimate-action-warn = Caution:
estimate-assumptions = What every number above assumes:
estimate-possible-left-out = { $count ->
        [one] One person whom the figure counts only as possible is not in the tally.
       *[other] { $count } persons whom the figure counts only as possible are not in the tally.
    }
estimate-without-list = { $count ->
        [one] One person of the figure is on no list and not in the tally.
       *[other] { $count } persons of the figure are on no list and not in the tally.
    }
estimate-lists-by-list = Lists are the lists that the persons' records were imported from; “office” stands for records that the office made itself.
estimate-lists-by-source-kind = Lists are the kinds of source that told of the persons' events.
estimate-repeat = Seed { $seed }, { $version }: the same tally with the same seed and version gives the same numbers.
estimate-tally-hash = SHA-256 of the tally: { $hash }
estimate-documented-estimated = Documented in the estimated strata
estimate-own-list = The office's own records
