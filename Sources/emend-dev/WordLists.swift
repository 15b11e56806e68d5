import EmendCore
import Foundation

/// The word lists of SCOWL, as Debian's package `scowl` installs them: files `<language>-<kind>.<size>`.
struct WordLists {
  static let languages: Set = ["english", "american", "british", "british_z"]
  static let variants: Set = ["variant_1", "british_variant_1", "canadian_variant_1", "australian_variant_1"]
  static let kinds = ["words", "upper", "proper-names", "abbreviations"]

  private struct List {
    let language: String
    let kind: String
    let size: Int
    let lines: [String]
  }

  private let lists: [List]

  init(folder: String) throws {
    lists = try Files.list([folder], suffix: "").compactMap { file in
      let name = file.lastPathComponent
      guard let dot = name.lastIndex(of: "."), let size = Int(name[name.index(after: dot)...]), let hyphen = name.firstIndex(of: "-")
      else { return nil }
      let data = try Data(contentsOf: file)
      guard let text = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) else { return nil }
      let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      return List(
        language: String(name[..<hyphen]), kind: String(name[name.index(after: hyphen)..<dot]), size: size,
        // Lines with an apostrophe, a hyphen, a digit or a blank are left out whole.
        lines: lines.filter { !$0.isEmpty && $0.unicodeScalars.allSatisfy(\.properties.isAlphabetic) })
    }
  }

  /// The lines of all lists of a size and below; of every language when none is named.
  func lines(upTo size: Int, languages: Set<String>? = nil, kinds: [String]) -> Set<String> {
    Set(
      lists.filter { $0.size <= size && languages?.contains($0.language) != false && kinds.contains($0.kind) }
        .flatMap(\.lines))
  }

  /// Every word of every list, in small letters: to tell that a form is none.
  func everything() -> Set<String> {
    Set(lists.flatMap(\.lines).map { $0.lowercased() })
  }
}
