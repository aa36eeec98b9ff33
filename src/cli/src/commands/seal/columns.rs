//! What becomes of each column: covered by the seals, skipped on purpose, or refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use touchmark::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD, is_field_name, meant_seal_field};
use touchmark_seal::{CURRENCY, FieldPlan, FieldTypes, NotCoverable, PlanError};

use crate::commands::seal::companion::{companion_spelling, is_companion};
use crate::commands::seal::options::Seal;
use crate::commands::seal::remedy::{RENAME, no_such_column, type_line};
use crate::failure::Failure;
use crate::field_names::{renamed, squeezed};
use crate::read_back::misses;
use crate::rules::Rules;
use crate::shell::{option, option_with};

/// The member by which Snowfakery says of which object a record is.
pub(super) const TABLE: &str = "_table";

/// What becomes of each column.
pub(super) struct Columns<'a> {
    pub(super) args: &'a Seal,
    pub(super) types: FieldTypes,
    pub(super) planned: Vec<String>,
    /// The same, to be looked up.
    pub(super) is_planned: HashSet<String>,
    /// In lower case.
    is_skipped: HashSet<String>,
    /// The planned amounts, where their currency is not planned with them.
    pub(super) amounts: Vec<String>,
    /// With the rule that asks.
    asked_by_rules: Vec<(String, String)>,
    /// The columns that sealing fills, in the order in which they are added.
    pub(super) filled: Vec<String>,
    pub(super) seen: BTreeMap<String, Outcome>,
    /// How names are spelt in what is signed, by their lower case: files write them as they like.
    spellings: HashMap<String, String>,
}

/// What becomes of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Covered,
    Skipped,
    OfTheSeal,
    LeftOut(NotCoverable),
}

impl<'a> Columns<'a> {
    pub(super) fn new(args: &'a Seal, types: FieldTypes, plan: &FieldPlan, rules: &Rules) -> Self {
        let mut filled = vec![SEAL_FIELD.to_owned(), UUID_FIELD.to_owned()];
        filled.extend(plan.tiers().iter().map(|tier| tier.companion_field()));
        if args.reference {
            filled.push(REFERENCE_FIELD.to_owned());
        }
        let asked: Vec<_> =
            rules.columns().into_iter().map(|(column, rule)| (column.to_owned(), rule.to_owned())).collect();
        // The platform's spelling before anybody's.
        let mut spellings = HashMap::new();
        let own = ["Id", SEAL_FIELD, UUID_FIELD, REFERENCE_FIELD, CURRENCY].into_iter();
        let own = own.chain(filled.iter().map(String::as_str)).chain(types.names()).chain(plan.names());
        let asked_for = args.skip.iter().chain(asked.iter().map(|(column, _)| column)).map(String::as_str);
        for name in own.chain(asked_for) {
            spellings.entry(name.to_ascii_lowercase()).or_insert_with(|| name.to_owned());
        }
        Self {
            args,
            types,
            planned: plan.names().map(str::to_owned).collect(),
            is_planned: plan.names().map(str::to_owned).collect(),
            is_skipped: args.skip.iter().map(|name| name.to_ascii_lowercase()).collect(),
            amounts: plan.amounts_without_currency().into_iter().map(str::to_owned).collect(),
            asked_by_rules: asked,
            filled,
            seen: BTreeMap::new(),
            spellings,
        }
    }

    /// Decides about columns that were not seen before; every one that can be covered must have been decided for.
    /// With each comes whether it holds anything.
    pub(super) fn admit<'n>(
        &mut self,
        names: impl Iterator<Item = (&'n str, bool)>,
        place: impl std::fmt::Display,
    ) -> Result<(), Failure> {
        let (mut undecided, mut misspelt) = (Vec::new(), Vec::new());
        let mut here: HashMap<Cow<'_, str>, &str> = HashMap::new();
        for (written, holds_something) in names {
            let name = self.spelt(written);
            if let Some(other) = here.insert(name.clone(), written) {
                misspelt.push(format!(
                    "{other} and {written} name one field, as upper and lower case do not count; take one out, or rename it"
                ));
                continue;
            }
            if self.seen.contains_key(name.as_ref()) {
                continue;
            }
            if let Some(meant) = meant_seal_field(&name) {
                misspelt.push(format!("{name} {}", misses(&meant)));
                continue;
            }
            self.refuse_amount_alone(&name, &place)?;
            match self.decide(&name) {
                Some(outcome) => {
                    let name = name.into_owned();
                    self.spellings.entry(name.to_ascii_lowercase()).or_insert_with(|| name.clone());
                    self.seen.insert(name, outcome);
                }
                // An empty relationship, such as `Account: null`, is no field.
                None if !holds_something && !name.ends_with("__c") && self.types.get(&name).is_none() => {}
                None => undecided.push(name.into_owned()),
            }
        }
        let undecided: Vec<&str> = undecided.iter().map(String::as_str).collect();
        match misspelt.as_slice() {
            [] => {}
            [only] => return Err(Failure::at(&place, only)),
            _ => {
                let lines = misspelt.iter().map(|problem| format!("  {problem}"));
                let problem = "columns are not spelt as readers look for them:";
                return Err(Failure::at(&place, problem).with_lines(lines));
            }
        }
        if undecided.is_empty() { Ok(()) } else { Err(self.refusal(&undecided, &place.to_string())) }
    }

