//! What hangs on which word, and in whose quote does it stand?

use relata_doc::{Parse, Text, Upos};

use super::words::Words;

/// A document's syntax with what is asked of it again and again.
pub(super) struct Grove<'a> {
    pub(super) text: &'a Text,
    pub(super) parse: &'a Parse,
    /// Each word in lower case.
    pub(super) lower: Vec<String>,
    /// The sentence of each word.
    pub(super) sentence: Vec<u32>,
    /// The first word of each word's subtree.
    pub(super) low: Vec<usize>,
    /// The last word of each word's subtree.
    pub(super) high: Vec<usize>,
    /// The nearest predicate above each word, itself left aside.
    pub(super) clause: Vec<Option<usize>>,
    /// The number of the quote that each word stands in, from 1; 0 outside.
    pub(super) quote: Vec<u32>,
    /// The subject of the verb of speech of each quote.
    pub(super) speakers: Vec<Option<usize>>,
    /// Questions up to each sentence, itself included.
    pub(super) questions: Vec<u32>,
    starts: Vec<u32>,
    kids: Vec<u32>,
}

/// Words after which a quote that was never closed counts as closed.
const LONGEST_QUOTE: usize = 300;

impl<'a> Grove<'a> {
    pub(super) fn new(text: &'a Text, parse: &'a Parse, words: &Words) -> Grove<'a> {
        let count = parse.tokens.len();
        let mut sentence = vec![0; count];
        for (number, one) in parse.sentences.iter().enumerate() {
            sentence[one.tokens.clone()].fill(number as u32);
        }
        let head = |token: usize| parse.tokens[token].head;
        let mut starts = vec![0u32; count + 1];
        for token in 0..count {
            if let Some(head) = head(token) {
                starts[head + 1] += 1;
            }
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut kids = vec![0u32; *starts.last().unwrap_or(&0) as usize];
        for token in 0..count {
            if let Some(head) = head(token) {
                kids[next[head] as usize] = token as u32;
                next[head] += 1;
            }
        }
        let mut low: Vec<usize> = (0..count).collect();
        let mut high = low.clone();
        for token in 0..count {
            let mut above = head(token);
            while let Some(at) = above.filter(|&at| token < low[at] || token > high[at]) {
                low[at] = low[at].min(token);
                high[at] = high[at].max(token);
                above = head(at);
            }
        }
        let lower = parse.tokens.iter().map(|token| text[token.span].to_lowercase()).collect();
        let mut grove = Grove {
            text,
            parse,
            lower,
            sentence,
            low,
            high,
            clause: Vec::new(),
            quote: Vec::new(),
            speakers: Vec::new(),
            questions: Vec::new(),
            starts,
            kids,
        };
        let mut questions = 0;
        for one in &parse.sentences {
            let ends = grove.lower[one.tokens.clone()].iter().rev().take(3);
            questions += u32::from(ends.into_iter().any(|word| word == "?"));
            grove.questions.push(questions);
        }
        let predicate: Vec<bool> = (0..count).map(|token| grove.is_predicate(token)).collect();
        grove.clause = (0..count)
            .map(|token| {
                let mut above = head(token);
                while let Some(at) = above.filter(|&at| !predicate[at]) {
                    above = head(at);
                }
                above
            })
            .collect();
        grove.find_quotes(words);
        grove
    }

    pub(super) fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.kids[self.starts[token] as usize..self.starts[token + 1] as usize]
            .iter()
            .map(|&kid| kid as usize)
    }

    pub(super) fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token).find(|&kid| self.relation(kid) == relation)
    }

    /// Returns the relation of a word to its head, without the subtype.
    pub(super) fn relation(&self, token: usize) -> &'a str {
        self.parse.tokens[token].relation()
    }

    fn is_predicate(&self, token: usize) -> bool {
        (self.parse.tokens[token].upos == Upos::Verb && self.relation(token) != "amod")
            || self.children(token).any(|kid| matches!(self.relation(kid), "cop" | "nsubj"))
    }

    /// Returns the subject of a clause.
    pub(super) fn subject(&self, clause: usize) -> Option<usize> {
        self.child(clause, "nsubj")
    }

    fn find_quotes(&mut self, words: &Words) {
        let count = self.lower.len();
        self.quote = vec![0; count];
        let (mut open, mut quotes, mut since) = (false, 0u32, 0);
        for token in 0..count {
            let opens = match self.lower[token].as_str() {
                "“" | "``" | "«" | "„" => Some(true),
                "”" | "''" | "»" => Some(false),
                "\"" => Some(!open),
                _ => None,
            };
            since += 1;
            if let Some(opens) = opens {
                quotes += u32::from(opens && !open);
                (open, since) = (opens, 0);
            } else if since > LONGEST_QUOTE {
                open = false;
            } else if open {
                self.quote[token] = quotes;
            }
        }
        self.speakers = vec![None; quotes as usize + 1];
        let mut last = None;
        for sentence in &self.parse.sentences {
            let mut inside: Vec<u32> = self.quote[sentence.tokens.clone()].to_vec();
            inside.retain(|&quote| quote > 0);
            inside.dedup();
            let says = sentence.tokens.clone().find_map(|token| {
                let speech =
                    self.quote[token] == 0 && words.is_speech(&self.parse.tokens[token].lemma.to_lowercase());
                speech.then(|| self.subject(token))?
            });
            if says.is_some() {
                last = says;
            }
            for quote in inside {
                let speaker = &mut self.speakers[quote as usize];
                // The sentence's own verb of speech, or that of the sentence before: "… she said. “We …”".
                *speaker = says.or(*speaker).or(last);
            }
        }
    }
}
