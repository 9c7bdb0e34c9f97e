//! The answer in three paragraphs: the conclusion with how sure it is, the smallest conflict, the
//! cheapest way out.

use super::Report;
use crate::document::Text;
use crate::report::deadlock::{self, ConflictReport, Portion};
use crate::report::parts::{capital, count, sentence_list};
use crate::report::{robust, score};

/// How many ways are told in which refusals can fall on the parties.
const SPLITS: usize = 3;

/// The sentences; one that nothing is known for is left out.
pub(super) fn sentences(report: &Report) -> Vec<Text> {
    let mut sentences = Vec::new();
    let proposals = report.proposals.as_ref().and_then(passing);
    if let Some(deadlock) = &report.deadlock {
        let sure = report.robustness.as_ref().map_or(Vec::new(), robust::Report::certainty);
        let conclusion = conclusion(deadlock, proposals);
        sentences.push(sure.into_iter().fold(conclusion, |text, sure| text.plain(" ").text(sure)));
        sentences.extend(smallest(deadlock));
        sentences.extend(cheapest(deadlock));
    } else if let Some(proposals) = proposals {
        sentences.push(Text::new().strong(format!("{}.", capital(&proposals))));
    }
    sentences
}

/// Which proposals pass, in a clause; none where not one could be judged within the bound.
fn passing(report: &score::Report) -> Option<String> {
    let judged = &report.proposals;
    let of = |outcome: &str| -> Vec<&str> {
        let proposals = judged.iter().filter(|it| it.outcome == outcome);
        proposals.map(|it| it.proposal.as_str()).collect()
    };
    let all = judged.len() + report.unfinished.len();
    let proposals = match (judged.len(), all) {
        (0, 0) => return Some("no proposal is on the table".to_owned()),
        (0, _) => return None,
        (some, all) if some < all => {
            format!("the {some} of {all} proposals judged within the bound of steps")
        }
        (all, _) => count(all, "proposal"),
    };
    let (pass, open) = (of("passes"), of("no stated obstacle"));
    Some(match (pass.is_empty(), open.is_empty(), all) {
        (false, _, _) => format!("of {proposals} {} acceptable to all", are(&pass)),
        (true, false, _) => {
            let none = format!("of {proposals} none is accepted by all");
            format!("{none}, but {} without a stated obstacle", are(&open))
        }
        (true, true, 1) => "the proposal does not pass".to_owned(),
        (true, true, all) if judged.len() == all => {
            format!("none of the {all} proposals passes")
        }
        (true, true, _) => format!("of {proposals} none passes"),
    })
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
    let sides = conflict.sides(|says| format!("“{says}”"));
    let sides = sides.into_iter().map(|(party, says)| {
        Text::new().strong(party).plain(" – ").text(Text::joined(says, " and "))
    });
    let against = Text::joined(sides, " – against ");
    let size = conflict.members.len();
    let alike = deadlock.knots.iter().flat_map(|knot| &knot.conflicts);
    let alike = alike.filter(|other| other.members.len() == size).count();
    let which = match alike {
        1 => "The smallest set of stated demands that cannot hold together: ".to_owned(),
        _ => format!(
            "One of the {alike} smallest sets of stated demands that cannot hold together: "
        ),
    };
    let rest = match deadlock.conflicts {
        1 => "the only conflict".to_owned(),
        all => format!("conflict {} of {all}", conflict.number),
    };
    Some(
        Text::from(which)
            .text(against)
            .plain(format!(" ({rest}, {} confidence).", conflict.confidence)),
    )
}

/// How the fewest stated refusals that must give can fall on the parties, and what the way out asks
/// that is the easiest on whoever gives most.
fn cheapest(deadlock: &deadlock::Report) -> Option<Text> {
    let fewest = deadlock.splits.first()?.iter().map(|it| it.refusals).sum::<usize>();
    if fewest == 0 {
        return Some(Text::new().strong("No stated refusal has to give").plain(
            ", but no package meets every floor: somebody would have to accept less than no deal is \
             worth to it.",
        ));
    }
    let mut splits: Vec<String> =
        deadlock.splits.iter().take(SPLITS).map(|split| from(split)).collect();
    let more = deadlock.splits.len() - splits.len();
    if more > 0 {
        splits.push(format!("in {}", count(more, "other way")));
    }
    let text = Text::from("At least ")
        .strong(format!("{} must give", count(fewest, "stated refusal")))
        .plain(": ")
        .strong(splits.join(", or "));
    let even = deadlock.first_by.iter().find(|it| it.order == "greatest");
    let text = match even {
        Some(even) if !deadlock.splits.contains(&even.portions) => text
            .plain("; the ")
            .reference("way out", super::ways::ANCHOR)
            .plain(" that asks the least of whoever gives most asks for ")
            .strong(from(&even.portions)),
        _ => text,
    };
    Some(text.plain("."))
}

/// A split in words: `2 from Ukraine and 1 from Russia`.
fn from(split: &[Portion]) -> String {
    let list: Vec<String> =
        split.iter().map(|it| format!("{} from {}", it.refusals, it.name)).collect();
    sentence_list(&list)
}
