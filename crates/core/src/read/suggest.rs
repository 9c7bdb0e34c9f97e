//! The nearest declared name, for "did you mean".

use itertools::Itertools;

/// The declared name that is nearest to a name, if it is near enough to be a slip.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    let near = |(other, distance): &(&str, usize)| {
        let longest = name.chars().count().max(other.chars().count());
        // Something must be left in common.
        *distance < longest && *distance * 3 <= longest.max(3)
    };
    known
        .map(|other| (other, distance(other)))
        .filter(near)
        .min_by_key(|(_, distance)| *distance)
        .map(|(other, _)| other)
}

/// Names in backticks, shortened when there are many.
pub fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.collect();
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["donetsk", "crimea", "nato"];
        assert_eq!(nearest("donesk", known.into_iter()), Some("donetsk"));
        assert_eq!(nearest("NATO", known.into_iter()), Some("nato"));
        assert_eq!(nearest("reparations", known.into_iter()), None);
    }
}
