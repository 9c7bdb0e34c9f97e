//! Trades in sentences.

use impasse_core::analysis::shift::{Shift, View};
use impasse_core::analysis::trade::{Trade, Trades};
use impasse_core::scenario::{PartyId, Range, Ratio, Scenario, decimal};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Number, Span, sentence_list};
use super::wording::{Wording, confidence};

/// The best trades.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TradesReport {
    /// Those that bring most first.
    pub(super) list: Vec<TradeReport>,
    /// Whether there are more.
    pub(super) more: bool,
}

/// Two or three issues on which parties yield to each other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TradeReport {
    /// The trade in sentences.
    pub(super) says: Vec<String>,
    /// What changes on each issue.
    pub(super) shifts: Vec<ShiftReport>,
    /// What each party gains in sum.
    pub(super) gains: Vec<Amount>,
    /// Views that are open.
    pub(super) open: Vec<ViewReport>,
    /// How far from worst (0) to best (100) the open views must lie; null if any will do.
    pub(super) needs: Option<Number>,
    /// Names of parties whose consent it may need besides.
    pub(super) asks: Vec<String>,
    /// The lowest confidence of what it rests on.
    #[schemars(extend("enum" = ["high", "medium", "low"]))]
    pub(super) confidence: &'static str,
    /// Views that are stated.
    pub(super) rests_on: Vec<ViewReport>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ShiftReport {
    pub(super) issue: String,
    pub(super) from: String,
    pub(super) to: String,
    /// What it costs or brings each party.
    pub(super) amounts: Vec<Amount>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Amount {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// In hundredths of the party's own total.
    pub(super) points: Span,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ViewReport {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    pub(super) issue: String,
    pub(super) option: String,
    pub(super) says: Option<String>,
    /// Source keys.
    pub(super) sources: Vec<String>,
}

/// The trades with names, and with the statements they rest on.
pub fn report(wording: &Wording<'_>, scenario: &Scenario, trades: &Trades) -> TradesReport {
    let one = |trade: &Trade| TradeReport {
        says: sentences(wording, trade),
        shifts: trade
            .shifts
            .iter()
            .map(|shift| ShiftReport {
                issue: wording.issue(shift.issue),
                from: wording.option(shift.issue, shift.from),
                to: wording.option(shift.issue, shift.to),
                amounts: amounts(wording, &shift.amounts),
            })
            .collect(),
        gains: amounts(wording, &trade.gains),
        open: trade.open.iter().map(|view| view_report(wording, scenario, *view)).collect(),
        needs: trade.needs.map(|needs| (needs * Ratio::from_integer(100)).into()),
        asks: trade.asks.iter().map(|party| wording.party(*party)).collect(),
        confidence: confidence(trade.confidence),
        rests_on: trade.rests_on.iter().map(|view| view_report(wording, scenario, *view)).collect(),
    };
    TradesReport { list: trades.list.iter().map(one).collect(), more: trades.more }
}

fn amounts(wording: &Wording<'_>, amounts: &[(PartyId, Range<Ratio>)]) -> Vec<Amount> {
    let one = |(party, range): &(PartyId, Range<Ratio>)| Amount {
        party: wording.party_key(*party),
        title: wording.party_title(*party),
        points: (range.low, range.high).into(),
    };
    amounts.iter().map(one).collect()
}

fn view_report(
    wording: &Wording<'_>,
    scenario: &Scenario,
    (party, issue, option): View,
) -> ViewReport {
    let position = scenario.position(party, issue);
    let row = position.and_then(|it| it.rows.get(it.cell(option).row?));
    ViewReport {
        party: wording.party_key(party),
        title: wording.party_title(party),
        issue: wording.issue(issue),
        option: wording.option(issue, option),
        says: row.and_then(|row| row.grounds.says.clone()),
        sources: row.map_or(Vec::new(), |row| wording.cite(&row.grounds)),
    }
}

/// A trade in a few sentences: who yields on what and what all gain in sum; issue by issue what
/// that costs and brings; what it hangs on; and whose consent it brings in.
pub fn sentences(wording: &Wording<'_>, trade: &Trade) -> Vec<String> {
    let alone = trade.shifts.iter().all(|shift| shift.yielding().count() == 1);
    let yields: Vec<String> = trade
        .shifts
        .iter()
        .enumerate()
        .map(|(place, shift)| condition(wording, shift, place > 0 && alone))
        .collect();
    let gains: Vec<String> = trade
        .gains
        .iter()
        .enumerate()
        .map(|(place, (party, gain))| {
            let verb = if place == 0 { "gains " } else { "" };
            format!("{} {verb}{}", wording.party(*party), amount_words(gain))
        })
        .collect();
    let yields = if alone { sentence_list(&yields) } else { yields.join("; and ") };
    let mut sentences = vec![format!("If {yields}, {}.", sentence_list(&gains))];
    sentences.extend(trade.shifts.iter().map(|shift| exchange(wording, shift)));
    if !trade.open.is_empty() {
        sentences.push(hangs_on(wording, trade));
    }
    if !trade.asks.is_empty() {
        sentences
            .push(format!("It may also need the consent of {}.", wording.parties(&trade.asks)));
    }
    sentences
}

/// Who yields: `Russia yields on the plant`, or in short `Russia on the plant`.
fn condition(wording: &Wording<'_>, shift: &Shift, short: bool) -> String {
    let yielding: Vec<PartyId> = shift.yielding().collect();
    let verb = match (short, yielding.len()) {
        (true, _) => "",
        (false, 1) => "yields ",
        (false, _) => "yield ",
    };
    format!("{} {verb}on {}", wording.parties(&yielding), wording.issue(shift.issue))
}

/// What changes on an issue: `The plant: “A” instead of “B” costs Russia 3 and brings Ukraine
/// 11.`
fn exchange(wording: &Wording<'_>, shift: &Shift) -> String {
    let yielding: Vec<PartyId> = shift.yielding().collect();
    let (mut costs, mut brings) = (Vec::new(), Vec::new());
    for (party, amount) in &shift.amounts {
        if yielding.contains(party) {
            let loss = Range { low: -amount.high, likely: -amount.likely, high: -amount.low };
            costs.push(format!("{} {}", wording.party(*party), amount_words(&loss)));
        } else {
            brings.push(format!("{} {}", wording.party(*party), amount_words(amount)));
        }
    }
    format!(
        "{}: “{}” instead of “{}” costs {} and brings {}.",
        wording.issue(shift.issue),
        wording.option(shift.issue, shift.to),
        wording.option(shift.issue, shift.from),
        sentence_list(&costs),
        sentence_list(&brings)
    )
}

/// What the trade hangs on: the open views, and how good they must be.
fn hangs_on(wording: &Wording<'_>, trade: &Trade) -> String {
    let mut parties: Vec<PartyId> = trade.open.iter().map(|(party, ..)| *party).collect();
    parties.dedup();
    let views = parties.iter().map(|party| {
        let options = trade.open.iter().filter(|(other, ..)| other == party);
        let options =
            options.map(|(_, issue, option)| format!("“{}”", wording.option(*issue, *option)));
        let options: Vec<String> = options.collect();
        format!(
            "{} has not said what it thinks of {}",
            wording.party(*party),
            sentence_list(&options)
        )
    });
    let views = super::parts::capital(&sentence_list(&views.collect::<Vec<_>>()));
    match trade.needs {
        None => format!("{views}; all gain whatever the answer, short of a refusal."),
        Some(needs) => format!(
            "{views}; all gain if the {} above {} on the way from worst (0) to best (100).",
            if trade.open.len() == 1 { "answer lies" } else { "answers lie" },
            decimal(needs * Ratio::from_integer(100), 0)
        ),
    }
}

/// An amount: `2`, `between -5.1 and 5.1`.
fn amount_words(amount: &Range<Ratio>) -> String {
    if amount.is_exact() {
        decimal(amount.low, 1)
    } else {
        format!("between {} and {}", decimal(amount.low, 1), decimal(amount.high, 1))
    }
}
