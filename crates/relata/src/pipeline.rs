//! A page's journey.

use std::path::Path;
use std::sync::Arc;

use relata_analysis::{Models, PairModel};
use relata_dating::Calendar;
use relata_doc::{ActorMention, Dating, Document, Layout, PlaceMention, Text};
use relata_knowledge::{Files, Knowledge};
use relata_page::{Article, Page, Rules};

use crate::analysis::{self, Analysis, Parsed};
use crate::events::{self, Passed};
use crate::places;
use crate::ranker::{self, Ranker};

/// All that is needed to read pages: what Relata knows, and its models. It is cheap to clone and may be shared by threads.
#[derive(Clone)]
pub struct Pipeline {
    parts: Arc<Parts>,
}

struct Parts {
    knowledge: Knowledge,
    rules: Rules,
    calendar: Calendar,
    // None where the models built in are used.
    models: Option<Models>,
    // None where the ranker built in is used.
    ranker: Option<Ranker>,
}

/// What hinders a pipeline from being set up: every fault of the knowledge files and models, each with its remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SetupError(pub Vec<String>);

impl Pipeline {
    /// Returns the pipeline with what is built in.
    ///
    /// # Errors
    /// None in a sound build; tests hold what is built in free of faults.
    pub fn built_in() -> Result<Pipeline, SetupError> {
        Pipeline::new(Files::built_in(), None)
    }

    /// Returns a pipeline with knowledge files, and with models from a folder where one is given.
    ///
    /// # Errors
    /// All faults of all files.
    pub fn new(files: Files, models_folder: Option<&Path>) -> Result<Pipeline, SetupError> {
        let mut faults = Vec::new();
        // Read side by side: every start waits for them.
        let shared = files.clone();
        let (rules, calendar, (knowledge, knowledge_faults)) = std::thread::scope(|scope| {
            let rules = scope.spawn(|| Rules::from_toml(&shared.under("page/").collect::<Vec<_>>()));
            let calendar =
                scope.spawn(|| Calendar::from_files(&shared.under("calendars/").collect::<Vec<_>>()));
            let knowledge = Knowledge::read_what_holds(files);
            (rules.join(), calendar.join(), knowledge)
        });
        faults.extend(knowledge_faults.iter().map(ToString::to_string));
        let rules = rules.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let calendar = calendar.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let rules = rules.map_err(|more| faults.extend(more)).ok();
        let calendar = calendar.map_err(|more| faults.extend(more)).ok();
        let models = models_folder
            .and_then(|folder| Models::from_dir(folder).map_err(|error| faults.push(error.to_string())).ok());
        let ranker =
            models_folder.and_then(|folder| ranker_of(folder).map_err(|fault| faults.push(fault)).ok()?);
        if let Some(folder) = models_folder.filter(|_| faults.is_empty()) {
            let pairs = models.as_ref().unwrap_or_else(|| Models::builtin()).pairs();
            let fault = fits(ranker.as_ref().unwrap_or_else(|| Ranker::builtin()), pairs);
            faults.extend(fault.map(|fault| format!("{}: {fault}", folder.display())));
        }
        match (rules, calendar) {
            (Some(rules), Some(calendar)) if faults.is_empty() => {
                Ok(Pipeline { parts: Arc::new(Parts { knowledge, rules, calendar, models, ranker }) })
            }
            _ => Err(SetupError(faults)),
        }
    }

    /// Returns what the pipeline knows.
    pub fn knowledge(&self) -> &Knowledge {
        &self.parts.knowledge
    }

    /// Returns the models that the pipeline reads with.
    pub fn models(&self) -> &Models {
        self.parts.models.as_ref().unwrap_or_else(|| Models::builtin())
    }

    /// Returns what weighs relations between two parties.
    pub fn ranker(&self) -> &Ranker {
        self.parts.ranker.as_ref().unwrap_or_else(|| Ranker::builtin())
    }

    /// Returns the article of a page, without reading it.
    pub fn extract(&self, page: &Page) -> Article {
        relata_page::article(&self.parts.rules, page)
    }

    /// Reads a page. It never fails: a poor page gives a poorer document, with notes.
    pub fn code(&self, page: &Page) -> Document {
        let article = self.extract(page);
        let parsed = Parsed::new(self.models(), &article.text, &article.layout);
        self.code_parsed(article, parsed)
    }

    /// Reads a page with this pipeline and with another that has other knowledge and the same models; what knowledge has
    /// no part in is done once. The documents are those that [`Pipeline::code`] of each gives.
    pub fn code_both(&self, other: &Pipeline, page: &Page) -> (Document, Document) {
        let (article, others) = (self.extract(page), other.extract(page));
        let is_one = article.text.as_str() == others.text.as_str() && article.layout == others.layout;
        let parsed = Parsed::new(self.models(), &article.text, &article.layout);
        let others_parsed = match is_one {
            true => parsed.clone(),
            false => Parsed::new(other.models(), &others.text, &others.layout),
        };
        (self.code_parsed(article, parsed), other.code_parsed(others, others_parsed))
    }

