//! [`Wording`]: how the parts of a scenario are called in reports. All naming happens here.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::hidden::Hidden;
use super::parts::{Demand, Source, mark};
use crate::document::Text;
use impasse_core::analysis::worth::Worth;
use impasse_core::read::{self, Origins, Subject};
use impasse_core::scenario::{
    Basis, Confidence, DemandId, DemandKind, FloorHeight, Formula, Grounds, IssueId, OptionId,
    OptionSet, Package, PartyId, Scenario, SourceId, SourceKind, Stance, Word, decimal,
};

/// The name of whatever is left out.
pub const LEFT_OUT: &str = "left-out";

/// Names the parts of a scenario, and remembers which sources were cited.
#[derive(Debug)]
pub struct Wording<'a> {
    scenario: &'a Scenario,
    origins: &'a Origins,
    texts: &'a [read::Source],
    hidden: &'a Hidden,
    cited: RefCell<BTreeSet<SourceId>>,
}

impl<'a> Wording<'a> {
    /// The wording for one scenario, silent on what is hidden.
    pub fn new(
        scenario: &'a Scenario,
        origins: &'a Origins,
        texts: &'a [read::Source],
        hidden: &'a Hidden,
    ) -> Self {
        Self { scenario, origins, texts, hidden, cited: RefCell::default() }
    }

