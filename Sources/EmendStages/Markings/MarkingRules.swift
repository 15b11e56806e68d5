import EmendCore

/// The rules of the stage `markings`, one for each kind of matter in `markings.tsv`.
package enum MarkingRules {
  package static let all = [
    Rule(
      "markings.banner", "Strips classification banners",
      rationale: "TOP SECRET stands at the head and foot of each page, in the middle of the text that OCR gives.",
      safety: "Whole lines only. A damaged banner gets a level only if no banner of another level is as near.",
      examples: [
        Rule.Example("He agreed.\nTOD SECRET - SENSITIVE\nThe President", "He agreed.\nThe President"),
        Rule.Example("S-E-C-R-E-T\nThe President", "The President"),
      ]),
    Rule(
      "markings.caveat", "Strips dissemination caveats",
      rationale: "NO FOREIGN DISSEM and its like stand under the banner.",
      safety: "Whole lines only; a caveat inside a sentence is text.",
      examples: [Rule.Example("He agreed.\nNO FOREIGN DISSEM\nThe President", "He agreed.\nThe President")]),
    Rule(
      "markings.downgrade", "Strips downgrading and declassification instructions",
      rationale: "GROUP 1 blocks stand in the corner of a page and land between two sentences.",
      safety: "Whole lines only; lines that could be text go only beside other markings.",
      examples: [
        Rule.Example("He agreed.\nGROUP 1\nExcluded from automatic\nThe President", "He agreed.\nThe President")
      ]),
    Rule(
      "markings.stamp", "Strips sanitization, release and declassification stamps",
      rationale: "The reviewer's stamp is about the copy, not part of the record.",
      safety: "Identifiers, dates and names are kept as they are read, never corrected.",
      examples: [
        Rule.Example("He agreed.\nSANITIZED\nNLK-80-89 BY MJM NARS, DATE 10/9/84\nThe President", "He agreed.\nThe President")
      ]),
    Rule(
      "markings.handling", "Strips handling lines and form furniture",
      rationale: "RETURN TO CIA and copy numbers are the paper's, not the text's.",
      safety: "Whole lines only. TO, FROM, SUBJECT and cable cites are content and stay.",
      examples: [Rule.Example("He agreed.\nCLASSIFIED MESSAGE\nThe President", "He agreed.\nThe President")]),
    Rule(
      "markings.letterhead", "Strips letterheads and form heads at the top of a page",
      rationale: "THE WHITE HOUSE, WASHINGTON is printed on the paper; the record starts below.",
      safety:
        "Only at the top of a page, with nothing but other furniture above, in capitals, and never a line that ends in a comma or a full stop.",
      examples: [
        Rule.Example("SECRET\n\nTHE WHITE HOUSE - WASHINGTON\n\nThe President agreed.", "\n\nThe President agreed.", atStart: true)
      ]),
    Rule(
      "markings.glued", "Cuts a stamp off a line of text",
      rationale: "OCR reads a stamp and the text beside it as one line.",
      safety: "Stamps of fourteen letters or more, whole or nearly so, at the end or start of the line; the words of the text stay.",
      examples: [
        Rule.Example(
          "He left at noon. Approved For Release 2006/11/01 : CIA-RDP79S01057A000100060017-5\nIt rained.",
          "He left at noon.\nIt rained.")
      ]),
  ]
}