    fn code_parsed(&self, article: Article, parsed: Parsed) -> Document {
        let Article { text, layout, notes, .. } = article;
        let Parts { knowledge, calendar, .. } = &*self.parts;
        let reading = analysis::read(knowledge, calendar, self.models(), &text, &layout, parsed, false);
        let mut event_mentions = reading.with_reading(knowledge, &text, events::find);
        let events = events::merge(&reading.parse, &mut event_mentions);
        let (parse, mentions, dating) = reading.layers();
        Document { text, layout, parse, mentions, dating, event_mentions, events, notes }
    }

    /// Returns the words of a page that might have reported an event and did not, each with the reason.
    pub fn passed_over(&self, page: &Page) -> Vec<Passed> {
        let Article { text, layout, .. } = self.extract(page);
        self.read(&text, &layout, false).with_reading(&self.parts.knowledge, &text, events::passed_over)
    }

    /// Reads a page without looking for events: the layers alone.
    pub fn annotate(&self, page: &Page) -> Document {
        let Article { text, layout, notes, .. } = self.extract(page);
        let (parse, mentions, dating) = self.read(&text, &layout, false).layers();
        Document {
            text,
            layout,
            parse,
            mentions,
            dating,
            event_mentions: Vec::new(),
            events: Vec::new(),
            notes,
        }
    }

    /// Returns when a page was written; `blind` leaves aside what the page and its sender state.
    pub fn date(&self, page: &Page, blind: bool) -> (Article, Dating) {
        let article = self.extract(page);
        let dating = self.read(&article.text, &article.layout, blind).dating;
        (article, dating)
    }

    /// Returns whom each of some spans of a page's text means, in order; a span that means nobody, or is no part of the
    /// text, has none.
    pub fn who(&self, page: &Page, spans: &[std::ops::Range<usize>]) -> Vec<Vec<ActorMention>> {
        let Article { text, layout, .. } = self.extract(page);
        self.read(&text, &layout, false).with_reading(&self.parts.knowledge, &text, |reading| {
            let of = |span: &std::ops::Range<usize>| {
                let tokens = reading.tree.tokens_in(text.span(span.clone())?);
                Some(reading.who.actors(reading.tree.governor(tokens)?))
            };
            spans.iter().map(|span| of(span).unwrap_or_default()).collect()
        })
    }

    /// Returns the point that a map or an export draws for a place: its own, or that of the division, region or state.
    pub fn representative_point(&self, place: &PlaceMention) -> Option<(f64, f64)> {
        places::representative_point(&self.parts.knowledge, place)
    }

    /// Returns whether words are the name of a place and of nothing else that Relata knows.
    pub fn is_place_name(&self, words: &str) -> bool {
        places::is_place_name(&self.parts.knowledge, words)
    }

    pub(crate) fn read(&self, text: &Text, layout: &Layout, blind: bool) -> Analysis {
        let parts = &*self.parts;
        let parsed = Parsed::new(self.models(), text, layout);
        analysis::read(&parts.knowledge, &parts.calendar, self.models(), text, layout, parsed, blind)
    }
}

/// Returns why a ranker cannot weigh what a network says of two parties; none where it can.
fn fits(ranker: &Ranker, pairs: &PairModel) -> Option<String> {
    let (takes, given) = (ranker.inputs(), ranker::inputs(&vec![0.0; pairs.width()], &[]).len());
    (takes != given).then(|| {
        format!(
            "the ranker weighs {takes} numbers, and the encoder with the rules gives {given}\n  \
             Put pairs.safetensors and ranker.safetensors that were made together into the folder; cargo xtask ranker makes the latter."
        )
    })
}

/// Reads the ranker of a folder of models, where there is one.
fn ranker_of(folder: &Path) -> Result<Option<Ranker>, String> {
    let file = folder.join("ranker.safetensors");
    if !file.exists() {
        return Ok(None);
    }
    let remedy = "Make it again with cargo xtask ranker, or take the one that comes with this version.";
    let fault = |fact: String| format!("{}: {fact}\n  {remedy}", file.display());
    let bytes = std::fs::read(&file).map_err(|error| fault(error.to_string()))?;
    Ranker::read(&bytes).map(Some).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ranker_of_another_encoder_is_an_error_with_its_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let of_another = Ranker::new(vec![0.0; 3 * ranker::CLASSES]).unwrap();
        std::fs::write(folder.path().join("ranker.safetensors"), of_another.bytes().unwrap()).unwrap();
        let error = Pipeline::new(Files::built_in(), Some(folder.path())).err().unwrap();
        assert!(
            error.to_string().contains("weighs 2 numbers") && error.to_string().contains("xtask"),
            "{error}"
        );
    }
}