    /// What is hidden.
    pub fn hidden(&self) -> &'a Hidden {
        self.hidden
    }

    /// Whether a demand is left out.
    pub fn hides(&self, demand: DemandId) -> bool {
        self.hidden.demand(self.scenario, demand)
    }

    /// Whether a part of the scenario is left out.
    pub fn hides_subject(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Party(name) => {
                let party = self.scenario.frame.parties.find(|it| it.name == *name);
                party.is_some_and(|party| self.hidden.party(party))
            }
            Subject::Demand(name) => {
                let demand = self.scenario.demands.find(|it| it.name == *name);
                demand.is_some_and(|demand| self.hides(demand))
            }
            Subject::Issue(_) | Subject::Proposal(_) => false,
        }
    }

    /// A party's name in the file.
    pub fn party_key(&self, party: PartyId) -> String {
        if self.hidden.party(party) {
            return LEFT_OUT.to_owned();
        }
        self.scenario.frame.parties[party].name.clone()
    }

    /// A party's name in sentences.
    pub fn party(&self, party: PartyId) -> String {
        if self.hidden.party(party) {
            return "a party left out".to_owned();
        }
        self.scenario.frame.parties[party].title.clone()
    }

    /// A party's name where a line begins.
    pub fn party_title(&self, party: PartyId) -> String {
        super::parts::capital(&self.party(party))
    }

    /// Several parties in a sentence.
    pub fn parties(&self, parties: &[PartyId]) -> String {
        let names: Vec<String> = parties.iter().map(|party| self.party(*party)).collect();
        super::parts::sentence_list(&names)
    }

    /// An issue's title.
    pub fn issue(&self, issue: IssueId) -> String {
        self.scenario.frame.issues[issue].title.clone()
    }

    /// An issue's name in the file.
    pub fn issue_key(&self, issue: IssueId) -> String {
        self.scenario.frame.issues[issue].name.clone()
    }

    /// An option's title.
    pub fn option(&self, issue: IssueId, option: OptionId) -> String {
        self.scenario.frame.issues[issue].option_title(option).to_owned()
    }

    /// Some options of an issue, in a sentence.
    pub fn options(&self, issue: IssueId, options: OptionSet) -> String {
        let known = &self.scenario.frame.issues[issue];
        if options == known.all() && known.options.len() > 2 {
            return "any option".to_owned();
        }
        let titles = options.iter().map(|option| format!("“{}”", known.option_title(option)));
        titles.collect::<Vec<_>>().join(" or ")
    }

    /// Source keys, noted as cited.
    pub fn cite(&self, grounds: &Grounds) -> Vec<String> {
        if self.hidden.sources {
            return Vec::new();
        }
        self.cited.borrow_mut().extend(&grounds.sources);
        let sources = &self.scenario.frame.sources;
        grounds.sources.iter().map(|source| sources[*source].key.clone()).collect()
    }

    /// How a statement is known, where it is not plainly stated.
    pub fn basis(&self, grounds: &Grounds) -> Option<String> {
        let basis = match &grounds.basis {
            Basis::Stated if self.hidden.sources && !grounds.sources.is_empty() => {
                Some("sources left out".to_owned())
            }
            Basis::Stated => None,
            Basis::Contested(None) => Some("contested".to_owned()),
            Basis::Contested(Some(why)) => Some(format!("contested: {why}")),
            Basis::Inferred(why) => Some(format!("inferred by the coder: {why}")),
            Basis::Judgement(why) => Some(format!("judgement of the coder: {why}")),
            Basis::Unsourced => Some("unsourced".to_owned()),
        };
        match (basis, grounds.hindsight && !self.hidden.sources) {
            (basis, false) => basis,
            (None, true) => Some("known only from later sources".to_owned()),
            (Some(basis), true) => Some(format!("{basis}; known only from later sources")),
        }
    }

    /// A statement's marks: `[dec8], high confidence`.
    pub fn mark(&self, grounds: &Grounds) -> Text {
        let basis = self.basis(grounds);
        mark(&self.cite(grounds), basis.as_deref(), confidence(grounds.confidence))
    }

    /// A demand.
    pub fn demand(&self, id: DemandId) -> Demand {
        let demand = &self.scenario.demands[id];
        if self.hides(id) {
            return Demand {
                id: LEFT_OUT.to_owned(),
                party: self.party_key(demand.party),
                party_title: self.party_title(demand.party),
                party_name: self.party(demand.party),
                kind: if self.hidden.party(demand.party) { "demand" } else { "floor" },
                says: "left out".to_owned(),
                excludes: "left out".to_owned(),
                sources: Vec::new(),
                confidence: "undisclosed",
                basis: None,
                disputed: false,
                origin: None,
            };
        }
        Demand {
            id: demand.name.clone(),
            party: self.party_key(demand.party),
            party_title: self.party_title(demand.party),
            party_name: self.party(demand.party),
            kind: match demand.kind {
                DemandKind::RedLine { .. } => "red line",
                DemandKind::Link { .. } => "link",
                DemandKind::Floor(_) => "floor",
            },
            says: demand.grounds.says.clone().unwrap_or_else(|| self.excludes(id)),
            excludes: self.excludes(id),
            sources: self.cite(&demand.grounds),
            confidence: confidence(demand.grounds.confidence),
            basis: self.basis(&demand.grounds),
            disputed: !self.scenario.is_firm(id),
            origin: self.origin(id),
        }
    }

    fn origin(&self, id: DemandId) -> Option<String> {
        let span = self.origins.demands.get(&self.scenario.demands[id].name)?;
        let text = self.texts.get(span.file)?;
        Some(format!("{}:{}", text.name(), text.line_column(span.start).line))
    }

    /// What a demand excludes.
    pub fn excludes(&self, id: DemandId) -> String {
        if self.hides(id) {
            return "left out".to_owned();
        }
        let demand = &self.scenario.demands[id];
        match &demand.kind {
            DemandKind::RedLine { issue, options, .. } => {
                format!("rules out {} on {}", self.options(*issue, *options), self.issue(*issue))
            }
            DemandKind::Link { keeps, .. } => self.link(keeps),
            DemandKind::Floor(floor) => match &floor.height {
                FloorHeight::Worth(range) if range.is_exact() => {
                    format!(
                        "no package worth less than {} of its 100 points",
                        decimal(range.low, 1)
                    )
                }
                FloorHeight::Worth(range) => format!(
                    "no package worth less than no deal, put at {} to {} of its 100 points",
                    decimal(range.low, 1),
                    decimal(range.high, 1)
                ),
                FloorHeight::AsGoodAs(_) => {
                    "no package worse than the no-deal package of the file".to_owned()
                }
            },
        }
    }

    /// A link as what it rules out.
    fn link(&self, keeps: &Formula) -> String {
        match keeps {
            Formula::If(condition, consequence) => format!(
                "rules out packages with {} and without {}",
                self.formula(condition),
                self.formula(consequence)
            ),
            Formula::Not(inner) => format!("rules out packages with {}", self.formula(inner)),
            other => format!("rules out packages without {}", self.formula(other)),
        }
    }

    /// A condition in words.
    pub fn formula(&self, formula: &Formula) -> String {
        match formula {
            Formula::Is(issue, options) => {
                format!("{} on {}", self.options(*issue, *options), self.issue(*issue))
            }
            Formula::Same(one, other) => {
                format!("{} equal to {}", self.issue(*one), self.issue(*other))
            }
            Formula::NoMore(one, other) => {
                format!("{} no more than {}", self.issue(*one), self.issue(*other))
            }
            Formula::Not(inner) => format!("anything but ({})", self.formula(inner)),
            Formula::All(parts) => {
                parts.iter().map(|part| self.formula(part)).collect::<Vec<_>>().join(" and ")
            }
            Formula::Any(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.formula(part)).collect();
                if parts.len() == 1 {
                    parts.join("")
                } else {
                    format!("either {}", parts.join(" or "))
                }
            }
            Formula::If(condition, consequence) => {
                format!("({}) only with ({})", self.formula(condition), self.formula(consequence))
            }
        }
    }

    /// A stance in a word or two.
    pub fn stance(&self, stance: Stance) -> String {
        match stance {
            Stance::Word(word) => word_of(word).to_owned(),
            Stance::Worth(range) if range.is_exact() => {
                format!("worth {} of 100", decimal(range.low, 1))
            }
            Stance::Worth(range) => {
                format!("worth {} to {} of 100", decimal(range.low, 1), decimal(range.high, 1))
            }
            Stance::Unknown => "not stated".to_owned(),
        }
    }

    /// A worth of the model in hundredths.
    pub fn worth(&self, party: PartyId, worth: &Worth) -> String {
        let unit = self.scenario.worth_unit(party);
        let number = |points| decimal(impasse_core::scenario::Ratio::new(points, unit), 1);
        if worth.range.is_exact() {
            number(worth.range.low)
        } else {
            format!("{} to {}", number(worth.range.low), number(worth.range.high))
        }
    }

    /// A package, issue by issue: `issue: option`.
    pub fn package(&self, package: &Package) -> Vec<(String, String)> {
        package
            .choices()
            .map(|(issue, option)| (self.issue(issue), self.option(issue, option)))
            .collect()
    }

    /// The sources cited so far, by key.
    pub fn sources(&self) -> Vec<Source> {
        let mut list: Vec<Source> = self
            .cited
            .borrow()
            .iter()
            .map(|id| {
                let source = &self.scenario.frame.sources[*id];
                Source {
                    key: source.key.clone(),
                    publisher: source.publisher.clone(),
                    title: source.title.clone(),
                    date: source.date.to_string(),
                    kind: match source.kind {
                        SourceKind::Primary => "primary",
                        SourceKind::Wire => "wire copy",
                        SourceKind::Outlet => "outlet",
                        SourceKind::Secondary => "secondary",
                        SourceKind::Doubtful => "doubtful",
                    },
                    url: source.url.clone(),
                    locator: source.locator.clone(),
                }
            })
            .collect();
        list.sort_by(|one, other| one.key.cmp(&other.key));
        list
    }
}

/// A confidence in a word.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// A stance word as reports print it.
pub fn word_of(word: Word) -> &'static str {
    match word {
        Word::Ideal => "ideal",
        Word::Acceptable => "acceptable",
        Word::Tolerable => "tolerable",
        Word::Opposed => "opposed",
        Word::Never => "never",
    }
}
