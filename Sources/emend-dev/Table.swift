import ArgumentParser
import EmendCore
import EmendLexicon
import Foundation

/// A dictionary file: a head of `#` lines, then rows of columns, sorted bytewise.
struct Table {
  var head: [String] = []
  var rows: [[String]] = []

  init(_ path: String) throws {
    for line in String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("#") {
        head.append(String(line))
      } else {
        rows.append(line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
      }
    }
  }

  /// The first columns, in small letters.
  var keys: Set<String> { Set(rows.map { $0[0].lowercased() }) }

  func write(to path: String, keyColumns: Int = 1) throws {
    let sorted = rows.sorted {
      $0.prefix(keyColumns).joined(separator: "\t").precedes($1.prefix(keyColumns).joined(separator: "\t"))
    }
    let text = (head + sorted.map { $0.joined(separator: "\t") }).map { $0 + "\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}

/// Where the tables lie.
struct TableOptions: ParsableArguments {
  @Option(help: "The folder of the tables.") var dictionaries = "Dictionaries"

  func path(_ name: String) -> String { "\(dictionaries)/\(name)" }
  func table(_ name: String) throws -> Table { try Table(path(name)) }
}
