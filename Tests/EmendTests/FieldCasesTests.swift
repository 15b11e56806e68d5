import Foundation
import Testing

@testable import Emend
@testable import EmendCore

/// Fixtures/Field: what people who clean OCR report. Those that do not hold yet stand in Fixtures/known-failures.tsv.
@Suite struct FieldCasesTests {
  private static let folder = repository.appending(path: "Fixtures/Field")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
    FileManager.default.fileExists(atPath: folder.appending(path: "\($0)/input.txt").path)
  }.sorted()

  @Test func theCasesAreThere() { #expect(Self.names.count >= 57) }

  @Test(arguments: names) func theCleanTextIsTheExpectedOne(name: String) throws {
    let source = try bytes(of: "Fixtures/Field/\(name)/input.txt")
    let result = try Cleaner(Self.options(name)).clean(source)
    #expect(result.undone() == source)
    let expected = Self.lines(String(decoding: try bytes(of: "Fixtures/Field/\(name)/expected.txt"), as: UTF8.self))
    try #require(!expected.isEmpty)
    let difference = Self.difference(Self.lines(result.text), expected)
    try KnownFailures.hold("field/\(name)") { #expect(difference == nil, "\(name)") }
  }

  /// Those of `options.txt`, as the command line has them.
  private static func options(_ name: String) throws -> Cleaner.Options {
    var options = Cleaner.Options()
    let file = folder.appending(path: "\(name)/options.txt")
    guard FileManager.default.fileExists(atPath: file.path) else { return options }
    let words = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    try #require(!words.isEmpty && words.allSatisfy { $0 == "--reflow" }, "\(name)/options.txt: what is \(words)?")
    options.settings["reflow"] = "on"
    return options
  }

  /// The lines that hold something, without the blanks at their ends. A form feed ends a line, too.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      String(line.reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  /// The first line in which two texts differ in their bytes, nil where there is none.
  private static func difference(_ found: [String], _ expected: [String]) -> String? {
    let same = zip(found, expected).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    if same == found.count, same == expected.count { return nil }
    func line(_ lines: [String]) -> String { same < lines.count ? lines[same].debugDescription : "the end" }
    return "line \(same + 1) is \(line(found)) for \(line(expected))"
  }
}
