import EmendCore

/// The rules of the stage `line-ends`.
package enum LineEndsRules {
  package static let all = [
    Rule(
      "line-ends.word", "Joins a word that a line end cut; the line ends behind it",
      rationale: "A search for agreement does not find agree-, line end, ment.",
      safety:
        "The record or the lexicon must have the word, or one half at least be none. Columns, headings and dashes stay; where both readings are as likely the text stays.",
      examples: [
        Rule.Example("reached an agree-\nment, and then left", "reached an agreement,\nand then left"),
        Rule.Example(
          "The co-operation went on. Our coopera-\ntion and their co-oper-\nation differ.",
          "The co-operation went on. Our cooperation\nand their co-operation\ndiffer."),
        Rule.Example("the govern-\n\nTOP SECRET\n\nment said", "the government\nsaid", following: ["markings"]),
        Rule.Example("He saw Presi-\ncent Diaz there.", "He saw Presicent\nDiaz there."),
      ]),
    Rule(
      "line-ends.compound", "Closes up a compound at its own hyphen",
      rationale: "Typists break a compound at its hyphen, which then belongs to the word.",
      safety:
        "The hyphen stays; only the line end moves. Before a capital or a number the record or the table must have the compound, or it is two names.",
      examples: [
        Rule.Example("the anti-\nCastro forces left", "the anti-Castro\nforces left"),
        Rule.Example("aid under PL-480 and then PL-\n480 again", "aid under PL-480 and then PL-480\nagain"),
        Rule.Example("a far-\nreaching plan", "a far-reaching\nplan"),
      ]),
    Rule(
      "line-ends.blank", "Closes the blank behind a hyphen where lines were joined before",
      rationale: "Text that another program unwrapped has `govern- ment` in it.",
      safety: "Only a known word whose halves are none, or a compound that the record or the table has; `long- and short-range` stays.",
      examples: [
        Rule.Example("the non- recognition of the govern- ment", "the non-recognition of the government")
      ]),
    Rule(
      "line-ends.close-up", "Closes a sentence that stripped matter cut in two",
      rationale: "A banner and a page number stood in the middle of the sentence.",
      safety: "Only where matter was taken out: no stop before it, small letters after it, and no list item.",
      examples: [
        Rule.Example(
          "an agreement with the\n\nTOP SECRET\n\n- 2 -\n\nother states", "an agreement with the\nother states",
          following: ["page-markers", "markings"])
      ]),
    Rule(
      "line-ends.reflow", "Makes one line of a paragraph, on request",
      rationale: "Search and reading tools want paragraphs, not the typist's lines.",
      safety:
        "Off by default (`--reflow`). Full lines of prose only; tables, lists, headings, heads of cables, addresses and indented blocks stay.",
      examples: [
        Rule.Example(
          "The President said that the quarantine would stay until the last\nof the bombers had left, and that he saw no reason to hurry the\nmatter.\n",
          "The President said that the quarantine would stay until the last of the bombers had left, and that he saw no reason to hurry the matter.\n"
        ) { $0.reflow = true }
      ]),
  ]
}
