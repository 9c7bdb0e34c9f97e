//! [`Negotiation`]: a whole scenario file, drawn.

use std::fmt::Write as _;

use crate::lcg::Lcg;

/// What a drawn scenario file is made of.
#[derive(Clone, Copy, Debug)]
pub struct Negotiation {
    /// How many parties, each of whose consent is always needed.
    pub parties: usize,
    /// How many issues.
    pub issues: usize,
    /// How many options each.
    pub options: usize,
    /// How many red lines and links, together.
    pub demands: usize,
    /// Of a hundred demands, how many are links.
    pub links: usize,
    /// How far apart in the file linked issues are at most; the treewidth of the links' graph is
    /// no greater.
    pub reach: usize,
    /// The worth, from 0 to 100, under which no party goes.
    pub floor: Option<usize>,
    /// Where the draws begin.
    pub seed: u64,
}

impl Negotiation {
    /// The scenario file. Every party has a whole weight from 1 to 20 for every issue and a whole
    /// worth from 0 to 100 for every option, one of them its ideal, at 100; a red line stands on
    /// none of these. Two proposals settle every issue.
    pub fn text(&self) -> String {
        let mut draw = Lcg::new(self.seed);
        let ideals: Vec<Vec<usize>> = (0..self.parties)
            .map(|_| (0..self.issues).map(|_| draw.below(self.options)).collect())
            .collect();
        let links = self.demands * self.links / 100;
        let red_lines = self.red_lines(&ideals, self.demands - links, &mut draw);
        let mut out = String::from(
            "(format: 1, title: \"drawn\", from: \"2030-01-01\", as_of: \"2030-06-01\",\n\
             sources: {\"s\": (publisher: \"a generator\", date: \"2030-01-01\", kind: Primary, \
             locator: \"benches\")},\nparties: {\n",
        );
        let floor = self.floor.map(|worth| format!(", floor: (worth: {worth}, sources: [\"s\"])"));
        let floor = floor.unwrap_or_default();
        for party in 0..self.parties {
            let _ =
                writeln!(out, "    \"p{party}\": (name: \"P{party}\", consent: Always{floor}),");
        }
        out.push_str("},\nissues: {\n");
        for issue in 0..self.issues {
            let options = (0..self.options).map(|it| format!("\"o{it}\": \"Option {it}\""));
            let options = options.collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                out,
                "    \"i{issue}\": (title: \"Issue {issue}\", status_quo: \"o0\", \
                 options: {{{options}}}),"
            );
        }
        out.push_str("},\npositions: {\n");
        for (party, ideals) in ideals.iter().enumerate() {
            let _ = writeln!(out, "  \"p{party}\": {{");
            for (issue, ideal) in ideals.iter().enumerate() {
                let _ = write!(out, "    \"i{issue}\": (weight: {}, ", 1 + draw.below(20));
                out.push_str("sources: [\"s\"], stances: [");
                for option in 0..self.options {
                    let red_line = red_lines.iter().position(|it| *it == (party, issue, option));
                    let worth = draw.below(100);
                    let (id, is) = match red_line {
                        Some(place) => (format!("id: \"r{place}\", "), "Never".to_owned()),
                        None if option == *ideal => (String::new(), "Ideal".to_owned()),
                        None => (String::new(), format!("Worth({worth})")),
                    };
                    let _ = write!(out, "({id}on: [\"o{option}\"], is: {is}, sources: [\"s\"]), ");
                }
                out.push_str("]),\n");
            }
            out.push_str("  },\n");
        }
        out.push_str("},\nlinks: [\n");
        for link in 0..links {
            out.push_str(&self.link(link, &mut draw));
        }
        out.push_str("],\nproposals: {\n");
        for proposal in 0..2 {
            out.push_str(&self.proposal(proposal, &mut draw));
        }
        out.push_str("},\n)\n");
        out
    }

    /// Different cells, none of them an ideal; all of them, if fewer than asked for.
    fn red_lines(
        &self,
        ideals: &[Vec<usize>],
        count: usize,
        draw: &mut Lcg,
    ) -> Vec<(usize, usize, usize)> {
        let mut cells = Vec::new();
        for (party, ideals) in ideals.iter().enumerate() {
            for (issue, ideal) in ideals.iter().enumerate() {
                let others = (0..self.options).filter(|option| option != ideal);
                cells.extend(others.map(|option| (party, issue, option)));
            }
        }
        let chosen = draw.subset(cells.len(), count);
        chosen.into_iter().map(|place| cells[place]).collect()
    }

    fn link(&self, link: usize, draw: &mut Lcg) -> String {
        let issue = draw.below(self.issues);
        let reach = self.reach.min(self.issues - 1);
        // One of the issues within reach, on either side.
        let (low, high) = (issue.saturating_sub(reach), (issue + reach).min(self.issues - 1));
        let other = low + draw.below(high - low);
        let other = other + usize::from(other >= issue);
        let option = draw.below(self.options);
        let size = 1 + draw.below(self.options / 2);
        let allowed = draw.subset(self.options, size);
        let allowed = allowed.iter().map(|option| format!("\"o{option}\""));
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        let party = link % self.parties;
        format!(
            "    (id: \"l{link}\", party: \"p{party}\", says: \"link {link}\", sources: [\"s\"], \
             demand: If(Is(\"i{issue}\", [\"o{option}\"]), Is(\"i{other}\", [{allowed}]))),\n"
        )
    }

    fn proposal(&self, proposal: usize, draw: &mut Lcg) -> String {
        let mut out = format!(
            "  \"plan{proposal}\": (title: \"Plan {proposal}\", date: \"2030-05-01\", \
             by: [\"p0\"], sources: [\"s\"], clauses: [\n"
        );
        for issue in 0..self.issues {
            let option = draw.below(self.options);
            let _ = writeln!(
                out,
                "    (no: \"{issue}\", says: \"clause {issue}\", sources: [\"s\"], \
                 settles: {{\"i{issue}\": [\"o{option}\"]}}),"
            );
        }
        out.push_str("  ]),\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use impasse_core::read::{Source, read};

    use super::*;

    #[test]
    fn drawn_files_have_no_faults() {
        for (parties, issues, demands) in [(2, 10, 20), (4, 20, 100), (8, 60, 500)] {
            let negotiation = Negotiation {
                parties,
                issues,
                options: 5,
                demands,
                links: 50,
                reach: 3,
                floor: Some(40),
                seed: 1,
            };
            let reading = read(Source::new("drawn.ron", negotiation.text()), |_| unreachable!());
            let faults = reading.result.err();
            assert!(faults.is_none(), "{faults:?}");
        }
    }
}
