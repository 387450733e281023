//! How does long work show that it goes on?
//!
//! A bar on standard error when that is a terminal, a turning sign where the
//! number of steps is not known; nothing otherwise, so that scripts and logs
//! stay clean.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

fn shown(bar: ProgressBar) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// A turning sign with a label, gone when it is dropped.
pub struct Working(ProgressBar);

/// Shows that work without known steps goes on.
pub fn working(label: &str) -> Working {
    let sign = shown(ProgressBar::new_spinner());
    sign.set_message(label.to_owned());
    if !sign.is_hidden() {
        sign.enable_steady_tick(Duration::from_millis(120));
    }
    Working(sign)
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar towards `total` steps under a label.
pub fn bar(label: &str, total: u64) -> ProgressBar {
    let bar = shown(ProgressBar::new(total));
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.set_message(label.to_owned());
    bar
}
