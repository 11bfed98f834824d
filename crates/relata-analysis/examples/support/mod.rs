//! Documents whose words are given: read from CoNLL-U or from one sentence a line.

use relata_analysis::{Models, Name, parse_words};
use relata_doc::{Parse, SectionKind, Sentence, Text, Token};

/// A document's words, sentence by sentence.
pub(crate) struct Words {
    pub(crate) id: String,
    pub(crate) sentences: Vec<Vec<String>>,
}

/// Reads CoNLL-U (a new document where a comment says so), or else sentences of words with blanks between, one a line, and
/// an empty line between documents.
pub(crate) fn read(content: &str) -> Vec<Words> {
    let mut out: Vec<Words> = Vec::new();
    let new = |out: &mut Vec<Words>, id: String| out.push(Words { id, sentences: vec![Vec::new()] });
    let conllu = content.lines().any(|line| line.split('\t').count() == 10);
    for line in content.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ").filter(|_| conllu) {
            new(&mut out, id.trim().to_owned());
        } else if conllu && line.starts_with('#') {
            continue;
        } else if line.trim().is_empty() {
            match out.last_mut() {
                Some(document) if conllu => document.sentences.push(Vec::new()),
                Some(document) if !document.sentences.is_empty() => new(&mut out, String::new()),
                _ => {}
            }
        } else {
            if out.is_empty() {
                new(&mut out, String::new());
            }
            let sentences = out.last_mut().map(|document| &mut document.sentences).unwrap();
            if conllu {
                let columns: Vec<&str> = line.split('\t').collect();
                if columns[0].parse::<usize>().is_ok() {
                    sentences.last_mut().unwrap().push(columns[1].to_owned());
                }
            } else {
                sentences.push(line.split_whitespace().map(str::to_owned).collect());
            }
        }
    }
    for document in &mut out {
        document.sentences.retain(|sentence| !sentence.is_empty());
    }
    out.retain(|document| !document.sentences.is_empty());
    out
}

/// Parses a document and puts its text together, words with one blank between.
pub(crate) fn parse(models: &Models, document: &Words) -> (Text, Parse, Vec<Name>) {
    let lines: Vec<String> = document.sentences.iter().map(|words| words.join(" ")).collect();
    let text = Text::new(lines.join("\n"));
    let (mut parse, mut names, mut at) = (Parse::default(), Vec::new(), 0);
    for (words, parsed) in document.sentences.iter().zip(parse_words(models, &document.sentences)) {
        let (first, start) = (parse.tokens.len(), at);
        for (form, word) in words.iter().zip(parsed.words) {
            parse.tokens.push(Token {
                span: text.span(at..at + form.len()).unwrap(),
                lemma: word.lemma,
                upos: word.upos,
                features: word.features.to_owned(),
                head: word.head.map(|head| first + head),
                deprel: word.deprel.to_owned(),
            });
            at += form.len() + 1;
        }
        names.extend(parsed.names.into_iter().map(|name| {
            let tokens = first + name.words.start..first + name.words.end;
            let span = parse.tokens[tokens.start].span.cover(parse.tokens[tokens.end - 1].span);
            Name { span, tokens, kind: name.kind, confidence: name.confidence }
        }));
        let span = text.span(start..at - 1).unwrap();
        parse.sentences.push(Sentence {
            span,
            tokens: first..parse.tokens.len(),
            section: SectionKind::Lead,
        });
    }
    (text, parse, names)
}
