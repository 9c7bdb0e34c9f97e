//! What is odd about a scenario, as warnings at their places.

use impasse_core::analysis::coherence::{self, Oddity, oddities as find};
use impasse_core::analysis::network::Network;
use impasse_core::read::{Code, Fault, Label, Origins, Span, Subject, list};
use impasse_core::scenario::{
    DemandId, History, IssueId, OptionSet, PartyId, ProposalId, RuleId, Scenario, Supposition,
    decimal,
};
use impasse_core::search::{Budget, Exhausted};

/// What is odd about a scenario.
pub(crate) fn oddities(
    origins: &Origins,
    scenario: &Scenario,
    budget: &mut Budget,
) -> Result<Vec<Fault>, Exhausted> {
    let network = Network::new(scenario);
    let places = Places { origins, scenario };
    Ok(find(&network, budget)?.iter().map(|oddity| places.warning(oddity)).collect())
}

/// The fault of a history whose rules exclude every package.
pub(crate) fn nothing_possible(history: &History, origins: &Origins) -> Option<Fault> {
    let scenario = history.at(history.as_of(), &Supposition::default()).ok()?;
    let network = Network::new(&scenario);
    let mut budget = Budget::new(Budget::DEFAULT);
    if network.problem().is_possible(&mut budget).ok()? {
        return None;
    }
    let rules = coherence::excluding(&network, &mut budget).ok()?;
    Some(Places { origins, scenario: &scenario }.excluded(&rules))
}

/// Where the parts of a scenario stand.
struct Places<'a> {
    origins: &'a Origins,
    scenario: &'a Scenario,
}

