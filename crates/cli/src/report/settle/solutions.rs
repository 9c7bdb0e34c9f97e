//! The layout of the packages that bargaining theory singles out.

use num_bigint::BigUint;

use super::packages::{PointReport, WorthReport};
use super::{OutlookReport, Refusal, Report, SolutionReport};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::big::{grouped, many};
use crate::report::parts::{Demand, capital, sentence_list};

/// How many of the outcomes that are equally good by one rule are shown.
const TIES: usize = 3;

/// A package that some rules single out, with the letter it goes by.
struct Lettered<'r> {
    letter: String,
    point: &'r PointReport,
    rules: Vec<Text>,
}

impl Report {
    pub(in crate::report) fn package_section(
        &self,
        document: &mut Document,
        first: &OutlookReport,
    ) {
        document.heading(2, "Packages that bargaining theory singles out");
        document.paragraph(
            "Each of these rules is a convention of bargaining theory, not a judgement of what is \
             fair, and none of them is recommended here.",
        );
        let lettered = self.lettered(first);
        let legend = lettered.iter().map(|it| {
            let text = Text::new()
                .strong(format!("Package {}", it.letter))
                .plain(format!("{}:", others_alike(&it.point.packages)));
            it.rules.iter().cloned().fold(Item::new(text), Item::child)
        });
        let refused = first.solutions.iter().filter_map(|it| self.no_package(it));
        document.list(legend.chain(refused));
        if lettered.is_empty() {
            return;
        }
        self.worth_table(document, &lettered);
        self.hopeful_beside(document);
        self.issue_tables(document, &lettered);
        self.broken(document, &lettered);
        self.unstated(document, &lettered);
        for it in &lettered {
            it.point.arithmetic(document, &it.letter);
        }
    }

