import Emend

/// One JSON object a line in, the same object out with its text cleaned and `edits` and `artifacts` added.
struct JSONLines {
  let pipeline: Pipeline
  let field: String

  func run(_ path: String, output: String?) throws {
    var bad = 0
    if let output {
      try Files.makeDirectories(output.directory)
      try Files.writeAtomically(output) { bad = try convert(path, to: Output(descriptor: $0)) }
    } else {
      bad = try convert(path, to: Output.standard)
    }
    if bad > 0 {
      let name = path == "-" ? "standard input" : path
      throw Failure("\(name): \(bad) \(bad == 1 ? "line was" : "lines were") left out of the output, see above")
    }
  }

  /// Reads line by line, so that a pipe of any length takes no more memory than its longest line. Returns the number of lines left out.
  private func convert(_ path: String, to output: Output) throws -> Int {
    let name = path == "-" ? "standard input" : path
    var reader = try LineReader(path)
    var writer = output.writer
    var number = 0
    var bad = 0
    while let line = try reader.next() {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
        try writer.write(line + [0x0A])
        continue
      }
      do {
        try writer.write(JSONLine(line, field: field).cleaned(by: pipeline))
        try writer.write("\n")
      } catch let error as EmendError {
        Console.error("\(name):\(number): \(error)")
        bad += 1
      }
    }
    try writer.flush()
    return bad
  }
}
