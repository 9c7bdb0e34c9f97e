//! Method and limits in plain words, with the definition of every measure used.

use super::Report;
use crate::document::{Document, Item, Text};
use crate::report::hidden::Section;

impl Report {
    pub(super) fn method_section(&self, document: &mut Document) {
        let judged = match self.judgements {
            Some(_) => "; what they judged stands under “Judgements of the coders”",
            None => "",
        };
        limits(document, judged);
        document.heading(3, "What the words mean");
        let is_used = |section: Section| {
            self.shows(section)
                && (section != Section::History || self.history.is_some())
                && (section != Section::Sampling || self.sampled().is_some())
        };
        let measures = MEASURES.iter().filter(|(section, _, _)| is_used(*section));
        document.list(measures.map(measure));
    }
}

impl Report {
    /// What the words of verdicts, overlaps and conflicts mean.
    pub(super) fn verdict_words(&self, document: &mut Document) {
        let used = [Section::Proposals, Section::Map, Section::Deadlock, Section::Comparison];
        let measures = MEASURES.iter();
        let measures =
            measures.filter(|(section, ..)| used.contains(section) && self.shows(*section));
        document.list(measures.map(measure));
    }
}

/// What a report says and what it does not.
pub(super) fn limits(document: &mut Document, judged: &str) {
    document.paragraph(format!(
        "The report follows from one file alone, exactly and reproducibly: the same file gives \
         the same bytes. The file is a coding of positions by people{judged}. The report \
         says what follows from stated positions. It does not predict, it does not say who is \
         right, and it does not say who should give way."
    ));
    document.paragraph(
        "Silence is not consent: an option on which a party has not spoken may be worth \
         anything from 0 to 100 to it, and may turn out to be refused. A deadlock is judged \
         with everything unspoken at its best and every disputed demand left out, so it never \
         rests on silence. No stated obstacle is not an agreement.",
    );
    document.paragraph(
        "Points are hundredths of a party's own total: what an issue counts for it, times what \
         an option is worth to it, over all issues. Points of two parties cannot be compared \
         or added up.",
    );
    document.paragraph(
        "Demands, clauses and readings are worded by the coders, as near to the sources as they \
         could. They are no quotations, even where they stand in quotation marks; the sources \
         have the words.",
    );
}

fn measure((_, word, meaning): &(Section, &str, &str)) -> Item {
    Item::new(Text::new().strong(*word).plain(format!(": {meaning}")))
}