    /// The packages of an outlook, each once, with the rules that single it out.
    fn lettered<'r>(&self, outlook: &'r OutlookReport) -> Vec<Lettered<'r>> {
        let mut lettered: Vec<Lettered<'r>> = Vec::new();
        let mut solutions = self.outlooks.iter().map(|it| &it.solutions);
        let alike = solutions.all(|it| *it == outlook.solutions);
        for solution in &outlook.solutions {
            let points = solution.points.as_deref().unwrap_or_default();
            for point in points.iter().take(TIES) {
                let mut rule = self.rule(solution.solution);
                if let Some(outcomes) = solution.outcomes.filter(|outcomes| *outcomes > 1) {
                    rule = rule.plain(format!(
                        ", one of {} equally good by it",
                        many(&outcomes.to_string(), "outcome")
                    ));
                }
                // Where all is alike it is said once.
                if !alike && point.in_other_outlook == Some(true) {
                    rule = rule.plain(", counted hopefully as well as cautiously");
                }
                match lettered.iter_mut().find(|it| it.point.package == point.package) {
                    Some(known) => known.rules.push(rule),
                    None => {
                        let letter = u32::try_from(lettered.len()).ok();
                        let letter = letter.and_then(|it| char::from_u32(u32::from('A') + it));
                        let letter = letter.map(String::from).unwrap_or_default();
                        lettered.push(Lettered { letter, point, rules: vec![rule] });
                    }
                }
            }
        }
        lettered
    }

    /// What a rule looks for.
    fn rule(&self, solution: &str) -> Text {
        let shares = self.gains == "shares";
        let (does, who) = match solution {
            "nash" => ("the greatest product of the gains", "Nash 1950"),
            "kalai-smorodinsky" => (
                "the party that comes off worst gets the largest part of what it could gain",
                "Kalai and Smorodinsky 1975",
            ),
            "leximin" if shares => (
                "the smallest share as large as can be, then the next smallest, and so on",
                "leximin, Sen 1970",
            ),
            "leximin" => (
                "the smallest gain in points as large as can be, then the next smallest, and so on",
                "egalitarian, Kalai 1977",
            ),
            _ if shares => {
                ("the greatest sum of shares", "relative utilitarian, Dhillon and Mertens 1999")
            }
            _ => ("the greatest sum of points", "utilitarian"),
        };
        Text::new().strong(does).plain(format!(" ({who})"))
    }

    /// Why a rule singles out nothing.
    fn no_package(&self, solution: &SolutionReport) -> Option<Item> {
        let (title, why) = match (&solution.points, &solution.refused) {
            (_, Some(refusal)) => ("No package: ", refusal.words()),
            (None, None) => ("Not found: ", "not finished within the bound of steps".to_owned()),
            (Some(_), None) => return None,
        };
        let mut text = Text::new().strong(title);
        text.spans.extend(self.rule(solution.solution).spans);
        Some(Item::new(text.plain(format!(" – {why}"))))
    }

    fn worth_table(&self, document: &mut Document, lettered: &[Lettered<'_>]) {
        let mut head = vec![Column::text("worth to")];
        head.extend(lettered.iter().map(|it| Column::numeric(it.letter.clone())));
        let mut table = Table::new(head).caption(
            "What each package is worth, in hundredths of the party's own total; in brackets the \
             gain in percent of the most the party could gain",
        );
        for (place, principal) in self.principals.iter().enumerate() {
            let cells = lettered.iter().map(|it| it.point.worths.get(place).map(worth_words));
            let cells = cells.map(Option::unwrap_or_default);
            table.push([principal.title.clone()].into_iter().chain(cells));
        }
        document.table(table);
        let cannot: Vec<&str> = lettered
            .iter()
            .take(1)
            .flat_map(|it| &it.point.worths)
            .filter(|it| it.share.is_none())
            .map(|it| it.title.as_str())
            .collect();
        if !cannot.is_empty() {
            document.paragraph(format!(
                "Without a percentage: no considered package is a gain for {}.",
                sentence_list(&cannot)
            ));
        }
        let unstated: Vec<String> = lettered
            .iter()
            .filter(|it| !it.point.unstated.is_empty())
            .map(|it| {
                let views = it.point.unstated.iter().map(|it| it.issues.len());
                format!("package {} on {}", it.letter, views.sum::<usize>())
            })
            .collect();
        if !unstated.is_empty() {
            document.paragraph(format!(
                "These packages rest on views that nobody has stated: {}. Each of those may turn \
                 out to be a refusal.",
                sentence_list(&unstated)
            ));
        }
    }

    /// What the same rules single out in the other outlook.
    fn hopeful_beside(&self, document: &mut Document) {
        let [first, other] = self.outlooks.as_slice() else { return };
        if first.solutions == other.solutions {
            document.paragraph(
                "Counted hopefully, the same rules single out the same packages, worth as much.",
            );
            return;
        }
        // Rules that single out the same are put together.
        let mut rows: Vec<(Vec<String>, String)> = Vec::new();
        for solution in &other.solutions {
            let rule = self.rule(solution.solution).words();
            let cell = solution.outcome();
            match rows.iter_mut().find(|(_, known)| *known == cell) {
                Some((rules, _)) => rules.push(rule),
                None => rows.push((vec![rule], cell)),
            }
        }
        let mut table = Table::new(["rule", "its package is worth"])
            .caption("The same rules, counted hopefully");
        for (rules, cell) in rows {
            table.push([rules.join(";\n"), cell]);
        }
        document.table(table);
    }

    fn issue_tables(&self, document: &mut Document, lettered: &[Lettered<'_>]) {
        let known = self.status_quo.iter().any(|it| it.option.is_some());
        let today = || Column::text(if known { "today" } else { "" });
        let one_only = lettered.len() == 1;
        let all = if one_only { "the package" } else { "all of them" };
        let mut head = vec![Column::text("issue")];
        head.extend(known.then(today));
        let mut differ = Table::new(
            head.iter()
                .cloned()
                .chain(lettered.iter().map(|it| Column::text(format!("package {}", it.letter)))),
        )
        .caption("Where the packages differ");
        head.push(Column::text(all));
        let mut same = Table::new(head).caption(match (one_only, known) {
            (true, true) => "What it says where that is not as today",
            (true, false) => "What it says",
            (false, true) => "What all of them say alike where that is not as today",
            (false, false) => "What all of them say alike",
        });
        let mut left = 0;
        for (place, status_quo) in self.status_quo.iter().enumerate() {
            let options: Vec<&str> = lettered
                .iter()
                .map(|it| it.point.package.get(place).and_then(|it| it.option.as_deref()))
                .map(|option| option.unwrap_or("does not arise"))
                .collect();
            let Some(one) = options.first() else { continue };
            let now = status_quo.option.as_deref();
            let mut row = vec![status_quo.issue.as_str()];
            row.extend(known.then(|| now.unwrap_or("not stated")));
            if options.iter().any(|it| it != one) {
                row.extend(options);
                differ.push(row);
            } else if now == Some(*one) || *one == "does not arise" {
                left += 1;
            } else {
                row.push(*one);
                same.push(row);
            }
        }
        document.table(differ);
        document.table(same);
        if left > 0 {
            document.paragraph(format!(
                "On {} {} things as they are today, or the issue does not arise.",
                many(&left.to_string(), "other issue"),
                if one_only { "it leaves" } else { "all of them leave" },
            ));
        }
    }

    /// The demands that packages break, put together by the packages that break them.
    fn broken(&self, document: &mut Document, lettered: &[Lettered<'_>]) {
        let demands = |it: &Lettered<'_>| -> Vec<&Demand> {
            let all = self.demands.iter().filter(|demand| it.point.breaks.contains(&demand.id));
            all.filter(|demand| self.shows(&demand.party)).collect()
        };
        let groups = by_packages(lettered, demands);
        if groups.is_empty() {
            if self.shown.is_empty() {
                document.paragraph("None of them breaks a stated demand.");
            }
            return;
        }
        document.heading(3, "What they break");
        for (who, demands) in groups {
            document.paragraph(format!("{}:", broken_words(&who, lettered.len())));
            document.list(demands.into_iter().map(Demand::text));
        }
    }

    /// The views that packages rest on and nobody has stated.
    fn unstated<'r>(&self, document: &mut Document, lettered: &[Lettered<'r>]) {
        let views = |it: &Lettered<'r>| -> Vec<(&'r str, &'r str)> {
            let parties = it.point.unstated.iter().filter(|it| self.shows(&it.party));
            let views =
                parties.flat_map(|it| it.issues.iter().map(|issue| (&*it.title, issue.as_str())));
            views.collect()
        };
        let groups = by_packages(lettered, views);
        if groups.is_empty() {
            return;
        }
        document.heading(3, "What they rest on that nobody has said");
        document.paragraph(
            "A party has not said how it stands to what the package says on these issues.",
        );
        document.list(groups.into_iter().map(|(who, views)| {
            let parts = views.chunk_by(|one, other| one.0 == other.0).map(|views| {
                let title = views.first().map_or("", |(title, _)| title);
                let issues: Vec<&str> = views.iter().map(|(_, issue)| *issue).collect();
                format!("{title}: {}", issues.join("; "))
            });
            let item =
                Item::new(Text::new().strong(format!("{}:", packages_words(&who, lettered.len()))));
            parts.fold(item, Item::child)
        }));
    }
}

