import Foundation
import Testing

/// What the compiler does not hold: that a layer imports what Package.swift lists for it and nothing else, that the layers below the
/// reports do without Foundation, and that files and functions stay short enough to read.
@Suite struct LayersTests {
  private static let sources = repository.appending(path: "Sources")

  /// The targets of Package.swift with what each depends on, of those that are Swift.
  private static let targets: [String: Set<String>] = {
    let text = (try? String(contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)) ?? ""
    var found: [String: Set<String>] = [:]
    for part in text.components(separatedBy: "arget(\n").joined(separator: "arget(").components(separatedBy: "arget(").dropFirst() {
      let names = part.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      guard let name = names.first else { continue }
      let list = part.components(separatedBy: "dependencies: [").dropFirst().first?.components(separatedBy: "\n    .").first ?? ""
      let items = list.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      found[name] = Set(items.filter { $0.hasPrefix("Emend") || $0 == "HostileTexts" })
    }
    return found
  }()

  private static func files(of target: String) -> [(path: String, lines: [String])] {
    let folder = sources.appending(path: target)
    guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { url in
      let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
      return (target + url.path.dropFirst(folder.path.count), text.components(separatedBy: "\n"))
    }
  }

  private static let layers = [
    "EmendCore", "EmendLexicon", "EmendReading", "EmendStages", "EmendCorrector", "EmendLayout", "EmendReports", "EmendReview",
    "EmendEvaluation", "Emend",
    "EmendFiles", "EmendConfiguration", "EmendCommandLine",
  ]

  @Test(arguments: layers) func importsWhatItsTargetLists(layer: String) throws {
    let listed = try #require(Self.targets[layer])
    let files = Self.files(of: layer)
    try #require(!files.isEmpty)
    for (path, lines) in files {
      for line in lines where line.hasPrefix("import Emend") {
        let module = String(line.dropFirst("import ".count))
        #expect(listed.contains(module), "\(path) imports \(module), which Package.swift does not list for \(layer)")
      }
    }
  }

  @Test func noLayerKnowsItself() {
    /// The targets that one leads to.
    func reached(from start: String) -> Set<String> {
      var (found, open): (Set<String>, [String]) = ([], [start])
      while let target = open.popLast() {
        for next in Self.targets[target] ?? [] where found.insert(next).inserted { open.append(next) }
      }
      return found
    }
    for layer in Self.layers { #expect(!reached(from: layer).contains(layer), "\(layer) leads back to itself") }
    #expect(reached(from: "EmendReview").contains("EmendCore"))
  }

  /// Foundation brings 34 MB of data of its own and a slow start.
  @Test(arguments: [
    "EmendCore", "EmendLexicon", "EmendReading", "EmendStages", "EmendCorrector", "EmendLayout", "EmendReview", "EmendEvaluation", "Emend",
  ])
  func doesWithoutFoundation(layer: String) throws {
    let files = Self.files(of: layer)
    try #require(!files.isEmpty)
    for (path, lines) in files { #expect(!lines.contains { $0.hasPrefix("import Foundation") }, "\(path) imports Foundation") }
  }

  @Test(arguments: layers + ["emend-dev", "emend-cli", "EmendFuzz", "HostileTexts"]) func filesAndFunctionsAreShort(target: String) throws {
    let files = Self.files(of: target)
    try #require(!files.isEmpty)
    for (path, lines) in files {
      #expect(lines.count <= 301, "\(path) has \(lines.count - 1) lines; at most 300")
      var start: (line: Int, indent: Int)?
      for (number, line) in lines.enumerated() {
        let indent = line.prefix { $0 == " " }.count
        let code = line.dropFirst(indent)
        if start == nil, code.contains("func ") || code.contains("init(") || code.contains("init?("),
          code.hasSuffix("{") || code.hasSuffix("(")
        {
          let isDeclaration = code.split(separator: " ").first { !Self.modifiers.contains($0) && !$0.hasPrefix("@") }
          if isDeclaration.map({ $0 == "func" || $0.hasPrefix("init") }) == true { start = (number, indent) }
        } else if let from = start, indent == from.indent, code == "}" {
          #expect(number - from.line + 1 <= 60, "\(path):\(from.line + 1): a function of \(number - from.line + 1) lines; at most 60")
          start = nil
        }
      }
    }
  }

  private static let modifiers: Set<Substring> = [
    "package", "public", "private", "fileprivate", "static", "mutating", "final", "override", "convenience", "nonisolated",
  ]
}
