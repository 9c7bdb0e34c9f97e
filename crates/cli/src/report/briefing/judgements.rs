//! The judgements that are the coders' own: what nobody said in so many words.

use impasse_core::scenario::{
    Basis, Confidence, Grounds, PartyId, Range, Ratio, Scenario, decimal,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{capital, mark};
use crate::report::wording::{Wording, confidence};

/// The judgements of the coders.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Judgements {
    /// Statements that are inferred, contested, judged, unsourced or of low confidence.
    pub(super) statements: Vec<Statement>,
    /// How many statements there are in all: views of options, conditions and floors.
    pub(super) statements_in_all: usize,
    /// What issues count for each party, where it is not left out.
    pub(super) weights: Vec<Weight>,
    /// How far promises are believed.
    beliefs: Vec<Belief>,
    /// What the stance words are worth.
    scale: Vec<Word>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Statement {
    party: String,
    title: String,
    /// What it is about.
    about: String,
    says: String,
    sources: Vec<String>,
    basis: Option<String>,
    confidence: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Weight {
    party: String,
    title: String,
    issue: String,
    /// From least to greatest, in the coders' own units.
    weight: String,
    because: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Belief {
    party: String,
    title: String,
    /// Whose promises.
    promises_of: String,
    /// In percent.
    belief: String,
    why: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Word {
    word: &'static str,
    worth: String,
}

/// The judgements about the parties shown.
pub(super) fn build(
    scenario: &Scenario,
    wording: &Wording<'_>,
    visible: &impl Fn(&String) -> bool,
) -> Judgements {
    let hidden = wording.hidden();
    let parties: Vec<PartyId> = scenario
        .frame
        .parties
        .ids()
        .filter(|party| !hidden.party(*party) && visible(&wording.party_key(*party)))
        .collect();
    let scale = &scenario.frame.scale;
    let word = |word, worth| Word { word, worth: decimal(worth, 1) };
    let all = parties.iter().flat_map(|it| statements(scenario, wording, *it));
    let all: Vec<Option<Statement>> = all.collect();
    Judgements {
        statements_in_all: all.len(),
        statements: all.into_iter().flatten().collect(),
        weights: parties.iter().flat_map(|it| weights(scenario, wording, *it)).collect(),
        beliefs: scenario
            .trust
            .iter()
            .filter(|it| parties.contains(&it.holder) && !hidden.party(it.toward))
            .map(|it| Belief {
                party: wording.party_key(it.holder),
                title: wording.party_title(it.holder),
                promises_of: wording.party(it.toward),
                belief: range(it.belief),
                why: it.grounds.says.clone().or_else(|| wording.basis(&it.grounds)),
            })
            .collect(),
        scale: vec![
            word("ideal", scale.ideal),
            word("acceptable", scale.acceptable),
            word("tolerable", scale.tolerable),
            word("opposed", scale.opposed),
            word("never", scale.never),
        ],
    }
}

/// Whether somebody said it, and the sources carry it. Where sources are left out, so is how late
/// they are.
fn is_plain(wording: &Wording<'_>, grounds: &Grounds) -> bool {
    let late = grounds.hindsight && !wording.hidden().sources;
    grounds.basis == Basis::Stated && grounds.confidence > Confidence::Low && !late
}

/// The statements of a party, none for what is plain.
fn statements(
    scenario: &Scenario,
    wording: &Wording<'_>,
    party: PartyId,
) -> Vec<Option<Statement>> {
    let statement = |about: String, grounds: &Grounds, says: Option<String>| {
        (!is_plain(wording, grounds)).then(|| Statement {
            party: wording.party_key(party),
            title: wording.party_title(party),
            about,
            says: says.or_else(|| grounds.says.clone()).unwrap_or_default(),
            sources: wording.cite(grounds),
            basis: wording.basis(grounds),
            confidence: confidence(grounds.confidence),
        })
    };
    let mut list = Vec::new();
    for issue in scenario.frame.issues.ids() {
        let Some(position) = scenario.position(party, issue) else { continue };
        let rows = position.rows.iter();
        list.extend(rows.map(|row| {
            let about =
                format!("{}: {}", wording.issue(issue), wording.options(issue, row.options));
            statement(about, &row.grounds, None)
        }));
    }
    for (id, demand) in scenario.demands.iter().filter(|(_, demand)| demand.party == party) {
        let is_row = matches!(demand.kind, impasse_core::scenario::DemandKind::RedLine { .. });
        if !is_row && !wording.hides(id) {
            let known = wording.demand(id);
            list.push(statement(capital(known.kind), &demand.grounds, Some(known.says)));
        }
    }
    list
}

fn weights(scenario: &Scenario, wording: &Wording<'_>, party: PartyId) -> Vec<Weight> {
    let weights = &scenario.weights[party];
    let unit = weights.unit();
    let issues = scenario.frame.issues.ids();
    issues
        .filter_map(|issue| {
            let position = scenario.position(party, issue)?;
            let ends = weights.boxes().iter().filter_map(|it| it.get(issue.index()));
            let low = ends.clone().map(|it| it.low).min()?;
            let high = ends.map(|it| it.high).max()?;
            let whole = |points| Ratio::new(points, unit);
            wording.cite(&position.grounds);
            Some(Weight {
                party: wording.party_key(party),
                title: wording.party_title(party),
                issue: wording.issue(issue),
                weight: range(Range { low: whole(low), likely: whole(low), high: whole(high) }),
                because: position.because.clone(),
            })
        })
        .collect()
}

fn range(range: Range<Ratio>) -> String {
    if range.low == range.high {
        decimal(range.low, 2)
    } else {
        format!("{} to {}", decimal(range.low, 2), decimal(range.high, 2))
    }
}

impl Report {
    pub(super) fn judgement_section(&self, document: &mut Document) {
        let Some(judgements) = &self.judgements else { return };
        document.paragraph(
            "Nobody said these in so many words. Whoever disagrees with one can change that line \
             of the file and see what changes in the answer.",
        );
        document.heading(3, "Statements that are inferred, contested or weakly sourced");
        if judgements.statements.is_empty() {
            document.paragraph("None: every statement is stated in a source.");
        }
        document.list(judgements.statements.iter().map(Statement::item));
        judgements.weight_table(document);
        judgements.belief_table(document);
        let words: Vec<String> =
            judgements.scale.iter().map(|it| format!("{} {}", it.word, it.worth)).collect();
        if !judgements.weights.is_empty() {
            document.paragraph(format!(
                "What the words for stances are worth, of 100: {}.",
                words.join(", ")
            ));
        }
        self.hands_table(document);
    }

    fn hands_table(&self, document: &mut Document) {
        if self.even_hands.is_empty() {
            return;
        }
        document.heading(3, "Is every party coded with the same care?");
        document.table(crate::report::check::hands_table(&self.even_hands));
    }
}

impl Statement {
    fn item(&self) -> Item {
        let none = self.sources.is_empty().then_some("no source");
        let mark = mark(&self.sources, self.basis.as_deref().or(none), self.confidence);
        let says = if self.says.is_empty() { String::new() } else { format!(" – {}", self.says) };
        let text = Text::new().strong(self.title.clone());
        Item::new(text.plain(format!(", {}{says} (", self.about)).text(mark).plain(")"))
    }
}

impl Judgements {
    /// One row an issue, one column a party.
    fn weight_table(&self, document: &mut Document) {
        if self.weights.is_empty() {
            return;
        }
        let mut parties: Vec<&str> = Vec::new();
        let mut issues: Vec<&str> = Vec::new();
        for weight in &self.weights {
            if !parties.contains(&weight.title.as_str()) {
                parties.push(&weight.title);
            }
            if !issues.contains(&weight.issue.as_str()) {
                issues.push(&weight.issue);
            }
        }
        document.heading(3, "How much each issue counts for each party");
        document.paragraph(
            "Only the proportions between the weights of one party count; weights of different \
             parties are never compared. A range is all that the coders would defend.",
        );
        let mut table = Table::new(["issue"].into_iter().chain(parties.iter().copied()));
        for issue in issues {
            let cell = |party: &str| {
                let mut own = self.weights.iter().filter(|it| it.issue == issue);
                own.find(|it| it.title == party).map_or(Text::new(), |weight| {
                    let because = weight.because.as_ref();
                    let because = because.map(|it| format!(": {it}")).unwrap_or_default();
                    Text::new().strong(weight.weight.clone()).plain(because)
                })
            };
            let cells = parties.iter().map(|party| cell(party));
            table.push([Text::from(issue)].into_iter().chain(cells));
        }
        document.table(table);
    }

    fn belief_table(&self, document: &mut Document) {
        if self.beliefs.is_empty() {
            return;
        }
        document.heading(3, "How far promises are believed");
        document.paragraph("In percent. Only what is said to be so as trusted rests on them.");
        let mut table = Table::new([
            Column::text("who believes"),
            Column::text("promises of"),
            Column::numeric("percent"),
            Column::text("why"),
        ]);
        for belief in &self.beliefs {
            table.push([
                belief.title.clone(),
                belief.promises_of.clone(),
                belief.belief.clone(),
                belief.why.clone().unwrap_or_default(),
            ]);
        }
        document.table(table);
    }
}
