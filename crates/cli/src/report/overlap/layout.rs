//! The layout of the map, and of what could be closed now.

use itertools::Itertools as _;

use super::{Issue, Report, View};
use crate::document::{Column, Document, Item, Table, Text, Tone};
use crate::report::parts::{cited, count, partial, sentence_list, source_list};

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        document.paragraph(self.conclusion());
        partial(&mut document, &self.unfinished);
        document.heading(2, "Issue by issue");
        self.class_table(&mut document);
        document.heading(2, "The parties' views");
        self.view_lists(&mut document);
        self.closable_section(&mut document);
        self.pair_section(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    pub(in crate::report) fn class_table(&self, document: &mut Document) {
        document.paragraph(format!(
            "Between {}. Common ground: some option is acceptable or better to all; tolerable: some \
             option is tolerable or better to all; trade only: some option is nobody's red line, \
             but each such is worse than tolerable for somebody; deadlocked: every option is a red \
             line of somebody. Where stances are unknown or disputed, the best and the worst class \
             are given, and on whom it hangs.",
            sentence_list(&self.principals)
        ));
        let mut table = Table::new(["issue", "class", "by these options", "hangs on"]);
        for issue in &self.issues {
            let class = if issue.stated {
                issue.best.to_owned()
            } else {
                format!("{} to {}", issue.best, issue.worst)
            };
            let tone = match (issue.best, issue.worst) {
                ("deadlocked", _) => Tone::Blocked,
                (_, "common ground" | "tolerable") => Tone::Clear,
                _ => Tone::Open,
            };
            table.push([
                Text::from(issue.title.as_str()),
                Text::from(class).toned(tone),
                Text::from(issue.by_options()),
                Text::from(sentence_list(&issue.hangs_on)),
            ]);
        }
        document.table(table);
    }

    /// The issues of which it is stated that the positions meet on them, and by what.
    pub(in crate::report) fn shared_list(&self, document: &mut Document) {
        let shared = self.issues.iter().filter(|it| it.stated && it.best != "deadlocked");
        document.list(shared.map(|issue| {
            Item::new(Text::new().strong(issue.title.clone()).plain(format!(
                " – {}: {}",
                issue.best,
                issue.sure_options.join("; ")
            )))
        }));
    }

    /// Whether anything could be closed now, and on which issues if those who are silent agreed.
    pub(in crate::report) fn closable_in_short(&self, document: &mut Document) {
        if !self.closable.is_empty() {
            self.closable_list(document);
            return;
        }
        let text = Text::new().strong("Nothing can be closed now on stated positions alone.");
        let issues: Vec<String> =
            self.closable_if_answered.iter().map(|it| it.title.clone()).unique().collect();
        document.paragraph(if issues.is_empty() {
            text
        } else {
            text.plain(format!(
                " On {} some party whose consent is always needed accepts an option already that \
                 could be closed by itself, everything else staying as it is, if those who have not \
                 spoken on it answered well: {}.",
                count(issues.len(), "issue"),
                issues.join("; ")
            ))
        });
    }

    fn view_lists(&self, document: &mut Document) {
        let mut theme: Option<&str> = None;
        for issue in &self.issues {
            if issue.theme.as_deref() != theme {
                theme = issue.theme.as_deref();
                if let Some(theme) = theme {
                    document.heading(3, theme);
                }
            }
            let title = Text::new().strong(issue.title.clone());
            let spoken: Vec<Item> =
                issue.views.iter().filter(|view| view.spoken).map(View::item).collect();
            if spoken.is_empty() {
                document.paragraph(title.plain(": no stance is stated."));
            } else {
                document.paragraph(title);
                document.list(spoken);
            }
        }
    }

    pub(in crate::report) fn pair_section(&self, document: &mut Document) {
        if self.pairs.len() > 1 {
            document.heading(2, "Pair by pair");
            let mut table = Table::new([
                Column::text("pair"),
                Column::numeric("common ground"),
                Column::numeric("tolerable"),
                Column::numeric("trade only"),
                Column::numeric("deadlocked"),
                Column::numeric("hangs on unknowns"),
            ])
            .caption(format!("Numbers of issues, of {} in all", self.issues.len()));
            for pair in &self.pairs {
                let [one, other] = &pair.parties;
                table.push([
                    format!("{one} and {other}"),
                    pair.common_ground.to_string(),
                    pair.tolerable.to_string(),
                    pair.trade_only.to_string(),
                    pair.deadlocked.to_string(),
                    pair.open.to_string(),
                ]);
            }
            document.table(table);
        }
    }

    pub(in crate::report) fn conclusion(&self) -> Text {
        let of = |class: &str| {
            self.issues.iter().filter(|issue| issue.stated && issue.best == class).count()
        };
        let open = self.issues.iter().filter(|issue| !issue.stated).count();
        let text = Text::new().strong(format!(
            "Of {}, by stated positions: {} common ground, {} tolerable, {} open to trade only, \
             {} deadlocked; {open} hanging on stances that nobody has stated or that are disputed.",
            count(self.issues.len(), "issue"),
            of("common ground"),
            of("tolerable"),
            of("trade only"),
            of("deadlocked"),
        ));
        let deadlocked: Vec<String> = self
            .issues
            .iter()
            .filter(|issue| issue.best == "deadlocked")
            .map(|issue| issue.title.clone())
            .collect();
        if deadlocked.is_empty() {
            text
        } else {
            text.plain(format!(" Deadlocked: {}.", deadlocked.join("; ")))
        }
    }

    pub(in crate::report) fn closable_section(&self, document: &mut Document) {
        document.heading(2, "Closable now");
        document.paragraph(
            "What could be agreed by itself, everything else staying as it is: no demand breaks, \
             nobody who is asked loses against today in any reading of the numbers, and somebody \
             gains.",
        );
        if self.closable.is_empty() {
            document.paragraph("Nothing can be closed now on stated positions alone.");
        }
        self.closable_list(document);
        if !self.closable_if_answered.is_empty() {
            document.paragraph(
                "Accepted already by a party whose consent is always needed, and closable one by \
                 one if those named answered well:",
            );
            document.list(self.closable_if_answered.iter().map(|it| {
                let today: Vec<String> = it
                    .silent
                    .iter()
                    .filter(|party| !it.silent_on_it.contains(party))
                    .cloned()
                    .collect();
                let says = |parties: &[String], what: &str| {
                    (!parties.is_empty()).then(|| format!("{what} {}", sentence_list(parties)))
                };
                let parts: Vec<String> = [
                    says(&it.accepted_by, "accepted by"),
                    says(&it.silent_on_it, "not spoken on by"),
                    says(&today, "how it compares with today is not stated by"),
                ]
                .into_iter()
                .flatten()
                .collect();
                format!("{}: {} ({})", it.title, it.option, parts.join("; "))
            }));
        }
        if !self.already_so.is_empty() {
            document.paragraph(
                "So today, and stated to be acceptable by every party whose consent is always \
                 needed:",
            );
            document.list(self.already_so.iter().map(String::as_str));
        }
    }
}

