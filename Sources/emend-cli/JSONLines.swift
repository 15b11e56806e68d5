import Emend

/// One JSON object a line in, the same object out with its text cleaned and `edits` and `artifacts` added.
struct JSONLines {
  let pipeline: Pipeline
  let field: String

  func run(_ path: String, output: String?) throws {
    guard let output else { return try convert(path, to: Output.standard) }
    try Files.makeDirectories(output.directory)
    try Files.writeAtomically(output) { try convert(path, to: Output(descriptor: $0)) }
  }

  /// Reads line by line, so that a pipe of any length takes no more memory than its longest line.
  private func convert(_ path: String, to output: Output) throws {
    let name = path == "-" ? "standard input" : path
    var reader = try LineReader(path)
    var writer = output.writer
    var number = 0
    var failed = false
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
        failed = true
      }
    }
    try writer.flush()
    if failed { throw Failure("\(name): some lines were left out of the output; see above") }
  }
}
