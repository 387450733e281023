//! Latent classes (Manrique-Vallier 2016).
pub(crate) mod chain;
pub(crate) mod posterior;
pub(crate) mod sweep;

use chain::{Chain, STARTS};
use posterior::{ListPrior, Problem};

#[doc(hidden)]
pub fn trial(tally: &crate::Tally, seed: u64, warm: usize, draws: usize) {
    let mut patterns: Vec<u32> = tally.cells().iter().map(|c| c.0).collect();
    let mut counts: Vec<f64> = tally.cells().iter().map(|c| c.1 as f64).collect();
    patterns.push(0);
    counts.push(0.0);
    let problem = Problem { lists: tally.lists().len(), classes: 10, patterns, counts, n: tally.n() as f64, prior: ListPrior { a: 1.0, b: 1.0 } };
    let t = std::time::Instant::now();
    let mut chains: Vec<Chain> = (0..4).map(|c| Chain::new(&problem, STARTS[c], crate::random::Random::new(&tally.digest(), seed, "lcmcr", c as u64))).collect();
    for c in &mut chains { c.warm_up(warm); }
    let warm_time = t.elapsed().as_secs_f64();
    let t = std::time::Instant::now();
    let logs: Vec<Vec<f64>> = chains.iter_mut().map(|c| (0..draws).map(|_| crate::numeric::log(c.draw().max(0.1))).collect()).collect();
    let time = t.elapsed().as_secs_f64();
    let conv = crate::convergence::convergence(&logs);
    let all: Vec<f64> = crate::numeric::sorted(&logs.concat());
    let q = |p| tally.n() as f64 + crate::numeric::exp(crate::numeric::quantile(&all, p));
    println!("seed {seed} warm {warm_time:.2}s draw {time:.2}s {:.1} us/iter  {conv:?} ESS/s {:.0}  median {:.0} ({:.0}-{:.0})", time * 1e6 / (4 * draws) as f64, conv.ess_bulk / time, q(0.5), q(0.025), q(0.975));
    for c in &chains { println!("   acc {:.2} occupied {} {:?}", c.acceptance(), c.occupied(), c.summary()); }
}
