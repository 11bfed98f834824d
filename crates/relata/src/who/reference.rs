//! Who was told of before, that a pronoun, "both sides" or "the minister" takes up now?

use relata_analysis::coreference::SURE;
use relata_doc::{ActorKind, ActorMention, Span, Upos};

use super::Who;

impl<'a> Who<'a> {
    pub(super) fn pronoun(&self, pronoun: usize) -> Vec<ActorMention> {
        let parties = self.parties(pronoun, &[pronoun]);
        if !parties.is_empty() {
            return parties;
        }
        let Some(antecedent) = self.coreference.antecedent(pronoun) else { return Vec::new() };
        if self.tree.upos(antecedent) == Upos::Pron {
            return Vec::new();
        }
        let actors = self.behind(|who| {
            if who.tree.is_plural(pronoun) { who.actors(antecedent) } else { who.phrase(antecedent) }
        });
        self.standing_for(self.tree.token(pronoun).span, actors)
    }

    /// Returns the two whom a plural takes up: "both sides", "the two countries", "they".
    pub(super) fn parties(&self, head: usize, tokens: &[usize]) -> Vec<ActorMention> {
        let actors: Vec<ActorMention> = self.behind(|who| {
            let parties = who.coreference.parties(head).iter();
            parties.flat_map(|&party| who.phrase(party).into_iter().take(1)).collect()
        });
        // Both are known, or the plural stays open.
        if actors.len() < 2 || actors[0].is_same(&actors[1]) {
            return Vec::new();
        }
        self.standing_for(self.mention(tokens, head), actors)
    }

    /// Returns who was named before where a phrase without a name stands for the same: "the group", "the president".
    pub(super) fn named_before(
        &self,
        head: usize,
        tokens: &[usize],
        described: &[ActorMention],
    ) -> Option<ActorMention> {
        // A role that fits the one named is a second sign; the link may be less sure then.
        const LIKELY: f32 = 0.4;
        let definite = tokens.iter().any(|&token| self.tree.token(token).has("Definite=Def"));
        let (named, sure) =
            self.coreference.named(head).filter(|_| definite && !self.tree.is_plural(head))?;
        let actor = self.behind(|who| who.phrase(named)).into_iter().next()?;
        let known = actor.code.country().is_some() || actor.name.is_some();
        let has_role = described.iter().any(|said| said.code.sectors().next().is_some());
        let fits = described.iter().all(|said| may_describe(said, &actor));
        let enough = if has_role { LIKELY } else { SURE };
        self.standing_for(self.mention(tokens, head), vec![actor])
            .pop()
            .filter(|_| known && fits && sure >= enough)
    }

    /// Asks who stands behind a word. What one word stands for may be described by another, and so on round in a circle.
    fn behind(&self, ask: impl FnOnce(&Self) -> Vec<ActorMention>) -> Vec<ActorMention> {
        const DEEPEST: u8 = 4;
        if self.depth.get() >= DEEPEST {
            return Vec::new();
        }
        self.depth.set(self.depth.get() + 1);
        let actors = ask(self);
        self.depth.set(self.depth.get() - 1);
        actors
    }

    /// Returns the actors as those whom the words of `span` stand for.
    fn standing_for(&self, span: Span, actors: Vec<ActorMention>) -> Vec<ActorMention> {
        let words = &self.tree.text[span];
        let taken_up = |actor: ActorMention| ActorMention {
            antecedent: Some(actor.antecedent.unwrap_or(actor.span)),
            why: format!("{words:?} stands for {:?}: {}", &self.tree.text[actor.span], actor.why),
            span,
            ..actor
        };
        actors.into_iter().map(taken_up).collect()
    }
}

/// Returns whether a description without a country may be of an actor: "the army" is not the rebels named before.
fn may_describe(said: &ActorMention, actor: &ActorMention) -> bool {
    said.code.country().is_none()
        && (said.kind == actor.kind || said.kind == ActorKind::Group)
        && said.code.sectors().all(|sector| actor.code.sectors().any(|other| other == sector))
}
