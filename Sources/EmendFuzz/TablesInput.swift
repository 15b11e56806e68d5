import Emend
import EmendCore
import EmendLexicon

/// Tables of the user's own: the first byte says of which kind.
enum TablesInput {
  private static let text = Array(
    "SECRET\n\nThe Ambassador Stevenson met Mr. Abel, wrnog of course. Cold dog agreed-\nment alpha-beta.\n".utf8)

  static func run(_ input: [UInt8]) throws -> Bool {
    let kinds = UserDictionary.Kind.allCases
    let kind = kinds[Int(input.first ?? 0) % kinds.count]
    let table: UserDictionary
    do { table = try UserDictionary(file: kind.fileName, bytes: Array(input.dropFirst())) } catch { return false }
    let problems = UserDictionary.problems(in: [table])
    for problem in problems where problem.description.utf8.count > 2000 {
      throw FuzzTarget.Finding("a message of \(problem.description.utf8.count) bytes")
    }
    if problems.contains(where: \.isFatal) { return false }
    do {
      let dictionaries = try Dictionaries(onlyOf: [table])
      let pipeline = TextInput.selected(
        .standard(level: .suggested, dictionaries: dictionaries), only: ["markings", "line-ends", "spelling"])
      try TextInput.check(text, pipeline)
    } catch let error as EmendError { throw FuzzTarget.Finding("a table without fatal problems was refused: \(error)") }
    return true
  }
}
