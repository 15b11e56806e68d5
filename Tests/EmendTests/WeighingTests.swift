import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendCorrector

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What makes the corrector quick, against plain ways to find the same.
@Suite struct WeighingTests {
  private let model = CorrectorModel.embedded

  // MARK: Trees

  /// The leaf that a walk from the root ends in, tree by tree.
  private func walked(_ row: Features) -> Float {
    let table = UnsafeRawBufferPointer(model.file.table(.trees, of: UInt8.self))
    func number(_ place: Int) -> Int { Int(table.loadUnaligned(fromByteOffset: place, as: Int32.self)) }
    func real(_ place: Int) -> Float { table.loadUnaligned(fromByteOffset: place, as: Float.self) }
    let (trees, nodes, leaves) = (number(0), number(4), number(8))
    let values = 16 + nodes * 16
    var sum: Float = 0
    for tree in 0..<trees {
      var at = number(values + leaves * 4 + tree * 4)
      while at >= 0 {
        let node = 16 + at * 16
        at = row[number(node)] <= real(node + 4) ? number(node + 8) : number(node + 12)
      }
      sum += real(values + (-1 - at) * 4)
    }
    return sum
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100]) func treesAreAskedAsTheyAreWalked(rows count: Int) {
    var random = Random(UInt64(count + 1))
    let rows = (0..<count).map { _ in
      var row = Features()
      for feature in Feature.allCases {
        row[feature] =
          Bool.random(using: &random) ? Float(Int.random(in: -3...12, using: &random)) : Float.random(in: -20...40, using: &random)
      }
      return row
    }
    let found = model.trees.probabilities(rows)
    #expect(found.count == count)
    for (row, probability) in zip(rows, found) {
      #expect(probability == 1 / (1 + exp(-Double(walked(row)))))
    }
  }

  // MARK: Memory of candidates

  @Test func whatIsAskedForAgainIsNotForgotten() {
    let memo = CandidateMemo()
    func list(_ key: UInt64) -> CandidateList {
      var list = CandidateList()
      for k in 0..<Int(key % 4) {
        list.append(
          .init(first: -1, word: Int(key) + k, channel: k, total: 2 * k, operations: Array(repeating: Int32(k), count: k)))
      }
      return list
    }
    func answer(_ key: UInt64) -> CandidateList? {
      var found = CandidateList()
      return memo.append(key, to: &found) ? found : nil
    }
    for key in 0..<UInt64(200_000) {
      memo.note(key, from: 0, of: list(key))
      if key % 20_000 == 0 {
        let kept = answer(3)
        #expect(key < 3 || kept?.entries.map(\.word) == [3, 4, 5], "after \(key)")
        #expect(kept.map { $0.operations(of: $0.entries[2]) } == (key < 3 ? nil : [2, 2]))
      }
    }
    #expect(answer(199_999)?.entries.count == 3)
    // Some hundred thousand others came since.
    #expect(answer(5) == nil)
  }

  // MARK: ConfusionCandidates

  /// Clean sentences, no two alike.
  private func prose(_ sentences: Int) -> String {
    let subjects = ["The Secretary", "The Ambassador", "The President", "The Committee", "The Department", "The Under Secretary"]
    let verbs = ["said that", "thought that", "was told that", "reported that", "believed that"]
    let rests = [
      "the matter should be discussed with the British", "the meeting would be held in Washington", "no decision had been taken",
      "the draft was ready for the Council", "the question of oil remained open", "the forces could not be reduced this year",
      "a reply was expected before the end of the month",
    ]
    return (0..<sentences).map { "\(subjects[$0 % 6]) \(verbs[$0 % 5]) \(rests[$0 % 7])." }.joined(separator: "\n")
  }

  private func corrected(_ text: String, _ level: Confidence.Level = .likely) throws -> String {
    String(decoding: try Pipeline.standard(level: level).selecting(only: ["corrector"]).run(text).output, as: UTF8.self)
  }

  @Test func knownWordsAreDoubtedWhereOthersAreMisread() throws {
    let doubtful = "The Secretary said that tho President of the United States agreed."
    let right = doubtful.replacing("tho", with: "the")
    // A short text says little of how clean it is; a long one without a misread word says it is.
    #expect(try corrected(doubtful) == right)
    #expect(try corrected(prose(60) + "\n" + doubtful) == prose(60) + "\n" + doubtful)
    let misread = prose(60).replacing("discussed", with: "discusscd")
    #expect(try corrected(misread + "\n" + doubtful) == prose(60) + "\n" + right)
  }

  @Test func piecesOfAWordAreFoundInACleanText() throws {
    let text = prose(60) + "\nHe sugge sted it."
    #expect(try corrected(text, .suggested) == prose(60) + "\nHe suggested it.")
  }
}
