//! How are the marks of an estimate drawn: a hill of draws, a dot of a list?
//!
//! The same rules as for every other mark of a canvas: coordinates are logical and
//! mirrored here, numbers have two decimals, colours are attributes and classes.

use super::{Canvas, number};
use crate::html::escape;

impl Canvas {
    /// The area between a curve and its floor; `title` says what it stands for.
    pub fn hill(&mut self, points: &[(f64, f64)], floor: f64, title: &str) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return;
        };
        self.marks += 1;
        let mut path = format!("M{} {}", number(self.x(first.0)), number(floor));
        for (x, y) in points {
            path.push_str(&format!("L{} {}", number(self.x(*x)), number(*y)));
        }
        path.push_str(&format!("L{} {}Z", number(self.x(last.0)), number(floor)));
        self.body.push_str(&format!(
            "<path id=\"{}-{}\" class=\"unconfirmed\" fill=\"#c8d5e3\" stroke=\"#2b5078\" stroke-width=\"1\" d=\"{path}\"><title>{}</title></path>\n",
            self.id,
            self.marks,
            escape(title),
        ));
    }

    /// A dot: filled for a list that holds the persons, hollow for one that does not.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, filled: bool) {
        let look = if filled {
            r##"class="sure" fill="#2b5078""##
        } else {
            r##"class="stripe grid" fill="#f4f5f7" stroke="#cdd2d9" stroke-width="1""##
        };
        self.body.push_str(&format!(
            "<circle {look} cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n",
            number(self.x(x)),
            number(y),
            number(radius),
        ));
    }

    /// A thin line that joins the dots of one row.
    pub fn joint(&mut self, x1: f64, x2: f64, y: f64) {
        let left = self.left(x1, x2 - x1);
        self.body.push_str(&format!(
            "<rect class=\"sure\" fill=\"#2b5078\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"2\"/>\n",
            number(left),
            number(y - 1.0),
            number(x2 - x1),
        ));
    }
}
