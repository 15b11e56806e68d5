import EmendCore

/// The rules of the stage `spelling`.
package enum SpellingRules {
  package static let all = [
    Rule(
      "spelling.correction", "Corrects words that are always wrong",
      rationale: "OCR makes the same error a thousand times, and the result is no word anywhere.",
      safety: "Entries of `corrections.tsv` only, whole words only; tests make sure that none of them is a word or a name.",
      examples: [Rule.Example("the SINSITIVE paper", "the SENSITIVE paper")]),
    Rule(
      "spelling.phrase", "Corrects words that are wrong beside certain others",
      rationale: "`Summery` is a word; a Summery Record is none.",
      safety: "Entries of `phrases.tsv` only; the words around must stand as listed.",
      examples: [Rule.Example("Summery Record of the Meeting", "Summary Record of the Meeting")]),
    Rule(
      "spelling.split-word", "Joins the pieces of a word that OCR split",
      rationale: "Uneven typewriter spacing is read as a blank.",
      safety:
        "One piece at least is no word, the whole is one, and only one neighbour fits; single letters, digits and names with inner capitals are left alone.",
      examples: [Rule.Example("He sugge sted that", "He suggested that")]),
    Rule(
      "spelling.title-name", "Repairs a title and the name behind it",
      rationale: "Names are what readers search for, and the record usually has the right form elsewhere.",
      safety:
        "The name must be unknown and near a name that goes with the title in the record or in `names.tsv`; a known name is never changed into another.",
      examples: [
        Rule.Example(
          "Ambassador Stevenson agreed. Ambassalor Utevenson urged. Ambassador Stevenson replied.",
          "Ambassador Stevenson agreed. Ambassador Stevenson urged. Ambassador Stevenson replied.")
      ]),
    Rule(
      "spelling.punctuation-for-letter", "Reads a punctuation mark as the last letter of a word",
      rationale: "A worn `y` is read as a semicolon.",
      safety: "The text goes on in small letters, the word with the letter is known, and without it is none, or its name stands elsewhere.",
      examples: [
        Rule.Example(
          "the Rio Treaty and the provision in the Rio Treat; which allows",
          "the Rio Treaty and the provision in the Rio Treaty which allows")
      ]),
  ]
}