    /// Refuses to cover amounts and not what they are amounts of, where the file says it: another currency could be put in
    /// its place unseen.
    fn refuse_amount_alone(&self, name: &str, place: impl std::fmt::Display) -> Result<(), Failure> {
        if self.amounts.is_empty() || name != CURRENCY {
            return Ok(());
        }
        let kept = if self.args.skip.iter().any(|skipped| skipped.eq_ignore_ascii_case(CURRENCY)) {
            ", and take it out of --skip"
        } else {
            ""
        };
        Err(Failure::usage(format!(
            "{place}: {CURRENCY} must be covered with {}: an amount in another currency is another amount; add {CURRENCY} to --open-fields, or to a tier of --restricted{kept}",
            self.amounts.join(", ")
        )))
    }

    /// A name as it is signed: upper and lower case do not count on the platform, and loaders write names in capitals.
    pub(super) fn spelt<'n>(&self, name: &'n str) -> Cow<'n, str> {
        // Nearly always it is that already.
        if self.seen.contains_key(name) {
            return Cow::Borrowed(name);
        }
        match self.spellings.get(&name.to_ascii_lowercase()) {
            Some(known) if known != name => Cow::Owned(known.clone()),
            Some(_) => Cow::Borrowed(name),
            None => companion_spelling(name).map_or(Cow::Borrowed(name), Cow::Owned),
        }
    }

    fn decide(&self, name: &str) -> Option<Outcome> {
        if name == SEAL_FIELD
            || name == UUID_FIELD
            || name == REFERENCE_FIELD
            || name == TABLE
            || is_companion(name)
        {
            return Some(Outcome::OfTheSeal);
        }
        if self.is_planned.contains(name) {
            return Some(Outcome::Covered);
        }
        if self.is_skipped.contains(&name.to_ascii_lowercase()) {
            return Some(Outcome::Skipped);
        }
        match self.types.get(name) {
            Some(Err(why)) => Some(Outcome::LeftOut(why)),
            // `Account.Name`, as a query over a relationship names it.
            None if name.contains('.') => Some(Outcome::LeftOut(NotCoverable::OfAnotherRecord)),
            _ => None,
        }
    }

    fn refusal(&self, undecided: &[&str], place: &str) -> Failure {
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            undecided.iter().partition(|name| self.types.get(name).is_some());
        let mut lines = Vec::new();
        let said = |option: Option<String>| option.unwrap_or_else(|| RENAME.to_owned());
        let not_covered =
            |names: &[&str]| format!("    not to be covered:       {}", said(option("--skip", names)));
        if !known.is_empty() {
            lines.extend([
                format!("  {}", known.join(",")),
                format!("    everyone may read them:  {}", said(option("--open-fields", &known))),
                format!(
                    "    only some may:           {}",
                    said(option_with("--restricted", "TIER=", &known))
                ),
                not_covered(&known),
            ]);
        }
        for name in unknown {
            let may_be_the_id = self.may_be_the_id(name);
            if !is_field_name(name) && !may_be_the_id {
                let error = PlanError::NoFieldName(name.to_owned());
                lines.push(format!("  {error}{}", renamed(name, self.types.names())));
            } else {
                lines.push(format!("  {name}"));
            }
            if may_be_the_id {
                lines.push(
                    "    did you mean Id? The record's id is read from the column Id: rename it".to_owned(),
                );
            }
            if is_field_name(name) {
                lines.push(format!("    its type is not known:   {}", type_line(name)));
            }
            lines.push(not_covered(&[name]));
        }
        Failure::usage(format!("{place}: every column must be covered or skipped, and these are neither:"))
            .with_lines(lines)
    }

    /// Whether a column is called as people call the id of the records, and none is called `Id`.
    pub(super) fn may_be_the_id(&self, name: &str) -> bool {
        let name = squeezed(name);
        let of_object = squeezed(&self.args.object) + "id";
        !self.seen.contains_key("Id")
            && [of_object.as_str(), "recordid", "id18", "casesafeid", "salesforceid", "sfid"]
                .contains(&name.as_str())
    }

    /// Every column that was named must be there.
    pub(super) fn all_seen(&self, file: &str) -> Result<(), Failure> {
        // No record at all names no column.
        if self.seen.is_empty() {
            return Ok(());
        }
        let refusal = |who: String, name: &str| {
            let known = self.seen.keys().map(String::as_str);
            Err(Failure::usage(format!("{who} {name}, and {}", no_such_column(name, file, known))))
        };
        let is_missing = |name: &str| !self.seen.contains_key(self.spelt(name).as_ref());
        if let Some(name) = self.planned.iter().find(|name| is_missing(name)) {
            return refusal(format!("{} names", self.args.option_that_lists(name)), name);
        }
        if let Some((name, rule)) = self.asked_by_rules.iter().find(|(name, _)| is_missing(name)) {
            return refusal(format!("{}: {rule}: asks for", self.args.rules.display()), name);
        }
        Ok(())
    }

    pub(super) fn with_outcome(&self, is_meant: impl Fn(Outcome) -> bool) -> Vec<&str> {
        self.seen.iter().filter(|(_, known)| is_meant(**known)).map(|(name, _)| name.as_str()).collect()
    }
}