impl Report {
    fn closable_list(&self, document: &mut Document) {
        for (place, set) in self.closable.iter().enumerate() {
            if self.closable.len() > 1 {
                document.paragraph(format!("Set {} of {}:", place + 1, self.closable.len()));
            }
            document.list(set.iter().map(|step| format!("{}: {}", step.title, step.option)));
        }
    }
}

impl Issue {
    /// The options that make the class, those that only might in the end.
    fn by_options(&self) -> String {
        let open = self.options.iter().filter(|it| !self.sure_options.contains(it));
        let open: Vec<&str> = open.map(String::as_str).collect();
        match (self.sure_options.join("; "), open.join("; ")) {
            (sure, open) if open.is_empty() => sure,
            (sure, open) if sure.is_empty() => open,
            (sure, open) => format!("{sure}; if what is not stated turns out well also: {open}"),
        }
    }
}

impl View {
    fn item(&self) -> Item {
        Item::new(Text::new().strong(self.title.clone()).plain(" – ").text(self.words()))
    }

    /// What the party wants, lives with, refuses and has not stated.
    pub(in crate::report) fn words(&self) -> Text {
        let mut parts = Vec::new();
        let mut part = |label: &str, options: &[String]| {
            if !options.is_empty() {
                parts.push(format!("{label}: {}", options.join("; ")));
            }
        };
        part("wants or accepts", &self.wants);
        part("in between", &self.lives_with);
        part("refuses", &self.refuses);
        if self.unknown > 0 {
            let stated = self.wants.len() + self.lives_with.len() + self.refuses.len();
            let all = count(stated + self.unknown, "option");
            parts.push(format!("not stated: {} of {all}", self.unknown));
        }
        if self.sources.is_empty() {
            return parts.join(" – ").into();
        }
        Text::from(parts.join(" – ")).plain(" ").text(cited(&self.sources))
    }
}
