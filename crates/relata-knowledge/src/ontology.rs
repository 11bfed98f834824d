//! Which acts are there, and what becomes of an act that is asked for, threatened or refused?

use std::collections::BTreeMap;

use relata_doc::{Action, CameoCode, GoldsteinScore, PloverType, Span};

use crate::fault::Fault;
use crate::files::Files;

/// The codes of CAMEO with their PLOVER types, and the operators that act upon acts.
#[derive(Debug, Default, Clone)]
pub struct Ontology {
    codes: BTreeMap<CameoCode, Entry>,
    // Operator, then prefix of the base act; the longest prefix wins.
    operators: BTreeMap<(String, String), CameoCode>,
}

/// What is known of one code.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The label of the codebook.
    pub label: String,
    /// The intensity.
    pub goldstein: GoldsteinScore,
    /// The PLOVER type; none for plain statements.
    pub plover: Option<PloverType>,
    /// The PLOVER mode.
    pub mode: Option<String>,
    /// The PLOVER contexts.
    pub contexts: Vec<String>,
}

impl Ontology {
    pub(crate) fn read(files: &Files, faults: &mut Vec<Fault>) -> Ontology {
        let mut ontology = Ontology::default();
        for (file, text) in files.under("ontology/cameo") {
            for (number, line) in text.lines().enumerate().skip(1) {
                if let Err(fact) = ontology.add_code(line) {
                    faults.push(row_fault(
                        file,
                        number,
                        fact,
                        "Each row is code,goldstein,plover,mode,contexts,label.",
                    ));
                }
            }
        }
        for (file, text) in files.under("ontology/operators") {
            for (number, line) in text
                .lines()
                .enumerate()
                .skip(1)
                .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            {
                if let Err(fact) = ontology.add_operator(line) {
                    faults.push(row_fault(
                        file,
                        number,
                        fact,
                        "Each row is operator,base,result with codes of ontology/cameo.csv.",
                    ));
                }
            }
        }
        ontology
    }

    fn add_code(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.splitn(6, ',').collect();
        let &[code, goldstein, plover, mode, contexts, label] = fields.as_slice() else {
            return Err(format!("{} fields where six are due", fields.len()));
        };
        let code = CameoCode::new(code).map_err(|error| error.to_string())?;
        let score = goldstein.parse().ok().and_then(GoldsteinScore::new);
        let plover_type = PloverType::from_name(plover);
        if !plover.is_empty() && plover_type.is_none() {
            return Err(format!("{plover:?} is no PLOVER type"));
        }
        let entry = Entry {
            label: label.trim_matches('"').to_owned(),
            goldstein: score.ok_or_else(|| format!("{goldstein:?} is no Goldstein score"))?,
            plover: plover_type,
            mode: (!mode.is_empty()).then(|| mode.to_owned()),
            contexts: contexts.split_whitespace().map(str::to_owned).collect(),
        };
        match self.codes.insert(code, entry) {
            None => Ok(()),
            Some(_) => Err(format!("{code} stands twice")),
        }
    }

    fn add_operator(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let &[operator, base, result] = fields.as_slice() else {
            return Err(format!("{} fields where three are due", fields.len()));
        };
        let result = self.code(result).ok_or_else(|| format!("{result:?} is not in the ontology"))?;
        self.operators.insert((operator.to_owned(), base.to_owned()), result);
        Ok(())
    }

    /// Returns a code of the codebook; `None` for what is no code, or none of this codebook.
    pub fn code(&self, code: &str) -> Option<CameoCode> {
        CameoCode::new(code).ok().filter(|code| self.codes.contains_key(code))
    }

    /// Returns what is known of a code.
    pub fn entry(&self, code: CameoCode) -> Option<&Entry> {
        self.codes.get(&code)
    }

    /// Returns all codes in order.
    pub fn codes(&self) -> impl Iterator<Item = (CameoCode, &Entry)> {
        self.codes.iter().map(|(&code, entry)| (code, entry))
    }

    /// Returns the PLOVER type of a code.
    pub fn plover(&self, code: CameoCode) -> Option<PloverType> {
        self.entry(code)?.plover
    }

    /// Returns the code that says no more than a type does: "not specified below" of the root under which most codes of the
    /// type stand; the first of its codes where there is no such.
    pub fn root_of(&self, plover: PloverType) -> Option<CameoCode> {
        let of_type = || self.codes().filter(|(_, entry)| entry.plover == Some(plover)).map(|(code, _)| code);
        let codes_under = |root: &str| of_type().filter(|code| code.as_str().starts_with(root)).count();
        let unspecified = of_type().filter(|code| code.as_str().len() == 3 && code.as_str().ends_with('0'));
        // The first of those under which as many stand.
        let best = unspecified.min_by_key(|code| std::cmp::Reverse(codes_under(&code.as_str()[..2])));
        best.or_else(|| of_type().next())
    }

    /// Returns the action that a code and words make.
    pub fn action(&self, code: CameoCode, span: Span, mode: Option<&str>) -> Option<Action> {
        let entry = self.entry(code)?;
        Some(Action {
            span,
            cameo: code,
            label: entry.label.clone(),
            plover: entry.plover,
            mode: mode.map(str::to_owned).or_else(|| entry.mode.clone()),
            contexts: entry.contexts.clone(),
            goldstein: entry.goldstein,
        })
    }

    /// Returns whether there is such an operator.
    pub fn has_operator(&self, operator: &str) -> bool {
        self.operators.keys().any(|(known, _)| known == operator)
    }

    /// Returns what an act becomes under an operator: an appeal for aid (`appeal` upon 073) is 0233.
    ///
    /// The longest prefix of the act's code that the operator knows decides; `None` where it knows none.
    pub fn compose(&self, operator: &str, base: CameoCode) -> Option<CameoCode> {
        let digits = base.as_str();
        (2..=digits.len())
            .rev()
            .map(|length| &digits[..length])
            .chain(["*"])
            .find_map(|prefix| self.operators.get(&(operator.to_owned(), prefix.to_owned())).copied())
    }
}

fn row_fault(file: &str, number: usize, fact: String, remedy: &str) -> Fault {
    Fault { file: file.to_owned(), line: Some(number + 1), fact, remedy: remedy.to_owned() }
}
