import EmendCore

/// The rules of the stage `glyphs`.
package enum GlyphRules {
  package static let all = [
    Rule(
      "glyphs.shifted", "Reads lines whose glyph numbers are a constant away from their letters",
      rationale: "A PDF font without its table gives `$SSHDO` for `Appeal`.",
      safety: "Nothing in the line is a word as it stands, and nearly all of it is with one shift.",
      examples: [Rule.Example("7KH MXGJPHQW RI WKH FRXUW LV DIILUPHG", "The judgment of the court is affirmed")]),
    Rule(
      "glyphs.doubled", "Takes the second of each two letters out where all are doubled",
      rationale: "Bold type made by printing twice is read as every letter twice.",
      safety: "Each glyph of the word is doubled, and what is left is a known word, or stands beside one.",
      examples: [Rule.Example("MMEEMMOORRAANNDDUUMM FFOORR TTHHEE RREECCOORRDD", "MEMORANDUM FOR THE RECORD")]),
    Rule(
      "glyphs.letter-spaced", "Joins the letters of a word that was typed with blanks between them",
      rationale: "No search finds `s u f f e r`.",
      safety: "The letters make a known word; classifications of cables, which are typed so, and initials stay.",
      examples: [Rule.Example("the people s u f f e r of hunger", "the people suffer of hunger")]),
    Rule(
      "glyphs.placeholder", "Reads the marks that converters leave for glyphs and signs",
      rationale: "`GLYPH<3>` and `(cid:3)` stand where a PDF font has a blank, `&amp;` where a page of the web has &.",
      safety: "Only the glyph number of the blank; entities only in a text without tags.",
      examples: [Rule.Example("arrived (cid:3)at noon, &amp; left", "arrived at noon, & left")]),
    Rule(
      "glyphs.drop-capital", "Joins a drop capital with the rest of its word",
      rationale: "The large letter at the head of a chapter is read as a line of its own.",
      safety: "At the start of a paragraph only; the rest goes on in small letters, and both together are a word.",
      examples: [Rule.Example("T\nhis morning the delegates came to the hall.", "This morning the delegates came to the hall.")]),
    Rule(
      "glyphs.capital-i", "Reads I and l for each other inside a word",
      rationale: "They are one stroke in many typefaces.",
      safety: "The word is known one way and not the other; at the start of a sentence it keeps its capital.",
      examples: [
        Rule.Example("trai\u{49}ing the convoy. lndia read the NOTES lN LATlN", "trailing the convoy. India read the NOTES IN LATIN")
      ]),
    Rule(
      "glyphs.roman-numeral", "Reads l in Roman numerals as I",
      rationale: "`World War Il` and `Pius Xll` are what OCR makes of them.",
      safety: "Behind a word with a capital, never before a name (`Kim Il Sung`), and only what is a numeral then.",
      examples: [Rule.Example("World War Il and Part lV", "World War II and Part IV")]),
    Rule(
      "glyphs.number", "Reads l, I, O and S in numbers as digits where the number's form holds",
      rationale: "`$l,OOO.OO` is no sum that a machine can read.",
      safety:
        "Groups of three, ordinals, days before their month, years behind a month are checked; other numbers are suggestions; codes stay.",
      examples: [Rule.Example("On l5 October l962 it paid $l,OOO.OO", "On 15 October 1962 it paid $1,000.00")]),
  ]
}