impl SolutionReport {
    /// What a rule singles out, in words.
    fn outcome(&self) -> String {
        let one = |point: &PointReport| {
            let worths: Vec<String> =
                point.worths.iter().map(|it| format!("{} {}", it.title, worth_words(it))).collect();
            let same =
                if point.in_other_outlook == Some(true) { " – the same package" } else { "" };
            format!("{}{same}", worths.join(", "))
        };
        match (&self.points, &self.refused) {
            (_, Some(refusal)) => format!("no package: {}", refusal.words()),
            (None, None) => "not finished".to_owned(),
            (Some(points), None) => {
                let mut lines: Vec<String> = points.iter().take(TIES).map(one).collect();
                let more = self.outcomes.unwrap_or(0).saturating_sub(TIES);
                if more > 0 {
                    lines.push(format!("and {} more", grouped(&more.to_string())));
                }
                lines.join(";\n")
            }
        }
    }
}

impl Refusal {
    fn words(&self) -> String {
        match self.why {
            "no gain" => format!(
                "{} {} in no considered package",
                sentence_list(&self.parties),
                if self.parties.len() == 1 { "gains" } else { "gain" }
            ),
            "not together" => {
                "each party gains in some package, but no package gives all of them a gain"
                    .to_owned()
            }
            _ => "every considered package leaves some party below its floor".to_owned(),
        }
    }
}

/// What is put together by the packages it is said of: their letters, and what is said.
fn by_packages<'r, T: PartialEq>(
    lettered: &[Lettered<'r>],
    said: impl Fn(&Lettered<'r>) -> Vec<T>,
) -> Vec<(Vec<String>, Vec<T>)> {
    let mut things: Vec<(T, Vec<String>)> = Vec::new();
    for one in lettered {
        for thing in said(one) {
            match things.iter_mut().find(|(known, _)| *known == thing) {
                Some((_, who)) => who.push(one.letter.clone()),
                None => things.push((thing, vec![one.letter.clone()])),
            }
        }
    }
    let mut groups: Vec<(Vec<String>, Vec<T>)> = Vec::new();
    for (thing, who) in things {
        match groups.iter_mut().find(|(known, _)| *known == who) {
            Some((_, group)) => group.push(thing),
            None => groups.push((who, vec![thing])),
        }
    }
    groups.sort_by_key(|(who, _)| std::cmp::Reverse(who.len()));
    groups
}

fn packages_words(who: &[String], of: usize) -> String {
    match who {
        [one] => format!("package {one}"),
        _ if who.len() == of => "all of them".to_owned(),
        _ => format!("packages {}", sentence_list(who)),
    }
}

fn broken_words(who: &[String], of: usize) -> String {
    let breaks = if who.len() == 1 { "breaks" } else { "break" };
    format!("{} {breaks}", capital(&packages_words(who, of)))
}

fn worth_words(worth: &WorthReport) -> String {
    let share = worth.share.as_ref().map(|share| format!(" ({}%)", share.decimal));
    format!("{}{}", worth.worth.decimal, share.unwrap_or_default())
}

/// `and 11 other packages worth the same`.
fn others_alike(packages: &str) -> String {
    let (all, one) = (packages.parse::<BigUint>().unwrap_or_default(), BigUint::from(1_u32));
    if all <= one {
        return String::new();
    }
    format!(" (and {} worth the same)", many(&(all - one).to_string(), "other package"))
}
