//! Functions of numbers that several methods share.
//!
//! Invariant: every function gives the same bits on every platform; logarithms,
//! exponentials and gamma functions come from `libm`, never from the system.

pub(crate) use libm::{exp, lgamma, log};

/// Logarithm of a sum of exponentials, without overflow.
pub(crate) fn log_sum_exp(values: &[f64]) -> f64 {
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    top + log(values.iter().map(|v| exp(v - top)).sum())
}

/// Derivative of `lgamma` (recurrence to 10, then the asymptotic series; Abramowitz and Stegun 6.3.18).
pub(crate) fn digamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 10.0 {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    shift + log(x)
        - 0.5 / x
        - y * (1.0 / 12.0
            - y * (1.0 / 120.0 - y * (1.0 / 252.0 - y * (1.0 / 240.0 - y * (1.0 / 132.0)))))
}

/// Derivative of `digamma` (Abramowitz and Stegun 6.4.12).
pub(crate) fn trigamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 10.0 {
        shift += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    shift
        + 1.0 / x
        + y / 2.0
        + y / x
            * (1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * 5.0 / 66.0))))
}

/// Standard normal distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Standard normal quantile, by bisection and Newton steps on [`normal_cdf`]; infinite at 0 and 1.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    root(|z| normal_cdf(z) - p, -39.0, 1.0)
}

/// Upper quantile of Student's distribution, by its incomplete beta function.
pub(crate) fn student_quantile(p: f64, df: f64) -> f64 {
    if df > 1e7 {
        return normal_quantile(p);
    }
    let cdf = |t: f64| {
        let tail = 0.5 * incomplete_beta(df / 2.0, 0.5, df / (df + t * t));
        if t > 0.0 { 1.0 - tail } else { tail }
    };
    let mut high = 2.0;
    while cdf(high) < p && high < 1e12 {
        high *= 2.0;
    }
    root(|t| cdf(t) - p, 0.0, high)
}

/// Regularised incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1.0 - x)) / a;
    let (mut f, mut c, mut d) = (1.0, 1.0, 0.0);
    for i in 0..500 {
        let m = f64::from(i / 2);
        let term = if i == 0 {
            1.0
        } else if i % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 / (1.0 + term * d);
        c = 1.0 + term / c;
        f *= c * d;
        if (1.0 - c * d).abs() < 1e-15 {
            break;
        }
    }
    front * (f - 1.0)
}

/// Distribution function of a gamma variate with rate 1, by its series (DLMF 8.7.1).
pub(crate) fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut k = 1.0;
    while term > 1e-17 * sum && k < 10_000.0 {
        term *= x / (shape + k);
        sum += term;
        k += 1.0;
    }
    (sum * exp(shape * log(x) - x - lgamma(shape))).min(1.0)
}

/// Where an increasing or decreasing function is zero between `low` and `high`, by bisection to the last bits.
pub(crate) fn root(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let rising = f(low) < 0.0;
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low.min(high) || middle >= low.max(high) {
            break;
        }
        if (f(middle) > 0.0) == rising {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}

/// Quantile by linear interpolation of sorted values (type 7 of Hyndman and Fan 1996).
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    interpolate(sorted, (sorted.len() as f64 - 1.0) * p + 1.0)
}

/// Median-unbiased quantile of sorted values (type 8 of Hyndman and Fan 1996).
pub(crate) fn quantile_unbiased(sorted: &[f64], p: f64) -> f64 {
    interpolate(sorted, (sorted.len() as f64 + 1.0 / 3.0) * p + 1.0 / 3.0)
}

fn interpolate(sorted: &[f64], rank: f64) -> f64 {
    let last = sorted.len() as f64;
    let rank = rank.clamp(1.0, last);
    let below = rank.floor();
    let (i, part) = (below as usize - 1, rank - below);
    if part == 0.0 || i + 1 >= sorted.len() {
        sorted[i]
    } else {
        sorted[i] + part * (sorted[i + 1] - sorted[i])
    }
}

/// Sorted copy; all values must be finite or infinite, never NaN.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut copy = values.to_vec();
    copy.sort_by(f64::total_cmp);
    copy
}

/// Mean of the values.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Variance with denominator one less than the number of values; 0 for one value.
pub(crate) fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let m = mean(values);
    values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / (values.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_of_the_special_functions() {
        assert!((digamma(1.0) + 0.577_215_664_901_532_9).abs() < 1e-12);
        assert!((trigamma(1.0) - 1.644_934_066_848_226_4).abs() < 1e-12);
        assert!(normal_quantile(0.5).abs() < 1e-12);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((student_quantile(0.975, 5.0) - 2.570_581_835_636_314).abs() < 1e-9);
        assert!((student_quantile(0.975, 100.0) - 1.983_971_518_523_552).abs() < 1e-9);
        assert!((gamma_cdf(2.5, 3.0) - 0.693_781_081_586_4).abs() < 1e-9);
        assert!((log_sum_exp(&[-1000.0, -1000.0]) + 999.306_852_819_440_1).abs() < 1e-9);
    }
}
