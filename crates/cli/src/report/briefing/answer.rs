//! The answer in three sentences: the conclusion, the smallest conflict, the cheapest way out.

use super::Report;
use crate::document::Text;
use crate::report::deadlock::{self, ConflictReport, Way};
use crate::report::parts::{cited, count, sentence_list};
use crate::report::score;

/// The sentences; one that nothing is known for is left out.
pub(super) fn sentences(report: &Report) -> Vec<Text> {
    let mut sentences = Vec::new();
    let proposals = report.proposals.as_ref().map(passing);
    if let Some(deadlock) = &report.deadlock {
        sentences.push(conclusion(deadlock, proposals));
        sentences.extend(smallest(deadlock));
        sentences.extend(cheapest(deadlock));
    } else if let Some(proposals) = proposals {
        sentences.push(Text::new().strong(format!("{proposals}.")));
    }
    sentences
}

/// Which proposals pass, in a clause.
fn passing(report: &score::Report) -> String {
    let all = &report.proposals;
    let of = |outcome: &str| -> Vec<&str> {
        let proposals = all.iter().filter(|it| it.outcome == outcome);
        proposals.map(|it| it.proposal.as_str()).collect()
    };
    let (pass, open) = (of("passes"), of("no stated obstacle"));
    match (pass.is_empty(), open.is_empty(), all.len()) {
        (_, _, 0) => "no proposal is on the table".to_owned(),
        (false, _, several) => {
            format!("of {} {} acceptable to all", count(several, "proposal"), are(&pass))
        }
        (true, false, several) => {
            let none = format!("of {} none is accepted by all", count(several, "proposal"));
            format!("{none}, but {} without a stated obstacle", are(&open))
        }
        (true, true, 1) => "the proposal does not pass".to_owned(),
        (true, true, several) => format!("none of the {several} proposals passes"),
    }
}

fn are(names: &[&str]) -> String {
    format!("{} {}", sentence_list(names), if names.len() == 1 { "is" } else { "are" })
}

fn conclusion(deadlock: &deadlock::Report, proposals: Option<String>) -> Text {
    let (strong, plain) = match deadlock.outcome {
        "agreement" => (
            "Agreement is possible",
            ": there is a package that every party whose consent it needs accepts, whatever the \
             file leaves open",
        ),
        "no stated obstacle" => (
            "No stated obstacle",
            ": there is a package that nothing firmly stated stands against, though it rests on \
             what nobody has said yet",
        ),
        "not decided" => (
            "Not decided",
            ": whether any package respects every firm refusal was not found out within the bound of \
             steps",
        ),
        _ => (
            "Deadlock",
            ": no package respects every firm refusal of the parties whose consent it needs, even \
             with all that is unspoken or disputed at its best",
        ),
    };
    let and = proposals.map_or(String::new(), |proposals| format!("; {proposals}"));
    Text::new().strong(strong).plain(format!("{plain}{and}."))
}

/// The conflict with the fewest members, of these the firmest.
fn smallest(deadlock: &deadlock::Report) -> Option<Text> {
    let conflicts = deadlock.knots.iter().flat_map(|knot| &knot.conflicts);
    let rank = |conflict: &&ConflictReport| {
        let confidence = match conflict.confidence {
            "high" => 0,
            "medium" => 1,
            _ => 2,
        };
        (conflict.members.len(), confidence, conflict.number)
    };
    let conflict = conflicts.min_by_key(rank)?;
    let demands = conflict.members.iter().filter_map(|member| member.demand.as_ref());
    let sides = demands.map(|demand| {
        let text = Text::new().strong(demand.party_title.clone());
        let text = text.plain(format!(" – “{}”", demand.says));
        if demand.sources.is_empty() { text } else { text.plain(" ").text(cited(&demand.sources)) }
    });
    let against = Text::joined(sides, " – against ");
    let rest = match deadlock.conflicts {
        1 => "the only conflict".to_owned(),
        all => format!("conflict {} of {all}", conflict.number),
    };
    Some(
        Text::from("The smallest set of stated demands that cannot hold together: ")
            .text(against)
            .plain(format!(" ({rest}, {} confidence).", conflict.confidence)),
    )
}

/// What the way out that comes first asks of whom, by each order of the ways out.
fn cheapest(deadlock: &deadlock::Report) -> Option<Text> {
    let by = |order: &str| deadlock.first_by.iter().find(|it| it.order == order).map(|it| &it.way);
    let fewest = by("refusals").or_else(|| deadlock.ways_out.first())?;
    let text = Text::from("The ")
        .reference("way out", super::ways::ANCHOR)
        .plain(" that gives up the fewest stated demands asks for ")
        .strong(asks(fewest));
    Some(match by("greatest") {
        Some(even) if even.concessions != fewest.concessions => text
            .plain("; the one that asks the least of whoever gives most asks for ")
            .strong(asks(even))
            .plain("."),
        _ => text.plain("."),
    })
}

/// How many demands a way out asks of each party: `2 from Ukraine and 1 from Russia`.
fn asks(way: &Way) -> String {
    let mut parties: Vec<(&str, usize)> = Vec::new();
    for concession in &way.concessions {
        let party = concession.demand.party_name.as_str();
        match parties.iter_mut().find(|(known, _)| *known == party) {
            Some((_, number)) => *number += 1,
            None => parties.push((party, 1)),
        }
    }
    let list: Vec<String> =
        parties.iter().map(|(party, number)| format!("{number} from {party}")).collect();
    match parties.len() {
        1 => format!("{} and none from anybody else", sentence_list(&list)),
        _ => sentence_list(&list),
    }
}
