import EmendCore

/// The rules of the stage `page-markers`.
package enum PageMarkerRules {
  package static let all = [
    Rule(
      "page-markers.bracket", "Takes out `[Page 591]`, on its own line or inside a sentence",
      rationale: "Edited volumes mark where a printed page starts, wherever that is.",
      safety: "The word Page and a number in square brackets, nothing else; all other brackets stay.",
      examples: [
        Rule.Example("the re-introduction of such [Page 591] weapons", "the re-introduction of such weapons"),
        Rule.Example("It ended.\n\n[Page IV]\nThe next", "It ended.\n\nThe next"),
      ]),
    Rule(
      "page-markers.line", "Takes out lines such as `- 2 -`, `PAGE 2 OF 4`, `PAGE TWO` and heads of cable pages",
      rationale: "The number of a typed page stands between two halves of the text.",
      safety:
        "Only a line that holds nothing else. Damaged ones only where a number is due; what it is, the pages around tell, and what stands there stays in the artifact.",
      examples: [
        Rule.Example("He agreed.\n- 2 -\nThe President", "He agreed.\nThe President"),
        Rule.Example("He agreed.\nPAGE 2 OF 4\nThe President", "He agreed.\nThe President"),
        Rule.Example("It is hot.\nPAGE 02  LA PAZ 08894 191500Z\nHe left.", "It is hot.\nHe left."),
        Rule.Example("He agreed.\n\u{C}Page 2 cf 2\nThe President", "He agreed.\nThe President"),
      ]),
    Rule(
      "page-markers.bare", "Takes out bare numbers that run with the pages",
      rationale: "Many typists wrote the number and nothing else.",
      safety:
        "Seven of eight bare numbers are list or form numbers: only where three pages keep the same distance between number and place, or right below the head of page 2 or 3 of a short record.",
      examples: [
        Rule.Example("One.\n\u{C}2\nTwo.\n\u{C}3\nThree.\n\u{C}4\nFour.", "One.\nTwo.\nThree.\nFour.")
      ]),
    Rule(
      "page-markers.serial", "Takes out serial numbers stamped on each sheet",
      rationale: "Bates numbers count the sheets of a file, not the pages of the record.",
      safety: "Only where the number rises by one from page to page on three pages, at the same edge.",
      examples: [
        Rule.Example("One.\nHS-000117\n\u{C}Two.\nHS-000118\n\u{C}Three.\nHS-000119\n", "One.\nTwo.\nThree.\n")
      ]),
    Rule(
      "page-markers.separator", "Takes out the lines that OCR programs write between pages",
      rationale: "`## Page 2` and `--- Image 12_page_2.jpeg ---` are no part of the record, and tell where its pages start.",
      safety: "Fixed forms only, alone on their line.",
      examples: [Rule.Example("He agreed.\n\n---\n\n## Page 2\n\nThe President", "He agreed.\n\n\n\nThe President")]),
    Rule(
      "page-markers.form-feed", "Takes out form feeds",
      rationale: "OCR engines end each page with one.",
      safety: "A form feed between two words on one line becomes a line end.",
      examples: [Rule.Example("He agreed.\n\u{C}The President", "He agreed.\nThe President")]),
    Rule(
      "page-markers.close-up", "Closes a sentence that a page cut in two",
      rationale: "The sentence goes on below the page number.",
      safety:
        "Only where the text before ends without a stop and goes on in small letters. A word that the page cut is left to `line-ends`.",
      examples: [
        Rule.Example(
          "an agreement with the\n\n- 2 -\n\nRussians and the\n\n- 3 -\n\nother states",
          "an agreement with the\n\n\nRussians and the\nother states")
      ]),
  ]
}
