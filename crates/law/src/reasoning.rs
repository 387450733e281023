//! Which steps lead to an outcome?
//!
//! Walks an instrument as `tester` does and makes a node of each step: rules,
//! exclusions with their exceptions, conditions, the windows that may apply.
//! Every truth shown is asked of `tester` again, so the explanation cannot
//! disagree with the outcome.

use crate::explain::{Arg, Node};
use crate::facts::{Facts, Value, held_at};
use crate::instrument::{Condition, Exclusion, Leaf, Rule};
use crate::tester::{Outcome, Tester};
use crate::window::Window;
use model::{Truth, When};

impl Tester<'_> {
    /// The whole reasoning of a test.
    pub(crate) fn explain(&self, facts: &Facts, outcome: Outcome, truth: Truth) -> Node {
        let mut children = Vec::new();
        if self.in_force() != Truth::True {
            children.push(
                Node::new("law-in-force", self.in_force())
                    .with("day", Arg::Date(self.instrument.in_force.clone()))
                    .with("as_of", Arg::Date(When::day(self.as_of))),
            );
        }
        if self.instrument.rules.is_empty() {
            children.push(Node::new("law-no-text", Truth::Unknown));
        }
        for rule in self.instrument.rules_under(self.reading) {
            children.push(self.explain_rule(rule, facts));
        }
        let code = match outcome {
            Outcome::Covered => "law-outcome-covered",
            Outcome::NotCovered => "law-outcome-not-covered",
            Outcome::CannotBeKnown => "law-outcome-cannot-be-known",
        };
        let assuming = if self.assumptions.is_empty() {
            "no"
        } else {
            "yes"
        };
        let mut root = Node::new(code, truth)
            .with("instrument", Arg::Both(self.instrument.title.clone()))
            .with("assuming", Arg::Text(assuming.to_owned()))
            .over(children);
        if let Some(reading) = self.reading {
            root.children.insert(
                0,
                Node::new("law-reading", Truth::True)
                    .with("title", Arg::Both(reading.title.clone()))
                    .with("authority", Arg::Both(reading.authority.clone())),
            );
        }
        for assumption in &self.assumptions {
            root.children.insert(
                0,
                Node::new("law-under-assumption", Truth::Unknown)
                    .with("title", Arg::Both(assumption.title.clone()))
                    .with("assumption", Arg::Text(assumption.id.clone())),
            );
        }
        root
    }

    fn explain_rule(&self, rule: &Rule, facts: &Facts) -> Node {
        let mut children = vec![self.explain_condition(&rule.when, &rule.cite, facts)];
        for exclusion in self.instrument.exclusions_of(rule, self.reading) {
            children.push(self.explain_exclusion(exclusion, facts));
        }
        Node::new("law-rule", self.rule(rule, facts))
            .citing(&rule.cite, self.instrument)
            .with(
                "effect",
                Arg::Message {
                    message: format!("law-effect-{}", rule.effect.word()),
                },
            )
            .over(children)
    }

    fn explain_exclusion(&self, exclusion: &Exclusion, facts: &Facts) -> Node {
        let engaged = self.condition(&exclusion.when, facts);
        let mut children = vec![self.explain_condition(&exclusion.when, &exclusion.cite, facts)];
        if engaged == Truth::False {
            // Its exception is not asked for where the exclusion does not concern the person.
            if let Some(text) = &exclusion.not_engaged {
                children.push(
                    Node::new("law-not-engaged", Truth::True)
                        .citing(&exclusion.cite, self.instrument)
                        .with("text", Arg::Both(text.clone())),
                );
            }
        } else if let Some(unless) = &exclusion.unless {
            children.push(
                Node::new("law-unless", self.condition(unless, facts))
                    .citing(&exclusion.cite, self.instrument)
                    .over(vec![self.explain_condition(unless, &exclusion.cite, facts)]),
            );
        }
        Node::new("law-exclusion", self.exclusion(exclusion, facts))
            .citing(&exclusion.cite, self.instrument)
            .over(children)
    }

    fn explain_condition(&self, condition: &Condition, cite: &[String], facts: &Facts) -> Node {
        let truth = self.condition(condition, facts);
        let explain = |part: &Condition| self.explain_condition(part, cite, facts);
        match condition {
            Condition::All(parts) => {
                Node::new("law-all", truth).over(parts.iter().map(explain).collect())
            }
            Condition::Any(parts) => {
                Node::new("law-any", truth).over(parts.iter().map(explain).collect())
            }
            Condition::Not(part) => Node::new("law-not", truth).over(vec![explain(part)]),
            Condition::Leaf(leaf) => self
                .explain_leaf(leaf, truth, facts)
                .citing(cite, self.instrument),
        }
    }

    fn explain_leaf(&self, leaf: &Leaf, truth: Truth, facts: &Facts) -> Node {
        let about = |mut node: Node, fact: &str| {
            node.fact = Some(fact.to_owned());
            node.stated = facts.stated(fact).to_vec();
            let terms = facts.stated(fact).iter().flat_map(|s| match &s.value {
                Value::OneOf(terms) => terms.as_slice(),
                _ => &[],
            });
            node.named(terms, self.instrument)
        };
        match leaf {
            Leaf::In {
                fact,
                terms,
                negated,
            } => {
                let code = if *negated {
                    "law-leaf-not-in"
                } else {
                    "law-leaf-in"
                };
                let node = Node::new(code, truth).with("terms", Arg::Terms(terms.clone()));
                about(node.named(terms.iter(), self.instrument), fact)
            }
            Leaf::Side { fact, side, day } => {
                let node = Node::new(format!("law-leaf-{}", side.word()), truth);
                about(node.with("day", Arg::Date(When::day(*day))), fact)
            }
            Leaf::At {
                fact,
                day,
                precluded_by,
            } => {
                let day_said = Arg::Date(When::day(*day));
                let node = about(
                    Node::new("law-leaf-at", truth).with("day", day_said.clone()),
                    fact,
                );
                match precluded_by {
                    Some(other) => {
                        let held = held_at(facts.stated(other), *day);
                        let because = about(
                            Node::new("law-leaf-precludes", held).with("day", day_said),
                            other,
                        );
                        node.over(vec![because])
                    }
                    None => node,
                }
            }
            Leaf::Within { fact, window } => {
                let node = about(Node::new("law-leaf-within", truth), fact);
                match self.window(window) {
                    Some(window) => node.over(self.explain_window(window, facts)),
                    None => node,
                }
            }
            Leaf::NotHeld { what } => {
                Node::new("law-leaf-not-held", truth).with("what", Arg::Both(what.clone()))
            }
        }
    }

    /// One node for each stretch that may apply.
    fn explain_window(&self, window: &Window, facts: &Facts) -> Vec<Node> {
        let mut nodes = Vec::new();
        for at in window.possible_kinds(facts) {
            let (kind, own) = &window.kinds[at];
            for in_force in window.stretches(own, self.as_of) {
                let (stretch, by) = (in_force.stretch, in_force.by);
                let code = match (by, kind) {
                    (Some(_), _) => "law-window-extension",
                    (None, Some(_)) => "law-window-kind",
                    (None, None) => "law-window",
                };
                let (settled, unsettled) = match stretch.unsettled_part() {
                    None => (Truth::True, "none"),
                    Some(part) => (Truth::Unknown, part),
                };
                let mut node = Node::new(code, settled)
                    .with("unsettled", Arg::Text(unsettled.to_owned()))
                    .with("first", Arg::Date(When::day(stretch.first)))
                    .with("last", Arg::Date(When::day(stretch.last)));
                if let Some(by) = by {
                    nodes.push(node.with("by", Arg::Text(by.to_owned())));
                    continue;
                }
                if let Some(kind) = kind {
                    let message = format!("law-kind-{kind}");
                    node = node.with("kind", Arg::Message { message });
                }
                nodes.push(node);
            }
        }
        nodes
    }
}
