//! A [`Spec`] as RON.

use std::fmt::Write as _;

use itertools::Itertools;

use super::moves::MoveSpec;
use super::spec::{
    ClauseSpec, ConsentSpec, F, FloorSpec, Ground, IssueSpec, KindSpec, Numbers, PartySpec,
    PositionSpec, Q, ReadingSpec, RowSpec, Spec, StanceSpec,
};

impl F {
    fn text(&self, spec: &Spec) -> String {
        let issue = |issue: &usize| format!("{:?}", spec.issues[*issue].name);
        let value = |issue: &usize, option: &usize| spec.issues[*issue].options[*option].0.clone();
        let list = |parts: &[Self]| parts.iter().map(|part| part.text(spec)).join(", ");
        match self {
            Self::Is(id, on) => format!("Is({}, {})", issue(id), spec.names(*id, on)),
            Self::AtLeast(id, from) => format!("AtLeast({}, {})", issue(id), value(id, from)),
            Self::AtMost(id, to) => format!("AtMost({}, {})", issue(id), value(id, to)),
            Self::Same(one, other) => format!("Same({}, {})", issue(one), issue(other)),
            Self::NoMore(one, other) => format!("NoMore({}, {})", issue(one), issue(other)),
            Self::Not(inner) => format!("Not({})", inner.text(spec)),
            Self::All(parts) => format!("All([{}])", list(parts)),
            Self::Any(parts) => format!("Any([{}])", list(parts)),
            Self::If(first, second) => format!("If({}, {})", first.text(spec), second.text(spec)),
        }
    }
}

impl Ground {
    fn text(self) -> &'static str {
        match self {
            Self::Stated => "sources: [\"s\"]",
            Self::Contested => "sources: [\"s\"], basis: Contested(\"sources differ\")",
            Self::Inferred => "basis: Inferred(\"from conduct\")",
            Self::Low => "sources: [\"s\"], confidence: Low",
        }
    }
}

fn number(value: Q) -> String {
    if value.is_integer() { value.to_string() } else { format!("\"{value}\"") }
}

fn numbers(values: &[Q]) -> String {
    match values {
        [one] => number(*one),
        more => format!("({})", more.iter().map(|value| number(*value)).join(", ")),
    }
}

fn weight(stated: &Result<&'static str, Numbers>) -> String {
    match stated {
        Ok(word) => (*word).to_owned(),
        Err(values) => numbers(values),
    }
}

/// So many days after the first of January 2030.
pub fn day(days: usize) -> String {
    let (month, day) = (days / 28 + 1, days % 28 + 1);
    format!("2030-{month:02}-{day:02}")
}

impl StanceSpec {
    fn text(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Worth(values) => {
                format!("Worth({})", values.iter().map(|value| number(*value)).join(", "))
            }
        }
    }
}

impl Spec {
    /// The scenario as RON.
    pub fn text(&self) -> String {
        let mut out = String::from("(\nformat: 1, title: \"drawn\", ");
        out.push_str("from: \"2030-01-01\", as_of: \"2030-06-01\",\nsources: {\"s\": (publisher: ");
        out.push_str("\"a paper\", date: \"2030-01-01\", kind: Primary, locator: \"page 1\")},\n");
        let parties = self.party_order.iter().map(|place| &self.parties[*place]);
        let section =
            |out: &mut String, name: &str, open: char, lines: Vec<String>, close: char| {
                let _ = writeln!(out, "{name}: {open}\n    {}\n{close},", lines.join(",\n    "));
            };
        section(&mut out, "parties", '{', parties.clone().map(|it| self.party(it)).collect(), '}');
        let issues = self.issue_order.iter().map(|place| self.issue(&self.issues[*place]));
        section(&mut out, "issues", '{', issues.collect(), '}');
        let rules = self.rules.iter().enumerate().map(|(place, rule)| {
            format!("(id: \"rule-{place}\", says: \"the world\", rule: {})", rule.text(self))
        });
        section(&mut out, "rules", '[', rules.collect(), ']');
        let positions = parties.clone().map(|party| {
            let lines = self.issue_order.iter().filter_map(|issue| {
                let position = party.positions[*issue].as_ref()?;
                let text = self.position(party, *issue, position);
                Some(format!("\n        {:?}: {text}", self.issues[*issue].name))
            });
            format!("{:?}: {{{}}}", party.name, lines.collect_vec().join(","))
        });
        section(&mut out, "positions", '{', positions.collect(), '}');
        let links = parties.flat_map(|party| {
            party.links.iter().map(move |(name, demand, ground)| {
                format!(
                    "(id: {name:?}, party: {:?}, says: \"{name}\", demand: {}, {}{})",
                    party.name,
                    demand.text(self),
                    self.as_trusted(name),
                    ground.text()
                )
            })
        });
        section(&mut out, "links", '[', links.collect(), ']');
        let proposals = self.proposals.iter().enumerate().map(|(place, clauses)| {
            let mut clauses = clauses.iter().enumerate().map(|(no, it)| self.clause(no, it));
            format!(
                "\"plan-{place}\": (title: \"plan {place}\", date: {:?}, by: [{:?}], \
                 clauses: [\n        {}])",
                day(self.made.get(place).copied().unwrap_or(120)),
                self.parties[0].name,
                clauses.join(",\n        ")
            )
        });
        section(&mut out, "proposals", '{', proposals.collect(), '}');
        if !self.moves.is_empty() {
            let moves = self.moves.iter().map(|step| self.step(step));
            section(&mut out, "moves", '[', moves.collect(), ']');
        }
        if !self.trust.is_empty() {
            section(&mut out, "trust", '{', self.beliefs(), '}');
        }
        if !self.enforcement.is_empty() {
            let enforcement = self.enforcement.iter().map(|(when, of, belief)| {
                let (of, belief) = (&self.parties[*of].name, numbers(belief));
                let basis = "basis: Judgement(\"drawn\")";
                format!("(when: {}, of: {of:?}, belief: {belief}, {basis})", when.text(self))
            });
            section(&mut out, "enforcement", '[', enforcement.collect(), ']');
        }
        out.push_str(")\n");
        out
    }

