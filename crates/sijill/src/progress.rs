//! How does long work show that it goes on?
//!
//! A bar on standard error when that is a terminal, a turning sign where the
//! number of steps is not known; nothing otherwise, so that scripts and logs
//! stay clean, except that linking names each step on a line of its own: it may
//! take minutes.

use crate::context::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::{Phase, Problem, Step};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
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

/// Shows the steps of long work, each under its own name; gone when it is dropped.
pub struct Steps<'c> {
    context: &'c Context,
    bar: ProgressBar,
    phase: Mutex<Option<Phase>>,
    lines: bool,
}

impl<'c> Steps<'c> {
    /// Shows steps where somebody looks on.
    pub fn shown(context: &'c Context) -> Steps<'c> {
        Steps {
            context,
            bar: shown(ProgressBar::new_spinner()),
            phase: Mutex::new(None),
            lines: false,
        }
    }

    /// The same, and elsewhere a line for each step.
    pub fn told(context: &'c Context) -> Steps<'c> {
        let mut steps = Steps::shown(context);
        steps.lines = true;
        steps
    }

    /// Shows a step; never ends the work.
    ///
    /// # Errors
    /// None.
    pub fn step(&self, step: Step) -> Result<(), Problem> {
        let mut phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        if *phase != Some(step.phase) {
            *phase = Some(step.phase);
            self.begin(step);
        }
        if step.total.is_some() {
            self.bar.set_position(step.done);
        }
        Ok(())
    }

    fn begin(&self, step: Step) {
        let id = format!("phase-{}", step.phase.as_str());
        let name = self.context.text(&id);
        if self.lines && self.bar.is_hidden() {
            self.context.note(&format!("{name}…"));
        }
        let template = match step.total {
            Some(_) => "{msg} {wide_bar} {human_pos}/{human_len} {eta}",
            None => "{spinner} {msg}",
        };
        let style = ProgressStyle::with_template(template);
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_length(step.total.unwrap_or(0));
        self.bar.set_message(name);
        match step.total {
            Some(_) => self.bar.disable_steady_tick(),
            None if self.bar.is_hidden() => {}
            None => self.bar.enable_steady_tick(Duration::from_millis(120)),
        }
    }
}

impl Drop for Steps<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
