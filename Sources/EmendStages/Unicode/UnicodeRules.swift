import EmendCore

/// What the stage `unicode` does, rule by rule.
package enum UnicodeRules {
  package static let all = [
    Rule(
      "unicode.normalize", "Composes letters and accents (NFC, or NFKC on request)",
      rationale: "One character, one spelling: else `é` does not equal `é`, and no search finds it.",
      safety:
        "NFC changes no meaning (UAX #15). NFKC does (`²` becomes `2`) and must be asked for. A letter with more than 30 marks is no text and stays.",
      examples: [Rule.Example("Bogota\u{301}", "Bogot\u{E1}")]),
    Rule(
      "unicode.ligature", "Takes Latin ligatures apart",
      rationale: "Typesetting, not spelling: `oﬃce` is not found as `office`.",
      safety: "U+FB00...U+FB06 only; œ and æ are letters and stay.",
      examples: [Rule.Example("the oﬃce of the ﬁrst Secretary", "the office of the first Secretary")]),
    Rule(
      "unicode.soft-hyphen", "Removes soft hyphens; at a line end they become hyphens",
      rationale: "They mark where a word may break, and stay behind when it does not.",
      safety: "Before a line end the reader sees a hyphen, so it stays one.",
      examples: [Rule.Example("assur\u{AD}ances", "assurances"), Rule.Example("assur\u{AD}\nances", "assur-\nances")]),
    Rule(
      "unicode.invisible", "Removes zero-width characters and stray direction marks",
      rationale: "Nobody sees them, and they split words for every program.",
      safety: "Joiners and direction marks stay beside scripts that need them.",
      examples: [Rule.Example("Khrush\u{200B}chev", "Khrushchev"), Rule.Example("\u{202A}Rusk\u{202C} said", "Rusk said")]),
    Rule(
      "unicode.blank", "Makes no-break and typographic blanks plain ones",
      rationale: "They look like blanks and compare unequal.",
      safety: "The wide blank of CJK text stays there.",
      examples: [Rule.Example("Mr.\u{A0}Bundy", "Mr. Bundy")]),
    Rule(
      "unicode.fullwidth", "Makes full-width letters, digits and signs plain ones",
      rationale: "Some engines read letter-spaced type as full-width forms.",
      safety: "Beside CJK characters they stay.",
      examples: [Rule.Example("ＳＥＣＲＥＴ", "SECRET")]),
    Rule(
      "unicode.mojibake", "Repairs UTF-8 that was read as Windows-1252",
      rationale: "`â€œ` stands where a conversion went wrong on the way to the archive.",
      safety: "Only sequences that decode to valid UTF-8 and hardly occur as text; doubtful ones are suggestions.",
      examples: [
        Rule.Example("the â€œunderstandingâ€\u{9D} of GenÃ¨ve", "the “understanding” of Genève"),
        Rule.Example("ItÃ¢â‚¬â„¢s", "It’s"),
      ]),
    Rule(
      "unicode.c1", "Reads a C1 control character as the Windows-1252 character of that byte",
      rationale: "Windows-1252 declared as Latin-1 leaves U+0092 where an apostrophe stood.",
      safety: "Only code points that Windows-1252 has a character for.",
      examples: [Rule.Example("Castro\u{92}s", "Castro’s")]),
    Rule(
      "unicode.typography", "Makes quotation marks and dashes plain or typographic, on request",
      rationale: "A corpus wants one form.",
      safety: "Off by default (`--typography keep`).",
      examples: [Rule.Example("“assurances”", "\"assurances\"", options: { $0.typography = .ascii })]),
  ]
}