    fn as_trusted(&self, demand: &str) -> String {
        let belief = self.as_trusted.get(demand);
        belief.map(|it| format!("as_trusted: {}, ", number(*it))).unwrap_or_default()
    }

    fn beliefs(&self) -> Vec<String> {
        let by_holder = self.trust.iter().map(|(holder, toward, belief)| {
            let (toward, belief) = (&self.parties[*toward].name, numbers(belief));
            (*holder, format!("{toward:?}: (belief: {belief}, basis: Judgement(\"drawn\"))"))
        });
        let by_holder = by_holder.into_group_map().into_iter().sorted();
        let lines = by_holder.map(|(holder, lines)| {
            format!("{:?}: {{{}}}", self.parties[holder].name, lines.join(", "))
        });
        lines.collect()
    }

    fn names(&self, issue: usize, options: &[usize]) -> String {
        let names = options.iter().map(|it| format!("{:?}", self.issues[issue].options[*it].0));
        format!("[{}]", names.collect_vec().join(", "))
    }

    fn party_names(&self, parties: &[usize]) -> String {
        let names = parties.iter().map(|party| format!("{:?}", self.parties[*party].name));
        format!("[{}]", names.collect_vec().join(", "))
    }

    fn option_of(&self, issue: usize, option: usize) -> String {
        let issue = &self.issues[issue];
        format!("{:?}: {:?}", issue.name, issue.options[option].0)
    }

    fn party(&self, party: &PartySpec) -> String {
        let consent = match &party.consent {
            ConsentSpec::Always => "Always".to_owned(),
            ConsentSpec::Never => "Never".to_owned(),
            ConsentSpec::When(formula) => format!("When({})", formula.text(self)),
        };
        let floor = party.floor.as_ref().map(|floor| format!(", {}", self.floor(floor)));
        let order = party.order.as_ref().map(|groups| {
            let group = |group: &Vec<usize>| {
                group.iter().map(|issue| format!("{:?}", self.issues[*issue].name)).join(", ")
            };
            let groups = groups.iter().map(|it| format!("[{}]", group(it)));
            format!(", weight_order: [{}]", groups.collect_vec().join(", "))
        });
        let (floor, order) = (floor.unwrap_or_default(), order.unwrap_or_default());
        format!("{:?}: (name: {:?}, consent: {consent}{floor}{order})", party.name, party.name)
    }

    fn floor(&self, floor: &FloorSpec) -> String {
        let height = match floor {
            FloorSpec::Worth(worth) => format!("worth: {}", numbers(worth)),
            FloorSpec::AsGoodAs(package) => {
                let options = package.iter().enumerate();
                let options = options.map(|(issue, option)| self.option_of(issue, *option));
                format!("as_good_as: {{{}}}", options.collect_vec().join(", "))
            }
        };
        format!("floor: ({height}, sources: [\"s\"])")
    }

    fn step(&self, step: &MoveSpec) -> String {
        let issue = |issue: &usize| format!("{:?}", self.issues[*issue].name);
        let stances = step
            .stances
            .iter()
            .map(|(on, rows)| format!("{}: [{}]", issue(on), self.rows(*on, rows)));
        let weights =
            step.weights.iter().map(|(on, weighs)| format!("{}: {}", issue(on), weight(weighs)));
        let adds = step.adds.iter().map(|(name, demand, ground)| {
            let demand = demand.text(self);
            format!("(id: {name:?}, says: \"{name}\", demand: {demand}, {})", ground.text())
        });
        let floor = step.floor.as_ref().map(|floor| format!("{}, ", self.floor(floor)));
        format!(
            "(date: {:?}, seq: {}, party: {:?}, says: \"a move\", stances: {{{}}}, \
             weights: {{{}}}, {}adds: [{}], drops: [{}], sources: [\"s\"])",
            day(step.day),
            step.seq,
            self.parties[step.party].name,
            stances.collect_vec().join(", "),
            weights.collect_vec().join(", "),
            floor.unwrap_or_default(),
            adds.collect_vec().join(", "),
            step.drops.iter().map(|name| format!("{name:?}")).join(", "),
        )
    }

