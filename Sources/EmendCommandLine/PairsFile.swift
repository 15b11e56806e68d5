import EmendCore
import EmendCorrector
import EmendFiles

/// Pairs of OCR and truth in JSON Lines.
enum PairsFile {
  /// The pairs of a file, each with the line that it stands in, from 1; blank lines are passed over.
  /// - Throws: `Failure` that names file and line, also when the file holds no pairs.
  static func read(_ path: String, needsTruth: Bool = true) throws -> [(line: Int, pair: TextPair)] {
    let reader = try LineReader(path)
    var (number, pairs): (Int, [(line: Int, pair: TextPair)]) = (0, [])
    while let line = try reader.next() {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      do { pairs.append((number, try TextPair(line, needsTruth: needsTruth))) } catch { throw Failure("\(path):\(number): \(error)") }
    }
    if pairs.isEmpty { throw Failure("\(path): holds no pairs; each line is an object with id, ocr and gt") }
    return pairs
  }
}
