import EmendCore
import EmendLexicon

/// The notes of a block and the references that fit them, in the order of both.
package struct NoteMatch {
  /// A reference, and how well it fits.
  package struct Fit {
    package let reference: NoteReference
    /// The place of its note in the block.
    package let note: Int
    /// How many places fit the note as well as this one, itself among them.
    package let rivals: Int
  }

  /// The stage that acts upon what is read here.
  package static let stage = "footnotes"

  package let block: NoteBlock
  /// By place. Several stand for one note when more than one place fits.
  package let fits: [Fit]
  /// Places that only a person can judge.
  package let doubtful: [Fit]
  /// References for which the block has no note.
  package let withoutNote: [NoteReference]
  /// 1 when the text counts from 0 and the list from 1.
  package let offset: Int

  /// Notes with one sure reference.
  package var settled: Int { fits.count { $0.rivals == 1 } }
  /// Enough notes have their reference that the numbers in the text are note numbers.
  package var isSound: Bool {
    let count = block.notes.count
    return settled >= NoteNumbers.leastSettled && NoteNumbers.settledShare.isReached(by: settled, of: count)
      || settled == count
  }

  package var notesWithoutReference: [NoteBlock.Note] {
    let referred = Set(fits.map(\.note))
    return block.notes.indices.filter { !referred.contains($0) }.map { block.notes[$0] }
  }

  /// All blocks of a text with their references. Each is looked for between the block before and its own.
  package static func all(in bytes: [UInt8], _ vocabulary: Vocabulary) -> [NoteMatch] {
    var start = 0
    return NoteBlock.all(in: bytes).map { block in
      defer { start = block.range.upperBound }
      let last = block.notes.last!.number
      let references = NoteReference.all(in: bytes, start..<block.range.lowerBound, upTo: last + 1, vocabulary)
      let plain = NoteMatch(block, references, offset: 0)
      guard block.notes[0].number == 1, references.contains(where: { $0.number == 0 }) else { return plain }
      let fromZero = NoteMatch(block, references, offset: 1)
      return fromZero.fits.contains { $0.reference.number == 0 } && fromZero.settled >= plain.settled ? fromZero : plain
    }
  }

  private init(_ block: NoteBlock, _ references: [NoteReference], offset: Int) {
    self.block = block
    self.offset = offset
    let places = Dictionary(block.notes.enumerated().map { ($1.number - offset, $0) }) { first, _ in first }
    let sure = references.filter { $0.form != .doubtful }
    let chain = sure.filter { places[$0.number] != nil }
    let levels = Self.levels(chain.map(\.number), upTo: block.notes.last!.number)
    var rivals: [Int: Int] = [:]
    for level in levels where level > 0 { rivals[level, default: 0] += 1 }
    var fits: [Fit] = []
    for (reference, level) in zip(chain, levels) where level > 0 {
      fits.append(Fit(reference: reference, note: places[reference.number]!, rivals: rivals[level]!))
    }
    self.fits = fits
    let firm = fits.filter { $0.rivals == 1 }
    /// True when the numbers around the place go with its own.
    func isInOrder(_ reference: NoteReference) -> Bool {
      let next = firm.partitioningIndex { $0.reference.range.lowerBound >= reference.range.lowerBound }
      return (next == firm.count || firm[next].reference.number > reference.number)
        && (next == 0 || firm[next - 1].reference.number < reference.number)
    }
    let referred = Set(fits.map(\.reference.number))
    doubtful = references.filter { $0.form == .doubtful && !referred.contains($0.number) && places[$0.number] != nil && isInOrder($0) }
      .map { Fit(reference: $0, note: places[$0.number]!, rivals: 1) }
    withoutNote = sure.filter { $0.form != .word && places[$0.number] == nil && $0.number > 0 && firm.count > 1 && isInOrder($0) }
  }

  /// For each number its place in the longest rising sequences, from 1; 0 if it stands in none of them. Where only one
  /// number has a place, every such sequence has it.
  private static func levels(_ numbers: [Int], upTo last: Int) -> [Int] {
    let before = lengths(numbers, size: last + 1)
    let after = lengths(numbers.reversed().map { last - $0 }, size: last + 1).reversed()
    let longest = before.max() ?? 0
    return zip(before, after).map { $0 + $1 - 1 == longest ? $0 : 0 }
  }

  /// The length of the longest rising sequence that ends at each number (0..<size), by a tree of maxima.
  private static func lengths(_ numbers: [Int], size: Int) -> [Int] {
    var tree = Array(repeating: 0, count: size + 1)
    return numbers.map { number in
      var best = 0
      var i = number
      while i > 0 {
        best = max(best, tree[i])
        i -= i & -i
      }
      i = number + 1
      while i <= size {
        tree[i] = max(tree[i], best + 1)
        i += i & -i
      }
      return best + 1
    }
  }
}
