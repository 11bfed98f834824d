//! What does each command do?

use std::io::{IsTerminal, Read, Write};

use anyhow::{Context, bail};
use relata::relation::{self, Ranking};
use relata::{Page, Pipeline, explain, wire};
use relata_analysis::conllu;

use crate::args::{
    AnnotateFormat, AnnotateOptions, Colour, Common, DateOptions, ExplainOptions, RelateOptions,
};
use crate::inputs;
use crate::run::{complain, each_page, output, pipeline};

/// `relata code`
pub(crate) fn code(options: &Common) -> anyhow::Result<bool> {
    let pipeline = pipeline(options)?;
    each_page(options, |page| {
        let mut document = pipeline.code(page);
        remark(page, &document.notes);
        document.keep_confident(options.min_confidence);
        lines(&wire::mentions(&document))
    })
}

/// `relata explain`
pub(crate) fn explain(options: &ExplainOptions) -> anyhow::Result<bool> {
    let pipeline = pipeline(&options.common)?;
    let colour = match options.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            options.common.output.is_none()
                && std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none()
        }
    };
    each_page(&options.common, |page| {
        let mut document = pipeline.code(page);
        document.keep_confident(options.common.min_confidence);
        let mut told = explain::page(&document, colour);
        if options.why_not {
            told.push_str(&explain::passed_over(&document, &pipeline.passed_over(page), colour));
        }
        told
    })
}

/// `relata annotate`
pub(crate) fn annotate(options: &AnnotateOptions) -> anyhow::Result<bool> {
    let pipeline = pipeline(&options.common)?;
    if options.pretokenized {
        if options.format != AnnotateFormat::Conllu {
            bail!("--pretokenized reads and writes CoNLL-U: add --format conllu");
        }
        return annotate_words(&pipeline, &options.common);
    }
    let needs_events =
        options.layers.is_empty() || options.layers.iter().any(|layer| layer == "attributions");
    each_page(&options.common, |page| {
        let document = if needs_events { pipeline.code(page) } else { pipeline.annotate(page) };
        remark(page, &document.notes);
        match options.format {
            AnnotateFormat::Jsonl => lines(&[wire::layers(&document, &options.layers)]),
            AnnotateFormat::Conllu => wire::conllu(&document),
        }
    })
}

/// Parses CoNLL-U whose words are given.
fn annotate_words(pipeline: &Pipeline, options: &Common) -> anyhow::Result<bool> {
    let mut out = output(options)?;
    let mut all_done = true;
    for input in inputs::expand(&options.inputs)? {
        let Some(words) = text_of(&input) else {
            all_done = false;
            continue;
        };
        match conllu::read(&words) {
            Ok(sentences) => {
                let forms: Vec<_> = sentences.iter().map(|sentence| sentence.forms.clone()).collect();
                for (sentence, parsed) in
                    sentences.iter().zip(relata_analysis::parse_words(pipeline.models(), &forms))
                {
                    out.write_all(conllu::write_parsed(sentence, &parsed).as_bytes())?;
                }
            }
            Err(error) => {
                all_done = false;
                complain(&format!("{}: {error}", input.name()));
            }
        }
    }
    out.flush()?;
    Ok(all_done)
}

/// Returns the text of an input, or complains that it has none.
fn text_of(input: &inputs::Input) -> Option<String> {
    let mut text = String::new();
    let read = input.open().and_then(|mut reader| {
        reader.read_to_string(&mut text).with_context(|| format!("{}: no UTF-8 text", input.name()))
    });
    match read {
        Ok(_) => Some(text),
        Err(error) => {
            complain(&format!("{error:#}"));
            None
        }
    }
}

/// `relata relate`
pub(crate) fn relate(options: &RelateOptions) -> anyhow::Result<bool> {
    let ranking = if options.rules_alone { Ranking::Rules } else { Ranking::Learned };
    let options = &options.common;
    let pipeline = pipeline(options)?;
    let mut out = output(options)?;
    let mut all_done = true;
    for input in inputs::expand(&options.inputs)? {
        let Some(text) = text_of(&input) else {
            all_done = false;
            continue;
        };
        let (records, faults) = relation::each_line(&pipeline, &text, ranking);
        for fault in faults {
            all_done = false;
            complain(&format!("{}:{fault}", input.name()));
        }
        out.write_all(lines(&records).as_bytes())?;
    }
    out.flush()?;
    Ok(all_done)
}

/// `relata extract`
pub(crate) fn extract(options: &Common) -> anyhow::Result<bool> {
    let pipeline = pipeline(options)?;
    each_page(options, |page| {
        let article = pipeline.extract(page);
        remark(page, &article.notes);
        lines(&[wire::article(&article)])
    })
}

/// `relata date`
pub(crate) fn date(options: &DateOptions) -> anyhow::Result<bool> {
    let pipeline = pipeline(&options.common)?;
    each_page(&options.common, |page| {
        let (article, dating) = pipeline.date(page, options.blind);
        lines(&[wire::dating(article.layout.metadata.id.as_deref(), &article.text, &dating)])
    })
}

pub(crate) fn lines(records: &[serde_json::Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

fn remark(page: &Page, notes: &[relata::doc::Note]) {
    for note in notes {
        let file = page.file.as_deref().unwrap_or("-");
        let line = page.line.map(|line| format!(":{line}")).unwrap_or_default();
        complain(&format!("{file}{line}: {}", note.0));
    }
}
