//! Does each word sense code its own examples?

use std::fmt;

use rayon::prelude::*;
use relata::{Page, Pipeline};

/// What came of running all examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// How many sentences were run.
    pub sentences: usize,
    /// Those that did not come out as written.
    pub failures: Vec<Failure>,
}

/// A sentence that a sense should have coded and did not, or should not have coded and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file of the sense.
    pub file: String,
    /// The line of the sense.
    pub line: usize,
    /// The sense.
    pub sense: String,
    /// The sentence.
    pub sentence: String,
    /// Whether it should have been coded.
    pub wanted: bool,
    /// What was coded: rule and code of each mention.
    pub coded: Vec<String>,
    /// Of words that might have reported an event, why they did not.
    pub passed: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = if self.wanted { "does not code" } else { "codes" };
        let coded = if self.coded.is_empty() { "nothing".to_owned() } else { self.coded.join(", ") };
        write!(
            f,
            "{}:{}: {} {told} {:?}\n  coded: {coded}",
            self.file, self.line, self.sense, self.sentence
        )?;
        self.passed.iter().try_for_each(|passed| write!(f, "\n  {passed}"))
    }
}

/// Runs the `yes` and `no` sentences of all senses, each as a document of its own.
pub fn run(pipeline: &Pipeline) -> Run {
    let senses = pipeline.knowledge().lexicon.senses();
    let mut cases = Vec::new();
    for sense in senses {
        cases.extend(sense.yes.iter().map(|sentence| (sense, sentence, true)));
        cases.extend(sense.no.iter().map(|sentence| (sense, sentence, false)));
    }
    let failures: Vec<Option<Failure>> = cases
        .par_iter()
        .map(|&(sense, sentence, wanted)| {
            let document = pipeline.code(&Page::from_text(sentence.as_str()));
            let fired = |mention: &relata::doc::EventMention| {
                mention.evidence.iter().any(|evidence| evidence.rule == sense.id)
            };
            let coded = document.event_mentions.iter().any(fired);
            (coded != wanted).then(|| Failure {
                file: sense.place.0.clone(),
                line: sense.place.1,
                sense: sense.id.clone(),
                sentence: sentence.clone(),
                wanted,
                passed: pipeline
                    .passed_over(&Page::from_text(sentence.as_str()))
                    .into_iter()
                    .map(|passed| {
                        format!(
                            "{:?} {}: {}",
                            &document.text[passed.span],
                            passed.sense.unwrap_or_default(),
                            passed.why
                        )
                    })
                    .collect(),
                coded: document
                    .event_mentions
                    .iter()
                    .map(|mention| format!("{} {}", mention.evidence[0].rule, mention.action.cameo))
                    .collect(),
            })
        })
        .collect();
    Run { sentences: cases.len(), failures: failures.into_iter().flatten().collect() }
}
