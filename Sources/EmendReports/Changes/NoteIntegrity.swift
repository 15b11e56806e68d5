import EmendCore
import EmendLexicon
import EmendReading

/// Whether the footnotes of a record and the references to them answer each other.
package struct NoteIntegrity: Hashable, Sendable {
  /// A note or reference that stands alone.
  package struct Entry: Hashable, Sendable {
    package let number: Int
    /// Bytes in the source.
    package let sourceRange: Range<Int>
    /// Line in the decoded source, from 1.
    package let line: Int
  }

  /// Notes in blocks whose references fit.
  package let notes: Int
  /// Notes with one sure reference.
  package let settled: Int
  package let notesWithoutReference: [Entry]
  package let referencesWithoutNote: [Entry]

  /// In one line, for people.
  package var text: String {
    func list(_ entries: [Entry]) -> String {
      let shown = entries.prefix(8).map { "\($0.number) (line \($0.line))" }.joined(separator: ", ")
      return entries.count > 8 ? "\(shown) and \(entries.count - 8) more" : shown
    }
    var parts = ["\(notes), with a reference \(settled)"]
    if !notesWithoutReference.isEmpty { parts.append("without a reference: \(list(notesWithoutReference))") }
    if !referencesWithoutNote.isEmpty { parts.append("references without a note: \(list(referencesWithoutNote))") }
    return parts.joined(separator: "; ")
  }
}

extension Run {
  /// The footnotes of the record as the stage `footnotes` met them; nil when it did not run or the record has none.
  package var notes: NoteIntegrity? {
    guard let index = passes.lastIndex(where: { $0.stage == NoteMatch.stage }) else { return nil }
    let input = passes[..<index].reduce(source) { text, pass in pass.script.isEmpty ? text : pass.script.applied(to: text) }
    let matches = NoteMatch.all(in: input, Dictionaries.embedded.vocabulary).filter(\.isSound)
    if matches.isEmpty { return nil }
    var counter = PlaceCounter(readable)
    func entry(_ number: Int, _ range: Range<Int>) -> NoteIntegrity.Entry {
      NoteIntegrity.Entry(
        number: number, sourceRange: sourceRange(of: range, inputOf: index),
        line: counter.place(of: readableRange(of: range, inputOf: index).lowerBound).line)
    }
    return NoteIntegrity(
      notes: matches.reduce(0) { $0 + $1.block.notes.count }, settled: matches.reduce(0) { $0 + $1.settled },
      notesWithoutReference: matches.flatMap(\.notesWithoutReference).map { entry($0.number, input.trimmed($0.range)) },
      referencesWithoutNote: matches.flatMap(\.withoutNote).map { entry($0.number, $0.range) })
  }
}
