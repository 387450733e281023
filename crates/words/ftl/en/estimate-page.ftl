# An estimate as a section of a report and as a page of one sheet.

## At a glance
estimate-page-tile-documented = documented persons, each counted once
estimate-page-tile-bound = lower bound: at least so many, if being on one list does not make being on another less likely
estimate-page-tile-range = estimated in all, the documented included: lowest to highest limit of { $methods ->
        [one] one method
       *[other] { $methods } methods
    }
estimate-page-tile-numbers = the methods' own numbers: { $low } to { $high }
estimate-page-tile-number = the method's own number: { $low }
estimate-page-tile-two = two lists: a range that depends on an assumption, never one number
estimate-page-tile-none = No number
estimate-page-tile-none-why = how many were not documented cannot be estimated from these lists; the reasons are below
estimate-page-tile-interval = 95 % interval { $low } to { $high }

## The finding in a sentence
estimate-page-documented-are = { $n ->
        [one] One person is documented.
       *[other] { $n } persons are documented.
    }
estimate-page-documented-draws = { $n } persons are documented, on average over { $draws } draws of the links.
estimate-page-finding-range = From how the { $lists } lists overlap, { $methods } methods put the total, the documented included, between { $low } and { $high }; their 95 % intervals reach from { $interval-low } to { $interval-high }.
estimate-page-finding-one = From how the { $lists } lists overlap, one method puts the total, the documented included, at { $low }, with a 95 % interval from { $interval-low } to { $interval-high }.
estimate-page-finding-two = Two lists do not determine a number. If the ties between them are between half and twice what chance would give, the total lies between { $low } and { $high }.
estimate-page-finding-none = How many were not documented cannot be estimated from these lists. That does not mean that there were none.
estimate-page-finding-bound = At least { $bound } must be assumed, if being on one list does not make being on another less likely.
estimate-page-finding-refused-strata = { $n } of the documented belong to strata that are counted and not estimated; the estimate does not speak for them.
estimate-page-finding-disagree = The methods disagree: the range is the finding, and no single number in it.
estimate-page-rounded = The numbers above are rounded; the table has them as they were computed.

## Tables and pictures
estimate-page-population = Of whom this speaks: { $population }
estimate-page-methods = Estimates side by side
estimate-page-method = Method
estimate-page-number = Number
estimate-page-methods-note = The total that each method estimates, the documented included. No method's interval covers what its own assumption gets wrong; that is why several stand side by side.
estimate-page-replicates = Draws of the links, joined
estimate-page-replicates-method = Method
estimate-page-replicates-pooled = Draws pooled
estimate-page-replicates-rule = Rule of replicates
estimate-page-replicates-used = Draws used
estimate-page-replicates-of = { $used } of { $all }
estimate-page-replicates-note = Pooled: every draw of the links has the same share. Rule of replicates: means and variances of the logarithm of the undocumented, joined as for imputations.
estimate-page-estimates = How far the methods agree
estimate-page-estimates-note = Bar: 95 % interval; dark tick: the method's number; hollow bar: a lower bound. Curve: where the method's draws lie, each drawn to the same height. Dashed: the documented.
estimate-page-documented-line = documented { $count }
estimate-page-method-interval = { $method }: 95 % interval { $low } to { $high }.
estimate-page-method-number = Number: { $count }.
estimate-page-overlaps = Who is on which lists
estimate-page-overlaps-note = Above, the lists with their persons. Below, one row for each combination: filled dots are the lists that have these persons, and no other list has them.
estimate-page-overlaps-rest = Above, the lists with their persons. Below, one row for each combination: filled dots are the lists that have these persons, and no other list has them. { $combinations ->
        [one] One further combination has { $count ->
            [one] one person.
           *[other] { $count } persons.
        }
       *[other] { $combinations } further combinations have { $count } persons together.
    }
estimate-page-list-size = { $list }: { $count ->
        [one] one person
       *[other] { $count } persons
    }.
estimate-page-exactly = Only { $lists }: { $count ->
        [one] one person
       *[other] { $count } persons
    }.
estimate-page-without = If one list were missing
estimate-page-without-list = Left out
estimate-page-without-none = none
estimate-page-without-numbers = Lowest to highest number
estimate-page-without-intervals = Lowest to highest limit
estimate-page-without-note = Every row estimates again from the other lists. Where a row moves far from the first, the answer hangs on that list.
estimate-page-without-marked = * Here the methods disagree or one of them finds two answers.
estimate-page-no-number = no number
estimate-page-two-lists-left = no number: two lists are left
estimate-page-priors = If something else were assumed beforehand
estimate-page-prior = Assumed beforehand
estimate-page-prior-uniform = every list reaches any share of the population alike
estimate-page-prior-expansion = all are { $low } to { $high } times the documented
estimate-page-prior-count = { $delta } pseudo-counts in each cell
estimate-page-priors-note = The data do not choose between these assumptions. Where rows differ, the difference belongs to the uncertainty.
estimate-page-strata = By stratum
estimate-page-stratum = Stratum
estimate-page-strata-note = Each stratum is estimated by itself; draws are added, not numbers. Strata that are too thin are counted and not estimated, and no sum contains them.

## Beside the numbers
estimate-page-findings = What to know before quoting a number
estimate-page-assumptions = What every number here assumes
estimate-page-statement = What this page says and does not say
estimate-page-closing = An estimate adds no names: it says how many were probably not documented, not who they are. Documented and estimated are two different kinds of number; they are never added, and an estimated total already contains the documented.
estimate-page-fact-lists = Lists
estimate-page-fact-source = Made from
estimate-page-from-register = the register: study “{ $study }”, figure “{ $figure }”
estimate-page-from-file = the tally “{ $file }”
estimate-page-fact-position = Position in the log
estimate-page-fact-left-out = Not in the tally
estimate-page-fact-repeat = To compute it again
estimate-page-fact-tally = Tally (SHA-256)
estimate-page-title = How many were never documented
estimate-range = { $low }–{ $high }
estimate-counted = counted
estimate-method-short-lcmcr = Classes
estimate-method-short-dga = Graphs
