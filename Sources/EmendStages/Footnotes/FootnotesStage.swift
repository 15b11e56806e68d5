import EmendCore
import EmendLexicon
import EmendReading

/// Marks or strips the references to footnotes, where the notes stand in the record.
package struct FootnotesStage: CataloguedStage {
  /// What becomes of references and notes.
  package enum Mode: String, StageChoice {
    /// Nothing; the report still says which references and notes lack each other.
    case keep
    /// `Nixon1` becomes `Nixon[1]`.
    case mark
    /// References and notes go out of the text and are kept as artifacts.
    case strip

    package static let option = StageOption(
      NoteMatch.stage, key: "mode", default: mark,
      help: "References to footnotes: mark them, Nixon1 as Nixon[1]; strip them with their notes; or keep them.")
  }

  package static let info = StageInfo(
    NoteMatch.stage,
    summary: "marks references to footnotes, or strips them with their notes, where the notes stand in the record",
    keeps: "identifiers, years and numbers; `Source:` notes; every number that no note of the record answers",
    role: .furniture, mark: StageInfo.Mark("F", light: "#4f46c9", dark: "#b3b0ff"), options: [Mode.option], rules: rules)

  private let vocabulary: Vocabulary
  private let mode: Mode

  package init(_ mode: Mode = .mark, dictionaries: Dictionaries = .embedded) {
    self.mode = mode
    vocabulary = dictionaries.vocabulary
  }

  private static let rules: [Rule] = [
    Rule(
      "footnotes.reference", "Marks the number of a footnote that is glued to a word: `Nixon1` becomes `Nixon[1]`",
      rationale: "A raised number comes out of a web page or an OCR engine as part of the word, and the year 1962 with note 3 as 19623.",
      safety:
        "Only where the note itself stands in the record, and the references rise in the order of the notes with one place for each. Doubtful places are withheld.",
      examples: [
        Rule.Example(
          "Memorandum to President Nixon1\n\nHe wrote as early as he could.2 The letter of October 26, 19623\n\n1. Source: Archives.\n2. Not printed.\n3. See Document 65.\n",
          "Memorandum to President Nixon[1]\n\nHe wrote as early as he could.[2] The letter of October 26, 1962[3]\n\n1. Source: Archives.\n2. Not printed.\n3. See Document 65.\n"
        ),
        Rule.Example(
          "the reply(1) to the message.(2)\n\n1 Document 171.\n\n2 Document 155.\n",
          "the reply[1] to the message.[2]\n\n1 Document 171.\n\n2 Document 155.\n"),
      ]),
    Rule(
      "footnotes.strip", "Takes references and notes out of the text, on request",
      rationale: "A corpus of what was said wants neither; they are kept as artifacts.",
      safety: "Off by default (`--footnotes strip`). Only notes whose reference was found; `Source:` notes stay in the text.",
      examples: [
        Rule.Example(
          "the reply(1) to the message.(2)\n\n1 Source: Archives. Secret.\n\n2 Document 155.\n",
          "the reply to the message.\n\n1 Source: Archives. Secret.\n\n"
        ) { $0.footnotes = .strip }
      ]),
  ]

  package func edits(in document: Document) -> EditList {
    if mode == .keep { return EditList() }
    let bytes = document.bytes
    var edits = EditGatherer()
    for match in NoteMatch.all(in: bytes, vocabulary) {
      for fit in match.fits where mode == .strip || fit.reference.form != .brackets { edits.append(edit(fit, match, bytes)) }
      for fit in match.doubtful {
        edits.append(
          edit(
            fit, match, bytes, confidence: Confidence(GateNumbers.never),
            reason: "may be the reference to note \(match.block.notes[fit.note].number), or a number of its own"))
      }
      if mode == .strip, match.isSound { strip(match, bytes, &edits) }
    }
    return edits.list()
  }

  private func edit(_ fit: NoteMatch.Fit, _ match: NoteMatch, _ bytes: [UInt8]) -> Edit {
    let number = fit.reference.number
    let note = "note \(match.block.notes[fit.note].number)" + (match.offset == 1 ? " (the text counts from 0)" : "")
    // What only a person can answer is never applied, whatever confidence is asked for.
    if fit.rivals > 1 {
      return edit(
        fit, match, bytes, confidence: Confidence(GateNumbers.never), reason: "\(fit.rivals) places fit \(note) or a note beside it")
    }
    if !match.isSound {
      return edit(
        fit, match, bytes, confidence: Confidence(GateNumbers.never),
        reason: "only \(match.settled) of \(match.block.notes.count) notes have a reference that fits")
    }
    let p: Double =
      switch fit.reference.form {
      case .parentheses, .brackets: FootnotesNumbers.framed
      case .punctuation: fit.reference.host.utf8.count > 1 ? FootnotesNumbers.behindMark : FootnotesNumbers.behindMarkAndLetter
      case .year: FootnotesNumbers.behindYear
      case .word, .doubtful: FootnotesNumbers.gluedToWord
      }
    return edit(
      fit, match, bytes, confidence: Confidence(p),
      reason: number == match.block.notes[fit.note].number
        ? "\(note) stands in the record, and the references rise to it" : "refers to \(note)")
  }

  private func edit(_ fit: NoteMatch.Fit, _ match: NoteMatch, _ bytes: [UInt8], confidence: Confidence, reason: String) -> Edit {
    let range = fit.reference.range
    let isStripped = mode == .strip
    let number = String(fit.reference.number)
    return Edit(
      range: range, original: Array(bytes[range]), replacement: isStripped ? [] : Array("[\(number)]".utf8),
      rule: isStripped ? "footnotes.strip" : "footnotes.reference", confidence: confidence, reason: reason,
      artifact: isStripped
        ? Artifact(
          kind: .footnote, text: bytes.text(range), fields: [Artifact.Field("part", "reference"), Artifact.Field("number", number)]) : nil)
  }

  private func strip(_ match: NoteMatch, _ bytes: [UInt8], _ edits: inout EditGatherer) {
    let settled = Set(match.fits.filter { $0.rivals == 1 }.map(\.note))
    for (index, note) in match.block.notes.enumerated() where settled.contains(index) && !note.isSource {
      let text = bytes.text(bytes.trimmed(note.text.lowerBound..<note.range.upperBound))
      edits.append(
        Edit(
          range: note.range, original: Array(bytes[note.range]), replacement: [], rule: "footnotes.strip",
          confidence: Confidence(FootnotesNumbers.strippedNote),
          reason: "note \(note.number), its reference stands in the text",
          artifact: Artifact(
            kind: .footnote, text: text, fields: [Artifact.Field("part", "note"), Artifact.Field("number", String(note.number))])))
    }
  }
}

extension StageOptions {
  package var footnotes: FootnotesStage.Mode {
    get { self[FootnotesStage.Mode.self] }
    set { self[FootnotesStage.Mode.self] = newValue }
  }
}