/// Words with what they mean, by the section that uses them first.
const MEASURES: &[(Section, &str, &str)] = &[
    (
        Section::Proposals,
        "Demand",
        "a stated red line (a party will not sign a package with this option, whatever else it \
         gets), a condition (this only with that; also called a link), or a floor. A demand is \
         disputed if sources contradict each other, the coder inferred it, or its confidence is low.",
    ),
    (
        Section::Proposals,
        "Floor",
        "what no deal is worth to a party, where the file states it with its reason. Without a \
         floor there is no floor test.",
    ),
    (
        Section::Proposals,
        "Rejects",
        "every way to read the text breaks a firm demand of the party for certain.",
    ),
    (
        Section::Proposals,
        "Depends on clause N",
        "some readings of the clause break a firm demand of the party, others do not.",
    ),
    (
        Section::Proposals,
        "Depends on judgement",
        "only disputed demands or the coders' ranges decide.",
    ),
    (
        Section::Proposals,
        "No stated objection",
        "nothing stated stands against the text, but the party has not spoken on some of it, or the \
         text leaves open what a demand waits for.",
    ),
    (Section::Proposals, "Accepts", "no reading can break any demand of the party."),
    (
        Section::Proposals,
        "If asked",
        "the party's consent is needed only for some ways to carry the text out.",
    ),
    (
        Section::Proposals,
        "Worth",
        "the mean of what the options are worth to a party (0 to 100), weighted by what the issues \
         count for it; from the least to the greatest that unspoken stances, ranges, readings and \
         unsettled issues allow.",
    ),
    (
        Section::Map,
        "Common ground, tolerable, trade only, deadlocked",
        "of the parties whose consent is always needed: some option is acceptable or better to all; \
         some option is tolerable or better to all; some option is nobody's red line, but each such \
         is below tolerable for somebody; every option is a red line of somebody. Where stances \
         are unknown or disputed, the best and the worst class are given.",
    ),
    (
        Section::Deadlock,
        "Conflict",
        "a smallest set of demands that no package meets together: without any one of them the \
         others can hold. Conflicts that share a demand form a knot.",
    ),
    (
        Section::Deadlock,
        "Refusal",
        "a red line or a condition that a package breaks; those of one party on one issue count \
         once.",
    ),
    (
        Section::Deadlock,
        "Way out",
        "what some package asks the parties to give up, such that no other package asks for less of \
         the same.",
    ),
    (
        Section::Deadlock,
        "Price",
        "what the conceded issues cost a party, in hundredths of its own total: its weight for the \
         issue, times the worth of its best option not ruled out less the worth of the conceded \
         one; in brackets the whole range. Conditions are counted, not priced.",
    ),
    (
        Section::Deadlock,
        "Distance to agreement",
        "a pair that is never added up: the fewest stated refusals that must give, and the points \
         still missing below floors.",
    ),
    (
        Section::Deadlock,
        "Points of involvement",
        "each conflict gives one point, shared equally among the parties in it and among the \
         demands of each: how often a demand stands in a conflict, not who should give.",
    ),
    (
        Section::Closable,
        "Closable now",
        "issues that could be agreed by themselves with everything else as it is: no demand breaks, \
         nobody who is asked loses against today, somebody gains.",
    ),
    (
        Section::Attainable,
        "Counted cautiously, counted hopefully",
        "what nobody has spoken on is worth 0, or 100; worths and floors at the worse or better end \
         of their ranges; disputed demands hold, or do not. Weights are at the middle.",
    ),
    (
        Section::Attainable,
        "On the frontier",
        "the package cannot be bettered for one party without worsening another (Pareto).",
    ),
    (
        Section::Attainable,
        "Gain, share",
        "what a package is worth to a party above its floor; the same as a part of the most that \
         the party could gain.",
    ),
    (
        Section::Attainable,
        "Rules of bargaining theory",
        "conventions, not judgements of what is fair: the greatest product of gains (Nash 1950); the \
         smallest share as large as can be (Kalai and Smorodinsky 1975), and then the next smallest \
         (leximin, Sen 1970); the greatest sum of shares (relative utilitarian, Dhillon and Mertens \
         1999).",
    ),
    (
        Section::History,
        "Concession",
        "the mover's word rises on an option that another party has at acceptable or better, and so \
         toward that party; or it refuses an option no longer, or a link of its ends.",
    ),
    (
        Section::History,
        "Hardening",
        "the mover's word falls on such an option, and so away from that party; or it refuses an \
         option that it did not refuse, or adds a link.",
    ),
    (
        Section::History,
        "Pressure",
        "what no deal is worth to the mover changes; never counted as a concession or a hardening.",
    ),
    (
        Section::History,
        "Clarification",
        "whatever else a move changes, above all a first word where nothing was stated. It meets \
         whoever accepts what the mover, silent before, can now live with.",
    ),
    (
        Section::Trust,
        "On paper, as trusted",
        "with every promise taken for kept; with promises of others believed as far as the coders \
         judge, after the strongest single enforcement that is agreed. As trusted, what obliges \
         others is worth the lesser of its worth on paper and of belief times that worth plus \
         disbelief times what it is worth broken (where the file does not say: from nothing to the \
         lesser of today's state and paper). Demands are tested on paper unless they ask for a \
         belief; floors with worths as trusted.",
    ),
    (
        Section::Comparison,
        "Better, worse, not decided",
        "better for a party: at least as good however what is open turns out, and better in one case. \
         Not decided: it hangs on what is unspoken, unsettled or read differently.",
    ),
    (
        Section::Comparison,
        "Crossed, cleared",
        "the second text breaks a demand that the first keeps, or the other way round.",
    ),
    (
        Section::Comparison,
        "Narrowed, widened, moved, shifted, settled, reopened",
        "what the options still possible became: fewer, more, others, partly others; one instead of \
         an open question, or the reverse. Reworded: the same options in other words.",
    ),
    (
        Section::Voice,
        "Served",
        "of the weight on which the text settles an issue and the party has spoken in one word, the \
         part that is acceptable or better to it. Sharing a view is not having written it.",
    ),
    (
        Section::Voice,
        "Concentration",
        "how unevenly a text serves the parties that have spoken on something it settles: 0 where all \
         are served alike, 100 where one alone is (the index of Herfindahl and Hirschman, counted \
         from equal parts).",
    ),
    (
        Section::Ratification,
        "Gate",
        "a party that is asked only where a package reaches it, such as a parliament that ratifies. It \
         passes a text that can break no demand of its, fails one that breaks a firm demand in every \
         reading, and is undecided otherwise; silence is no consent.",
    ),
    (
        Section::Ratification,
        "Win-set",
        "the packages that some parties accept where they are asked (Putnam 1988).",
    ),
    (
        Section::Robustness,
        "For certain, possibly",
        "in every reading of the text and whatever turns out of what the file leaves open; in one case at \
         least.",
    ),
    (
        Section::Robustness,
        "Tipped by",
        "the single changes, each by itself, that would make an answer another: a view moved by steps \
         along the words, a view stated where none is, a floor, a demand dropped, a clause read in \
         one way only.",
    ),
    (
        Section::Sampling,
        "Sampled, at the worst and at the best",
        "in each sample every number that the file leaves open within bounds, such as a weight or what a \
         word is worth, has one value, each equally likely. A share of samples is told twice: with \
         what nobody has stated or settled at its least worth and disputed demands holding, and the \
         opposite (SMAA-2, Lahdelma and Salminen 2001).",
    ),
    (
        Section::Sampling,
        "First, last",
        "the share of samples in which a text has that rank for a party, by what it is worth to it; \
         what is level shares its ranks equally.",
    ),
    (
        Section::Sampling,
        "Standard error",
        "how far a sampled share typically is from what ever more samples would come to.",
    ),
];