/// A warning in the making: what is odd, where, and what to do.
type Parts = (Code, String, Vec<Label>, &'static str);

impl Places<'_> {
    fn warning(&self, oddity: &Oddity) -> Fault {
        let (code, message, labels, help) = match oddity {
            Oddity::NothingPossible(rules) => return self.excluded(rules),
            Oddity::CellMissing(party, issue, options) => {
                self.cell_missing(*party, *issue, *options)
            }
            Oddity::WeightsSum(party, total) => (
                Code::WeightsSum,
                format!("the weights of `{}` add up to {}", self.party(*party), decimal(*total, 3)),
                at(self.origins.parties.get(party.index())),
                "any sum is allowed; if a hundred was meant, one of them is off",
            ),
            Oddity::AttributesOutweigh(party, issue) => (
                Code::AttributesOutweigh,
                format!(
                    "for `{}` the issues that hang on `{}` weigh more than it does",
                    self.party(*party),
                    self.issue(*issue)
                ),
                self.at_position(*party, *issue),
                "splitting an issue into attributes should not make it count twice",
            ),
            Oddity::OwnIdealExcluded(party, issue, breaking) => {
                self.own_ideal(*party, *issue, breaking)
            }
            Oddity::OptionImpossible(issue, option) => (
                Code::OptionImpossible,
                format!(
                    "the rules leave no package with `{}` on `{}`",
                    self.scenario.frame.issues[*issue].option_name(*option),
                    self.issue(*issue)
                ),
                at(self.origins.issues.get(issue.index())),
                "drop the option, or weaken the rule that excludes it",
            ),
            Oddity::StatusQuoBreaksRule(rule) => (
                Code::StatusQuoBreaksRule,
                format!(
                    "the status quo breaks the rule `{}`",
                    self.scenario.frame.rules[*rule].name
                ),
                at(self.origins.rules.get(rule.index())),
                "a rule says what the world excludes: mend the rule or the status quo",
            ),
            Oddity::DemandImpossible(id) => (
                Code::DemandImpossible,
                format!("no package keeps the demand `{}`", self.demand(*id)),
                at(self.origins.demands.get(self.demand(*id))),
                "let it leave an option open, or weaken the rule that stands against it",
            ),
            Oddity::DemandImplied(id, other) => self.demand_implied(*id, *other),
            Oddity::AuthorRejects(proposal, party, breaks) => {
                self.author_rejects(*proposal, *party, breaks)
            }
        };
        let about = self.subjects(oddity);
        Fault { code, message, labels, help: Some(help.to_owned()), about }
    }

    /// The parts of the scenario that an oddity is about.
    fn subjects(&self, oddity: &Oddity) -> Vec<Subject> {
        let party = |it: PartyId| Subject::Party(self.party(it).to_owned());
        let issue = |it: IssueId| Subject::Issue(self.issue(it).to_owned());
        let demand = |it: &DemandId| Subject::Demand(self.demand(*it).to_owned());
        match oddity {
            Oddity::NothingPossible(_) | Oddity::StatusQuoBreaksRule(_) => Vec::new(),
            Oddity::CellMissing(who, what, _) | Oddity::AttributesOutweigh(who, what) => {
                vec![party(*who), issue(*what)]
            }
            Oddity::WeightsSum(who, _) => vec![party(*who)],
            Oddity::OptionImpossible(what, _) => vec![issue(*what)],
            Oddity::DemandImpossible(id) | Oddity::DemandImplied(id, _) => vec![demand(id)],
            Oddity::OwnIdealExcluded(_, _, breaking) => breaking.iter().map(demand).collect(),
            Oddity::AuthorRejects(text, who, _) => {
                let name = self.scenario.frame.proposals[*text].name.clone();
                vec![party(*who), Subject::Proposal(name)]
            }
        }
    }

    fn excluded(&self, rules: &[RuleId]) -> Fault {
        let spans = rules.iter().filter_map(|rule| self.origins.rules.get(rule.index()));
        let labels = spans
            .map(|span| Label { span: *span, message: "one of the rules".to_owned() })
            .collect();
        let (what, help) = match rules.len() {
            1 => ("one rule excludes every package", "weaken it, or drop it"),
            _ => ("these rules together exclude every package", "weaken or drop one of them"),
        };
        Fault {
            code: Code::NothingPossible,
            message: what.to_owned(),
            labels,
            help: Some(help.to_owned()),
            about: Vec::new(),
        }
    }

    fn cell_missing(&self, party: PartyId, issue: IssueId, options: OptionSet) -> Parts {
        let known = &self.scenario.frame.issues[issue];
        let names = options.iter().map(|option| known.option_name(option));
        (
            Code::CellMissing,
            format!(
                "`{}` says nothing about {} of `{}`",
                self.party(party),
                list(names),
                known.name
            ),
            self.at_position(party, issue),
            "state it, or add a row with `is: Unknown` that says when it was looked for",
        )
    }

    fn own_ideal(&self, party: PartyId, issue: IssueId, breaking: &[DemandId]) -> Parts {
        let mut labels = self.at_position(party, issue);
        for demand in breaking {
            labels.extend(self.label(*demand, "excludes it"));
        }
        let by = if breaking.is_empty() {
            "several of its demands together".to_owned()
        } else {
            list(breaking.iter().map(|demand| self.demand(*demand)))
        };
        (
            Code::OwnIdealExcluded,
            format!(
                "what `{}` wants on `{}` breaks a demand of its own: {by}",
                self.party(party),
                self.issue(issue)
            ),
            labels,
            "weaken the demand, or the stance that calls the option ideal",
        )
    }

    fn demand_implied(&self, id: DemandId, other: DemandId) -> Parts {
        let mut labels = at(self.origins.demands.get(self.demand(id)));
        labels.extend(self.label(other, "implies it"));
        (
            Code::DemandImplied,
            format!("the demand `{}` follows from `{}`", self.demand(id), self.demand(other)),
            labels,
            "one statement coded twice counts twice: drop one of the two",
        )
    }

    fn author_rejects(&self, proposal: ProposalId, party: PartyId, breaks: &[DemandId]) -> Parts {
        let broken = if breaks.is_empty() {
            "its floor".to_owned()
        } else {
            list(breaks.iter().map(|id| self.demand(*id)))
        };
        (
            Code::AuthorRejects,
            format!(
                "`{}` wrote `{}`, which breaks {broken}",
                self.party(party),
                self.scenario.frame.proposals[proposal].name
            ),
            at(self.origins.proposals.get(proposal.index())),
            "an author may have moved since; if so, say so in `about`",
        )
    }

    fn issue(&self, issue: IssueId) -> &str {
        &self.scenario.frame.issues[issue].name
    }

    fn party(&self, party: PartyId) -> &str {
        &self.scenario.frame.parties[party].name
    }

    fn demand(&self, demand: DemandId) -> &str {
        &self.scenario.demands[demand].name
    }

    fn label(&self, demand: DemandId, message: &str) -> Option<Label> {
        let span = self.origins.demands.get(self.demand(demand))?;
        Some(Label { span: *span, message: message.to_owned() })
    }

    fn at_position(&self, party: PartyId, issue: IssueId) -> Vec<Label> {
        at(self.origins.positions.get(&(party.index(), issue.index())))
    }
}

fn at(span: Option<&Span>) -> Vec<Label> {
    span.map(|span| Label { span: *span, message: String::new() }).into_iter().collect()
}
