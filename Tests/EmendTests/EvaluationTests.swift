import Foundation
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendEvaluation

/// Distances, rates and floors.
@Suite struct EvaluationTests {
  /// The whole matrix, as the textbooks have it.
  private func naive(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        (diagonal, row[j + 1]) = (row[j + 1], min(diagonal + (x == y ? 0 : 1), row[j] + 1, row[j + 1] + 1))
      }
    }
    return row[b.count]
  }

  @Test func theDistanceIsThatOfTheWholeMatrix() {
    var random = Random(7)
    for round in 0..<1_500 {
      let symbols = UInt32([2, 4, 30, 5_000].randomElement(using: &random)!)
      let longest = round % 50 == 0 ? 700 : 150
      func some() -> [UInt32] { (0..<Int.random(in: 0...longest, using: &random)).map { _ in .random(in: 0..<symbols, using: &random) } }
      let a = some()
      var b = Bool.random(using: &random) ? some() : a
      for _ in 0..<5 where !b.isEmpty {
        let place = b.indices.randomElement(using: &random)!
        if Bool.random(using: &random) { b.remove(at: place) } else { b[place] = .random(in: 0..<symbols, using: &random) }
      }
      #expect(EditDistance.between(a, b) == naive(a, b), "round \(round)")
    }
    #expect(EditDistance.between([], []) == 0)
    for count in [63, 64, 65, 127, 128, 129] {
      #expect(EditDistance.between([UInt32](repeating: 1, count: count), [UInt32](repeating: 2, count: count + 3)) == count + 3)
    }
  }

  /// The alignment is one that has the least cost: its matches leave exactly the distance to pay.
  @Test func anAlignmentCostsTheDistance() {
    var random = Random(11)
    for round in 0..<300 {
      let symbols = UInt32([2, 4, 30].randomElement(using: &random)!)
      let longest = round % 10 == 0 ? 900 : 60
      func some() -> [UInt32] { (0..<Int.random(in: 0...longest, using: &random)).map { _ in .random(in: 0..<symbols, using: &random) } }
      let (a, b) = (some(), some())
      let matches = EditDistance.matches(a, b)
      var (i, j, cost) = (0, 0, 0)
      for (place, match) in matches.enumerated() {
        guard let match else { continue }
        #expect(a[place] == b[match] && match >= j)
        cost += max(place - i, match - j)
        (i, j) = (place + 1, match + 1)
      }
      cost += max(a.count - i, b.count - j)
      #expect(cost == EditDistance.between(a, b), "round \(round)")
    }
  }

  @Test func longTextsAreMeasuredExactly() {
    var random = Random(3)
    let a = (0..<4_000).map { _ in UInt32.random(in: 97..<123, using: &random) }
    let b = a.map { Int.random(in: 0..<10, using: &random) == 0 ? 1 : $0 }
    // One symbol in ten was put in the place of another, and none was moved.
    let changed = zip(a, b).count { $0 != $1 }
    #expect(changed > 300 && EditDistance.between(a, b) == naive(a, b))
    #expect(EditDistance.measured(a, b).isExact && EditDistance.between(a, b) <= changed)
    #expect(EditDistance.matches(a, b).count { $0 != nil } >= a.count - changed)
  }

  @Test func ratesCountWhatReadersSee() {
    let ocr = Array("The govern-\nment  of\u{C}\n the Bogotá pact\n".utf8)
    let same = TextFigures(
      ocr: ocr, output: Array("The government of the Bogotá pact".utf8), truth: Array("The government of the Bogotá pact\n".utf8))
    #expect(same.before == ErrorCount() && same.after == ErrorCount() && same.worse == 0)
    #expect(same.characters == 33 && same.words == 6)
    let worse = TextFigures(
      ocr: ocr, output: Array("The governess of the Bogota pact".utf8), truth: Array("The government of the Bogotá pact".utf8))
    #expect(worse.after.wordErrors == 2 && worse.after.characterErrors == 4 && worse.worse == 1)
    #expect((same + worse).cases == 2 && (same + worse).words == 12)
    let nothing = ScanFigures()
    #expect(Figure.all.first { $0.id == "cerAfter" }?.value(nothing) == nil)
    #expect(Figure.Value(1, of: 3)?.description == "0.3333" && Figure.Value(2, of: 3)?.description == "0.6667")
    #expect(Figure.Value.rate(-1_174).description == "-0.1174" && Figure.Value.rate(10_000).description == "1.0000")
    #expect(Figure.Value(5, perTenThousandOf: 4_000)?.description == "12.50" && Figure.Value(-1, of: 3)?.description == "-0.3333")
  }

  @Test func theAssignmentIsTheBest() {
    // The first row would like the first column best, but the second row has no other.
    #expect(Assignment.best([[3, 2, 0], [2.9, 0, 0]]) == [1, 0])
    #expect(Assignment.best([[0, 0]]) == [nil])
    #expect(Assignment.best([[1], [2], [3]]) == [nil, nil, 0])
    #expect(Assignment.best([]) == [] && Assignment.best([[]]) == [nil])
  }

  private func columns(cer: Int, lost: Int) -> [EvaluationReport.Column] {
    var figures = ScanFigures()
    (figures.text.cases, figures.text.characters, figures.text.words) = (1, 10_000, 1_000)
    figures.text.after.characterErrors = cer
    figures.bodyLinesLost = lost
    (figures.furnitureRead, figures.furnitureStripped) = (10, 9)
    return [.init("light", figures)]
  }

  @Test func floorsAreRaisedAndNeverLoweredWithoutAReason() throws {
    var floors = try Floors(Array("# head\nFixtures/Scans\tlight\tcerAfter\t0.0200\n".utf8), file: "floors.tsv")
    let better = floors.raise("Fixtures/Scans", to: columns(cer: 150, lost: 0))
    #expect(better.left.isEmpty && better.changed.contains("Fixtures/Scans, light: cerAfter raised from 0.0200 to 0.0150"))
    #expect(floors.table.hasPrefix("# head\nFixtures/Scans\tlight\tcerAfter\t0.0150\n"))
    #expect(floors.table.contains("Fixtures/Scans\tlight\tfurnitureRecall\t0.9000\n"))
    #expect(floors.breaches("Fixtures/Scans", columns(cer: 150, lost: 0)).isEmpty)
    let breaches = floors.breaches("Fixtures/Scans", columns(cer: 151, lost: 1))
    #expect(breaches.count == 2 && breaches[0] == "floors.tsv: Fixtures/Scans, light: cerAfter is 0.0151, worse than its floor 0.0150")
    #expect(floors.breaches("Fixtures/Scans", [])[0].contains("was not measured"))
    #expect(floors.breaches("elsewhere", []).isEmpty)

    let before = floors.table
    let worse = floors.raise("Fixtures/Scans", to: columns(cer: 160, lost: 0))
    #expect(worse.changed.isEmpty && worse.left.count == 1 && floors.table == before)
    _ = floors.raise("Fixtures/Scans", to: columns(cer: 160, lost: 0), loweringWith: "rotated scans added")
    #expect(floors.table.contains("cerAfter\t0.0160\tlowered from 0.0150: rotated scans added\n"))
    #expect(try Floors(Array(floors.table.utf8), file: "f").table == floors.table)
  }

  @Test(arguments: [
    ("a\tb\tcerAfter\n", "tabs"), ("a\tb\tcerFater\t0.1000\n", "cerAfter"), ("a\tb\tcerAfter\t0.1\n", "four decimals"),
    ("a\tb\tharm\t0.123\n", "two per 10,000"),
    ("a\tb\tcerAfter\t1\na\tb\tcerAfter\t2\n", ":2: a second floor"),
  ]) func aFaultInTheFloorsIsNamed(table: String, message: String) {
    #expect { try Floors(Array(table.utf8), file: "floors.tsv") } throws: { "\($0)".contains(message) && "\($0)".hasPrefix("floors.tsv:") }
  }

  /// The quality of the pipeline itself.
  @Test func theScannedCasesKeepTheirFloors() throws {
    let set = "Fixtures/Scans"
    let names = try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: set).path)
    let scores = try names.filter { $0.hasSuffix(".ocr.txt") }.map { file in
      let name = String(file.dropLast(8))
      func part(_ ending: String) throws -> [UInt8] { try bytes(of: "\(set)/\(name)\(ending)") }
      let scan = try ScanCase(name: name, ocr: part(".ocr.txt"), truth: part(".gt.txt"), marks: part(".marks.json"))
      return (level: scan.level, figures: try ScanScore(scan, by: .standard()).figures)
    }
    #expect(scores.count == 12)
    let floors = try Floors(bytes(of: "Fixtures/floors.tsv"), file: "Fixtures/floors.tsv")
    #expect(floors.floors.count > 20)
    let breaches = floors.breaches(set, EvaluationReport.columns(scores))
    #expect(breaches.isEmpty, "emend evaluate --scans \(set) --errors shows where; make floors REASON=… lowers a floor")
  }
}
