//! Which picture does a chart of a study become?
//!
//! SVG text that is the same byte for byte on every machine: no clock, no
//! font of the system, no floating-point printing but one rounding. The same
//! picture stands in the page and in the print, so it keeps to what both
//! understand: the root is left-to-right, anchors are physical, and Arabic
//! labels are wrapped in U+2067…U+2069. `canvas` mirrors, the other modules
//! draw; every mark carries an id and a title that names what it stands for.

mod bars;
mod canvas;
pub(crate) mod densities;
mod flow;
mod periods;
mod timeline;
pub(crate) mod upset;

use crate::document::Drawing;
use study::computed::{Chart, Computed};
use words::Words;

pub(crate) use canvas::WIDTH;
pub(crate) use periods::by_period;
pub use periods::periods;

/// The picture of a chart, with caption, description and how to read it.
/// `None` when there is nothing to draw (a figure that the study does not have, no events).
pub fn svg(chart: &Chart, computed: &Computed, words: &Words) -> Option<Drawing> {
    match chart {
        Chart::Timeline {
            id,
            title,
            events,
            series,
            windows,
        } => timeline::draw(id, title, events, series, windows, computed, words),
        Chart::Flow {
            id,
            title,
            stages,
            flows,
        } => flow::draw(id, title, stages, flows, words),
        Chart::Bars {
            id,
            title,
            figure,
            column,
        } => bars::draw(id, title, figure, column, computed, words),
    }
}