    fn issue(&self, issue: &IssueSpec) -> String {
        let mut out = format!("{:?}: (title: \"{}\", ", issue.name, issue.name);
        let place = self.issues.iter().position(|it| it.name == issue.name).unwrap();
        let duty = |option: usize| {
            let obliged = self.party_names(&issue.options[option].1);
            let broken = self.broken.get(&(place, option));
            let broken = broken.map(|it| format!(", if_broken: {}", number(*it)));
            format!("obliged: {obliged}{}", broken.unwrap_or_default())
        };
        if let KindSpec::Numeric(beyond) = issue.kind {
            let values = &issue.options[..issue.options.len() - usize::from(beyond)];
            let _ = write!(out, "values: [{}]", values.iter().map(|it| &it.0).join(", "));
            if beyond {
                let _ = write!(out, ", beyond: {:?}", issue.options[values.len()].0);
            }
            let _ = write!(out, ", {}", duty(0));
        } else {
            let options = issue.options.iter().enumerate().map(|(option, (name, _))| {
                format!("{name:?}: (title: \"{name}\", {})", duty(option))
            });
            let _ = write!(out, "options: {{{}}}", options.collect_vec().join(", "));
            if issue.kind == KindSpec::Ordered {
                out.push_str(", ordered: true");
            }
        }
        if let Some(option) = issue.status_quo {
            let _ = write!(out, ", status_quo: {:?}", issue.options[option].0);
        }
        if let Some((formula, parent)) = &issue.applies {
            let parent = &self.issues[*parent].name;
            let _ = write!(out, ", applies: {}, parent: {parent:?}", formula.text(self));
        }
        out + ")"
    }

    fn position(&self, party: &PartySpec, issue: usize, position: &PositionSpec) -> String {
        let weight = match &position.weight {
            _ if party.order.is_some() => String::new(),
            stated => format!("weight: {}, ", weight(stated)),
        };
        let shape = if position.falls_off { "shape: falls_off, " } else { "" };
        format!("({weight}{shape}stances: [{}])", self.rows(issue, &position.rows))
    }

    fn rows(&self, issue: usize, rows: &[RowSpec]) -> String {
        let rows = rows.iter().map(|row| {
            let id = row.id.as_ref().map(|id| format!("id: {id:?}, ")).unwrap_or_default();
            let branches = row.branches.iter().map(|(when, stance)| {
                format!("(when: {}, is: {})", when.text(self), stance.text())
            });
            let stance = branches.chain([row.last.text()]).join(", ");
            let stance = if row.branches.is_empty() { stance } else { format!("[{stance}]") };
            let on = self.names(issue, &row.on);
            let trusted = row.id.as_ref().map(|id| self.as_trusted(id)).unwrap_or_default();
            format!("\n            ({id}on: {on}, is: {stance}, {trusted}{})", row.ground.text())
        });
        rows.collect_vec().join(",")
    }

    fn clause(&self, no: usize, clause: &ClauseSpec) -> String {
        let when = |when: &Option<F>| {
            when.as_ref().map(|it| format!(", when: {}", it.text(self))).unwrap_or_default()
        };
        let settles = |reading: &ReadingSpec| {
            let settled = reading.settles.iter().map(|(issue, options)| {
                format!("{:?}: {}", self.issues[*issue].name, self.names(*issue, options))
            });
            format!("settles: {{{}}}", settled.collect_vec().join(", "))
        };
        let mut out = format!("(no: \"{no}\", says: {:?}{}", clause.says, when(&clause.when));
        if clause.ambiguous {
            let readings = clause.readings.iter().map(|it| {
                let by = self.party_names(&it.read_by);
                format!("(read_by: {by}{}, {})", when(&it.when), settles(it))
            });
            let _ = write!(out, ", readings: [{}]", readings.collect_vec().join(", "));
        } else if let Some(reading) = clause.readings.first() {
            let _ = write!(out, ", {}", settles(reading));
        }
        let leaves = clause.leaves.iter().map(|(issue, _)| &self.issues[*issue].name);
        let _ = write!(out, ", leaves: [{}]", leaves.map(|it| format!("{it:?}")).join(", "));
        let interim = clause
            .leaves
            .iter()
            .filter_map(|(issue, option)| option.map(|option| self.option_of(*issue, option)));
        let _ = write!(out, ", if_unsettled: {{{}}})", interim.collect_vec().join(", "));
        out
    }
}
