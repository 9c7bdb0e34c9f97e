//! [`Hidden`]: what must not travel with a report.
//!
//! Answers are computed from everything the file says; what is hidden is left out when answers are
//! put into words. So the conclusions are true, and a careful reader may infer from them that there
//! is something behind them, though not its words and numbers.

use impasse_core::scenario::{DemandId, PartyId, Scenario};

/// What must not travel with a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Parties whose name, words, demands and numbers are left out.
    pub parties: Vec<PartyId>,
    /// Whether floors are left out, with everything counted from them.
    pub floors: bool,
    /// Whether weights are left out, with every number that weighs issues.
    pub weights: bool,
    /// Whether sources are left out.
    pub sources: bool,
    /// Sections that are left out.
    pub sections: Vec<Section>,
}

/// A section of a report that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What each party says to the proposals.
    Proposals,
    /// The map of issues and parties.
    Map,
    /// What blocks an agreement and what would open one.
    Deadlock,
    /// What could be closed now.
    Closable,
    /// The best attainable packages, and where each proposal stands.
    Attainable,
    /// How positions moved.
    History,
    /// The comparison of two proposals.
    Comparison,
    /// How sure the answers are.
    Robustness,
    /// Whose terms the proposals have.
    Voice,
    /// Which votes the proposals must win.
    Ratification,
    /// What texts are worth on paper and as trusted.
    Trust,
    /// What the texts leave silent, open or ambiguous.
    Unsettled,
    /// How often proposals come first, if what is open is drawn.
    Sampling,
    /// Gaps of the file.
    Gaps,
    /// Judgements of the coders.
    Judgements,
}

impl Section {
    /// Every section, in the order of the report.
    pub const ALL: [Self; 15] = [
        Self::Proposals,
        Self::Map,
        Self::Deadlock,
        Self::Closable,
        Self::Attainable,
        Self::History,
        Self::Comparison,
        Self::Robustness,
        Self::Voice,
        Self::Ratification,
        Self::Trust,
        Self::Unsettled,
        Self::Sampling,
        Self::Gaps,
        Self::Judgements,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposals => "proposals",
            Self::Map => "map",
            Self::Deadlock => "deadlock",
            Self::Closable => "closable",
            Self::Attainable => "attainable",
            Self::History => "history",
            Self::Comparison => "comparison",
            Self::Robustness => "robustness",
            Self::Voice => "voice",
            Self::Ratification => "ratification",
            Self::Trust => "trust",
            Self::Unsettled => "unsettled",
            Self::Sampling => "sampling",
            Self::Gaps => "gaps",
            Self::Judgements => "judgements",
        }
    }
}

impl Hidden {
    /// Whether a party is left out.
    pub fn party(&self, party: PartyId) -> bool {
        self.parties.contains(&party)
    }

    /// Whether a section is shown.
    pub fn shows(&self, section: Section) -> bool {
        !self.sections.contains(&section)
    }

    /// Whether a demand is left out.
    pub fn demand(&self, scenario: &Scenario, demand: DemandId) -> bool {
        let demand = &scenario.demands[demand];
        self.party(demand.party) || (self.floors && demand.floor().is_some())
    }

    /// What is left out, in words.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        match self.parties.len() {
            0 => {}
            1 => words.push("one party with its words, demands and numbers".to_owned()),
            more => words.push(format!("{more} parties with their words, demands and numbers")),
        }
        if self.floors {
            words.push("floors (what no deal is worth)".to_owned());
        }
        if self.weights {
            words.push("weights and every number counted in points".to_owned());
        }
        if self.sources {
            words.push("sources".to_owned());
        }
        words.extend(
            self.sections.iter().map(|section| format!("the section “{}”", section.name())),
        );
        words
    }
}
