import EmendCore

/// The rules of the stage `running-headers`.
package enum RunningHeaderRules {
  /// A page of short lines without a mark of its end.
  private static let lines = String(repeating: "tin and copper\n", count: 24)

  package static let all = [
    Rule(
      "running-headers.head", "Strips lines that recur at the heads of pages",
      rationale: "The title of a paper or volume stands on each of its pages, and so between the halves of sentences.",
      safety:
        "On three pages at least, and on most pages from the first to the last of them. The title stays where it first stands. Labels, letterheads, forms and table heads stay.",
      examples: [
        Rule.Example(
          "THE TRADE TALKS\nThe delegates met in the morning and spoke about the\n\u{C}THE TRADE TALKS\nprice of tin, which had gone down, and about the\n\u{C}THE TRADE TALKS\nprice of copper. They met again on the day after, with\n\u{C}THE TRABE TALKS\nthe same result.\n",
          "THE TRADE TALKS\nThe delegates met in the morning and spoke about the\n\u{C}price of tin, which had gone down, and about the\n\u{C}price of copper. They met again on the day after, with\n\u{C}the same result.\n"
        )
      ]),
    Rule(
      "running-headers.foot", "Strips lines that recur at the feet of pages",
      rationale: "The foot of a page cuts sentences as its head does.",
      safety: "As `running-headers.head`. Names and offices stay: whoever signs many letters signs each at its foot.",
      examples: [
        Rule.Example(
          "The delegates met in the morning and spoke about the\nTRADE REVIEW 11\n\u{C}price of tin, which had gone down, and about the\nTRADE REVIEW 12\n\u{C}price of copper. They met again on the day after, with\nTRADE REVIEW 13\n",
          "The delegates met in the morning and spoke about the\n\u{C}price of tin, which had gone down, and about the\n\u{C}price of copper. They met again on the day after, with\n"
        )
      ]),
    Rule(
      "running-headers.numbered", "Strips page heads of cables, such as `PAGE 02 LA PAZ 08894 191500Z`",
      rationale: "A printed cable has pages of its own, which are not those of the file.",
      safety:
        "The word PAGE, a number that goes up by one, and the same words behind it each time; lists of pages stay. Two such lines must agree to the last digit.",
      examples: [
        Rule.Example(
          "PAGE 01  RABAT 00412  201410Z\n1. THE DELEGATES MET IN\nTHE MORNING AND SPOKE\nABOUT THE\nPAGE 02  RABAT 00412  201410Z\nPRICE OF TIN.\n",
          "1. THE DELEGATES MET IN\nTHE MORNING AND SPOKE\nABOUT THE\nPRICE OF TIN.\n")
      ]),
    Rule(
      "running-headers.regular", "Strips lines that recur a page apart in a text without page marks",
      rationale: "Where a conversion lost the page breaks, the heads still stand in the text.",
      safety:
        "Three lines at least, 20 to 90 lines apart and at regular distances, each apart from the text, with a number that counts the pages or beside a banner that was stripped.",
      examples: [
        Rule.Example(
          "\(lines)\nTHE TIN MARKET 7\n\n\(lines)\nTHE TIN MARKET 8\n\n\(lines)\nTHE TIN MARKET 9\n\n\(lines)",
          "\(lines)\n\n\(lines)\n\n\(lines)\n\n\(lines)")
      ]),
  ]
}
