import EmendCore
import EmendFiles

/// Texts beside their truths, as `emend evaluate --truth` is told of them.
struct TruthFiles {
  /// A text and the file with its truth.
  struct Pair {
    let text: String
    let truth: String
  }

  let pairs: [Pair]

  /// - Parameters:
  ///   - truth: the truth of a single text, or a folder with that of each.
  ///   - inputs: texts, and folders of texts.
  /// - Throws: `Failure` for a text without a truth, and where there is no text.
  init(truth: String, inputs: [String]) throws {
    guard Files.exists(truth) else { throw Failure("--truth \(truth): there is no such file or folder") }
    let texts = try inputs.flatMap { try Self.texts($0) }
    if texts.isEmpty { throw Failure("\(inputs.joined(separator: ", ")): holds no text to measure") }
    if !Files.isDirectory(truth) {
      guard texts.count == 1 else {
        throw Failure("--truth \(truth): is the truth of one file, and \(texts.count) are to be measured; name a folder of truths")
      }
      pairs = [Pair(text: texts[0].path, truth: truth)]
      return
    }
    pairs = try texts.map { text in
      let names = Self.truthNames(of: text.name)
      guard let name = names.first(where: { Self.isOther(truth.appendingPath($0), than: text.path) }) else {
        throw Failure("\(text.path): has no truth; put it into \(truth) as \(names.joined(separator: " or "))")
      }
      return Pair(text: text.path, truth: truth.appendingPath(name))
    }
  }

  /// The texts that an argument stands for, with their names below the folder: of a folder with files `NAME.ocr.txt` these alone,
  /// else all but the truths.
  private static func texts(_ path: String) throws -> [(path: String, name: String)] {
    if !Files.isDirectory(path) { return [(path, path.lastPathComponent)] }
    let all = try Files.textFiles(below: path)
    let read = all.filter { $0.hasSuffix(".ocr.txt") }
    return (read.isEmpty ? all.filter { !$0.hasSuffix(".gt.txt") } : read).map { (path.appendingPath($0), $0) }
  }

  /// `NAME.gt.txt` for `NAME.ocr.txt` and for `NAME.txt`, and the same name.
  private static func truthNames(of name: String) -> [String] {
    let stem = name.hasSuffix(".ocr.txt") ? name.dropLast(8) : name.hasSuffix(".txt") ? name.dropLast(4) : name[...]
    return ["\(stem).gt.txt", name] + (name.hasSuffix(".ocr.txt") ? ["\(stem).txt"] : [])
  }

  private static func isOther(_ truth: String, than text: String) -> Bool {
    Files.exists(truth) && !Files.isDirectory(truth) && !Files.isSame(truth, text)
  }
}
