import EmendCore

/// The rules of the stage `corrector`: one for each way in which a word was damaged.
package enum CorrectorRules {
  package static func id(_ kind: Proposal.Kind) -> String {
    switch kind {
    case .word: "corrector.word"
    case .merge: "corrector.merge"
    case .split: "corrector.split"
    case .realWord: "corrector.real-word"
    case .edge: "corrector.redaction-edge"
    case .pronoun: "corrector.pronoun"
    }
  }

  package static let all = [
    Rule(
      "corrector.word", "Corrects a misread word that no list holds",
      rationale: "OCR misreads the same letters in thousands of words; no table of wrong words has them all.",
      safety:
        "Only words that the model does not know. Numbers, initials, Roman numerals and note numbers stay. A judge trained on misread and on clean text says how likely the edit is right.",
      examples: [
        Rule.Example(
          "The Ambassador said that the Govermnent of Brazil would support the proposal of the United States.",
          "The Ambassador said that the Government of Brazil would support the proposal of the United States.")
      ]),
    Rule(
      "corrector.merge", "Joins the pieces of a word that OCR split, misread or not",
      rationale: "Uneven spacing and line ends cut words, and a piece is often misread as well.",
      safety:
        "One piece at least is unknown, rare or very short; nothing but a blank, a hyphen or one line end stands between. The line ends behind the word.",
      examples: [
        Rule.Example(
          "The Ambassador said that the Govem ment of Brazil would support the proposal of the United States.",
          "The Ambassador said that the Government of Brazil would support the proposal of the United States.")
      ]),
    Rule(
      "corrector.split", "Parts two words that OCR ran together",
      rationale: "Tight typesetting and worn blanks run words together, and no search finds either.",
      safety: "Only strings that the model does not know; both words must be known and fit their place.",
      examples: [
        Rule.Example(
          "Tbe Secretary said tbat the proposal ofthe Government would be discussed inthe Department.",
          "The Secretary said that the proposal of the Government would be discussed in the Department.")
      ]),
    Rule(
      "corrector.real-word", "Corrects a word that is one, but not the one that stands there",
      rationale: "`tho` and `the`, `form` and `from`: no lexicon finds them, only the words around.",
      safety:
        "Only words that the model knows as likely misreadings of others, and only where the words around speak clearly for the other.",
      examples: [
        Rule.Example(
          "The Secretary said that tho President of the United States would discuss the question with the Ambassador.",
          "The Secretary said that the President of the United States would discuss the question with the Ambassador.")
      ]),
    Rule(
      "corrector.redaction-edge", "Takes out the edge of a redaction that was read as a letter of the word beside it",
      rationale:
        "The side of a box over a name is read as I, l, J, T or L. `Istated` was `stated` behind a name that is hidden; as `I stated` it would be another person's word.",
      safety:
        "Only where the rest is a common word, no other letter in its place makes one, and the record has such places in number, by different letters.",
      examples: [
        Rule.Example(
          "Jadvised that he was at home. On Friday Jstated that he saw the man there, and lwas asked about it. Later Iwas told that Jreturned to the office.",
          "advised that he was at home. On Friday stated that he saw the man there, and was asked about it. Later was told that returned to the office."
        )
      ]),
    Rule(
      "corrector.pronoun", "Reads a bar, an l or a T that stands alone as the pronoun I",
      rationale: "In type without serifs I is one stroke; OCR gives it back as a bar or an l.",
      safety:
        "The words on both sides must fit I, as the language model has them, or what follows is 'm, 'd, 'll or 've; never in a row of a table.",
      examples: [
        Rule.Example(
          "He said that he and | should wait, and that |'d hear from the Department on Friday.",
          "He said that he and I should wait, and that I'd hear from the Department on Friday.")
      ]),
  ]
}
