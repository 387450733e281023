#!/usr/bin/env Rscript
# Measures the R packages that estimate from overlapping lists, on the tables of this repository, beside Sijill.
#
#   Rscript benches/estimate-peers.R [PROGRAM]
#
# Optional: nothing here is needed to build, test or use Sijill. Needs R with any of LCMCR, dga, Rcapture, SparseMSE and
# coda (all on CRAN); a package that is missing is named and left out. PROGRAM is Sijill's own measurement, built with
# `cargo build --release -p estimate --example speed`; by default target/release/examples/speed. Both sides run one after
# the other in one thread; only CPU seconds are printed, because they can be compared on a busy machine.

arguments <- commandArgs(trailingOnly = TRUE)
program <- if (length(arguments) > 0) arguments[1] else "target/release/examples/speed"
tables <- file.path("crates", "estimate", "tests", "tables")
read_tally <- function(name) read.csv(file.path(tables, paste0(name, ".csv")), check.names = FALSE)
lists_of <- function(tally) setdiff(names(tally), "count")
cpu <- function(work) {
  spent <- system.time(result <- work())
  list(result = result, seconds = sum(spent[c("user.self", "sys.self")]))
}
have <- function(package) {
  found <- requireNamespace(package, quietly = TRUE)
  if (!found) cat(package, ": not installed, left out\n", sep = "")
  found
}

if (have("LCMCR") && have("coda")) {
  tally <- read_tally("kosovo_1999_killings_4")
  data <- data.frame(lapply(tally[lists_of(tally)], factor, levels = c(0, 1)), Freq = tally$count)
  for (seed in c("1", "2", "3")) {
    run <- cpu(function() {
      sampler <- LCMCR::lcmCR(data, tabulated = TRUE, in_list_label = "1", not_in_list_label = "0", K = 10,
                              a_alpha = 0.25, b_alpha = 0.25, seed = seed, buffer_size = 10000, thinning = 100)
      LCMCR::lcmCR_PostSampl(sampler, burnin = 10000, samples = 10000, thinning = 100, output = FALSE)
    })
    effective <- coda::effectiveSize(log(run$result - sum(tally$count)))
    limits <- quantile(run$result, c(0.5, 0.025, 0.975))
    cat(sprintf("LCMCR kosovo seed %s: %.0f effective draws in %.2f CPU s: %.0f a second; median %.0f (%.0f-%.0f)\n",
                seed, effective, run$seconds, effective / run$seconds, limits[1], limits[2], limits[3]))
  }
}

if (have("dga")) {
  data("graphs5", package = "dga", envir = environment())
  for (name in c("uk_slavery_2013_5", "western_us_trafficking_5")) {
    tally <- read_tally(name)
    counts <- array(0, dim = rep(2, 5))
    counts[as.matrix(tally[lists_of(tally)]) + 1] <- tally$count
    n <- sum(tally$count)
    run <- cpu(function() dga::bma.cr(counts, Nmissing = 1:(20 * n), delta = 2^-5, graphs = graphs5))
    cat(sprintf("dga %s: %.0f CPU ms, grid to 20 n\n", name, 1000 * run$seconds))
  }
}

if (have("Rcapture")) {
  for (name in c("uk_slavery_2013_5", "western_us_trafficking_5")) {
    tally <- read_tally(name)
    run <- cpu(function() Rcapture::closedpMS.t(as.matrix(tally[c(lists_of(tally), "count")]), dfreq = TRUE))
    cat(sprintf("Rcapture hierarchical models %s: %d models in %.0f CPU ms\n",
                name, nrow(run$result$results), 1000 * run$seconds))
  }
}

if (have("SparseMSE")) {
  for (name in c("western_us_trafficking_5", "new_orleans_trafficking_8_published185")) {
    tally <- as.matrix(read_tally(name))
    run <- cpu(function() SparseMSE::estimatepopulation(tally, nboot = 1000, pthresh = 0.02, iseed = 1))
    cat(sprintf("SparseMSE stepwise with 1,000 BCa resamples %s: %.0f CPU ms\n", name, 1000 * run$seconds))
  }
}

if (file.exists(program)) {
  system2(program, env = "RAYON_NUM_THREADS=1")
} else {
  cat(program, ": not built, left out\n", sep = "")
}
