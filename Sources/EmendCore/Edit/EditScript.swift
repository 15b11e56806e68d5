/// Edits that belong together and fit their input: ordered, inside it, not overlapping, each with the bytes that stand there.
///
/// A script carries both sides of every edit, so it turns its input into its output and, inverted, the output into the
/// input, byte by byte.
package struct EditScript: Sendable {
  /// Behind one reference, because scripts and their maps are passed around by the million.
  private final class Storage: Sendable {
    let edits: EditList

    init(_ edits: EditList) { self.edits = edits }
  }

  private let storage: Storage
  /// Bytes of the text that the script applies to.
  package let inputCount: Int

  package var edits: EditList { _read { yield storage.edits } }

  package var outputCount: Int { inputCount + edits.growth }
  package var isEmpty: Bool { edits.isEmpty }

  /// - Throws: `EmendError` when edits overlap, reach outside the input, or expect other bytes than stand there.
  package init(_ edits: EditList, validatedAgainst input: [UInt8]) throws(EmendError) {
    var end = 0
    var cursor = EditList.Cursor(edits)
    while let (start, number) = cursor.next() {
      let original = edits.payloads[number].original
      guard start >= end, start + original.count <= input.count else {
        throw .badScript("the edit at byte \(start) overlaps another or lies outside the text")
      }
      end = start + original.count
      guard equal(edits.pool, original, input, start..<end) else {
        throw .badScript("other bytes stand at byte \(start) than the edit says")
      }
    }
    self.init(unchecked: edits, inputCount: input.count)
  }

  /// For lists that are valid by how they were made.
  package init(unchecked edits: EditList, inputCount: Int) {
    storage = Storage(edits)
    self.inputCount = inputCount
  }

  /// The script that does nothing.
  package init(inputCount: Int) { self.init(unchecked: EditList(), inputCount: inputCount) }

  /// The output. `input` must be the text that the script was validated against.
  package func applied(to input: [UInt8]) -> [UInt8] {
    precondition(input.count == inputCount, "an edit script fits one text only")
    if isEmpty { return input }
    // The empty array is one for all threads, and making one this way writes its length.
    if outputCount == 0 { return [] }
    return [UInt8](unsafeUninitializedCapacity: outputCount) { output, count in
      func append(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count && count + range.count <= outputCount)
        if range.isEmpty { return }
        bytes.withUnsafeBufferPointer {
          (output.baseAddress! + count).initialize(from: $0.baseAddress! + range.lowerBound, count: range.count)
        }
        count += range.count
      }
      let pool = edits.pool
      let payloads = edits.payloads
      var position = 0
      var cursor = EditList.Cursor(edits)
      while let (start, number) = cursor.next() {
        let payload = payloads[number]
        append(input, position..<start)
        append(pool, payload.replacement)
        position = start + payload.original.count
      }
      append(input, position..<input.count)
    }
  }

  /// The script from the output back to the input. Its edits keep the list order: two adjacent deletions become two
  /// insertions at one offset, and only the order tells which comes first.
  package func inverted() -> EditScript {
    var list = edits.emptied(reversingPayloads: true)
    var shift = 0
    var cursor = EditList.Cursor(edits)
    while let (start, number) = cursor.next() {
      let payload = edits.payloads[number]
      list.append(start: start + shift, payload: number)
      shift += payload.replacement.count - payload.original.count
    }
    return EditScript(unchecked: list, inputCount: outputCount)
  }

  /// True when undoing the script on `output` gives `input`, found without building either.
  package func turns(_ input: [UInt8], into output: [UInt8]) -> Bool {
    guard input.count == inputCount, output.count == outputCount else { return false }
    var i = 0
    var o = 0
    var cursor = EditList.Cursor(edits)
    while let (start, number) = cursor.next() {
      let payload = edits.payloads[number]
      let same = start - i
      guard same >= 0, equal(input, i..<start, output, o..<o + same),
        equal(input, start..<start + payload.original.count, edits.pool, payload.original),
        equal(
          output, o + same..<o + same + payload.replacement.count, edits.pool, payload.replacement)
      else { return false }
      i = start + payload.original.count
      o += same + payload.replacement.count
    }
    return equal(input, i..<input.count, output, o..<output.count)
  }

  package var map: OffsetMap { OffsetMap(self) }
}
