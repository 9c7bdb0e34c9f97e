//! Trades in sentences.

use impasse_core::analysis::shift::Shift;
use impasse_core::analysis::trade::Trade;
use impasse_core::scenario::{PartyId, Range, Ratio, decimal};

use super::parts::sentence_list;
use super::voice::{Voice, confidence};

/// A trade in a few sentences: what each side lives with and what it gains; what it hangs on;
/// and whose consent it brings in.
pub fn sentences(voice: &Voice<'_>, trade: &Trade) -> Vec<String> {
    let conditions: Vec<String> = trade.shifts.iter().map(|it| condition(voice, it)).collect();
    let gains: Vec<String> = trade
        .gains
        .iter()
        .map(|(party, gain)| format!("{} {}", voice.party(*party), gain_words(gain)))
        .collect();
    let mut sentences = vec![format!(
        "If {}, {} (hundredths of each party's own total).",
        sentence_list(&conditions),
        sentence_list(&gains)
    )];
    if !trade.open.is_empty() {
        sentences.push(hangs_on(voice, trade));
    }
    if !trade.asks.is_empty() {
        sentences.push(format!("It may also need the consent of {}.", voice.parties(&trade.asks)));
    }
    sentences.push(format!(
        "It breaks no stated demand by itself and rests on statements of {} confidence or better.",
        confidence(trade.confidence)
    ));
    sentences
}

/// Who lives with what: `Russia lives with “A” instead of “B” on the plant (3 less to it, 11 more
/// to Ukraine)`.
fn condition(voice: &Voice<'_>, shift: &Shift) -> String {
    let yielding: Vec<PartyId> = shift.yielding().collect();
    let mine = shift.amounts.iter().filter(|(party, _)| yielding.contains(party));
    let others = shift.amounts.iter().filter(|(party, _)| !yielding.contains(party));
    let alone = yielding.len() == 1;
    let amounts = mine.chain(others).map(|(party, amount)| {
        let to =
            if alone && yielding.contains(party) { "it".to_owned() } else { voice.party(*party) };
        format!("{} to {to}", change_words(amount))
    });
    format!(
        "{} {} with “{}” instead of “{}” on {} ({})",
        voice.parties(&yielding),
        if alone { "lives" } else { "live" },
        voice.option(shift.issue, shift.to),
        voice.option(shift.issue, shift.from),
        voice.issue(shift.issue),
        amounts.collect::<Vec<_>>().join(", ")
    )
}

/// What the trade hangs on: the open views, and how good they must be.
fn hangs_on(voice: &Voice<'_>, trade: &Trade) -> String {
    let mut parties: Vec<PartyId> = trade.open.iter().map(|(party, ..)| *party).collect();
    parties.dedup();
    let views = parties.iter().map(|party| {
        let options = trade.open.iter().filter(|(other, ..)| other == party);
        let options = options.map(|(_, issue, option)| {
            format!("“{}” on {}", voice.option(*issue, *option), voice.issue(*issue))
        });
        let options: Vec<String> = options.collect();
        format!("{} on {}", voice.party(*party), sentence_list(&options))
    });
    let views = sentence_list(&views.collect::<Vec<_>>());
    let red = "and none of them may turn out to be a red line";
    match trade.needs {
        None => format!("Open are the views of {views}: all gain however good those are, {red}."),
        Some(needs) => format!(
            "It hangs on the open views of {views}: they must lie more than {} of 100 of the way \
             from the worst to the best they can be, {red}.",
            decimal(needs * Ratio::from_integer(100), 0)
        ),
    }
}

/// A change: `3 less`, `11 more`, `from 1.7 less to 5.1 more`.
fn change_words(amount: &Range<Ratio>) -> String {
    let zero = Ratio::from_integer(0);
    let one = |value: Ratio| match value.cmp(&zero) {
        std::cmp::Ordering::Less => format!("{} less", decimal(-value, 1)),
        std::cmp::Ordering::Equal => "nothing".to_owned(),
        std::cmp::Ordering::Greater => format!("{} more", decimal(value, 1)),
    };
    if amount.is_exact() {
        one(amount.low)
    } else {
        format!("from {} to {}", one(amount.low), one(amount.high))
    }
}

/// A gain in sum: `gains 2`, `gains between -5.1 and 5.1`.
fn gain_words(gain: &Range<Ratio>) -> String {
    if gain.is_exact() {
        format!("gains {}", decimal(gain.low, 1))
    } else {
        format!("gains between {} and {}", decimal(gain.low, 1), decimal(gain.high, 1))
    }
}
