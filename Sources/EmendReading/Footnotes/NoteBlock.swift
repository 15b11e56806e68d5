import EmendCore

/// The notes at the foot or end of a text, in the order of their numbers.
package struct NoteBlock {
  /// A note: its number as it stands, and where it stands.
  package struct Note {
    package let number: Int
    /// From the start of its line to the end of its last line, with the line end.
    package var range: Range<Int>
    /// What follows the number.
    package let text: Range<Int>
    /// `Source: …` says where the record lies and how it was classified: part of the edition, never stripped.
    package let isSource: Bool
  }

  package private(set) var notes: [Note]
  package var range: Range<Int> { notes[0].range.lowerBound..<notes.last!.range.upperBound }

  /// The blocks of a text: lines that start with rising numbers from 0 or 1, one of them at least with the words of a note.
  package static func all(in bytes: [UInt8]) -> [NoteBlock] {
    var blocks: [NoteBlock] = []
    var current: [Note] = []
    var isOpen = false
    var linesSince = 0
    func close() {
      if current.contains(where: { isMarked(bytes, $0) }) { blocks.append(NoteBlock(notes: current)) }
      current = []
    }
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty {
        isOpen = false
        continue
      }
      linesSince += 1
      if let note = note(bytes, line.full, content) {
        let last = current.last?.number
        if let last, note.number > last, note.number <= last + NoteNumbers.longestStep,
          linesSince <= NoteNumbers.longestNote
        {
          current.append(note)
        } else if note.number <= 1 {
          close()
          current = [note]
        } else {
          continue
        }
        (isOpen, linesSince) = (true, 0)
      } else if isOpen {
        // The next line of a note that is longer than a line.
        current[current.count - 1].range = current.last!.range.lowerBound..<line.full.upperBound
      }
    }
    close()
    return blocks
  }

  /// `1 Document 171.`, `3. Source: …`, `[1] …`, `(1) …`.
  private static func note(_ bytes: [UInt8], _ full: Range<Int>, _ content: Range<Int>) -> Note? {
    var i = content.lowerBound
    let first = bytes[i]
    let opens = first == UInt8(ascii: "[") || first == UInt8(ascii: "(")
    guard opens || first.isDigit else { return nil }
    if opens { i += 1 }
    var number = 0
    let digits = i
    while i < content.upperBound, bytes[i].isDigit, i - digits <= NoteNumbers.noteDigits {
      number = number * 10 + Int(bytes[i] - UInt8(ascii: "0"))
      i += 1
    }
    guard i > digits, i - digits <= NoteNumbers.noteDigits, i == digits + 1 || bytes[digits] != UInt8(ascii: "0"),
      i < content.upperBound
    else { return nil }
    if opens {
      guard bytes[i] == (first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")) else { return nil }
      i += 1
    } else if bytes[i] == UInt8(ascii: ".") || bytes[i] == UInt8(ascii: ")") {
      i += 1
    }
    guard i < content.upperBound, bytes[i].isBlank else { return nil }
    while i < content.upperBound, bytes[i].isBlank { i += 1 }
    guard i < content.upperBound, bytes[i].isUpper || bytes[i] >= 0x80 || bytes[i].isAny(of: "\"'([") else { return nil }
    let text = i..<content.upperBound
    return Note(number: number, range: full, text: text, isSource: bytes[text].starts(with: "Source:".utf8))
  }

  /// True for words that stand in notes and hardly elsewhere.
  private static func isMarked(_ bytes: [UInt8], _ note: Note) -> Bool {
    let head = note.text.lowerBound..<min(note.text.upperBound, note.text.lowerBound + NoteNumbers.noteHead)
    if let found = bytes.firstIndex(of: Array("Document ".utf8), in: head), found + 9 < head.upperBound, bytes[found + 9].isDigit {
      return true
    }
    return note.isSource || signs.contains { bytes.firstIndex(of: $0, in: head) != nil }
  }

  private static let signs: [[UInt8]] = [
    "Source:", "Ibid", "ibid.", "footnote", "ot printed", "Not found", "Printed from", "For text", "For the text", "see above", "See above",
    "Foreign Relations", "No record of", "Not attached", "Attached but", "Reference is to", "source text",
  ].map { Array($0.utf8) }
}
