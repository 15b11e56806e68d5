import Emend
import EmendCore
import EmendFiles
import EmendReports

/// One JSON object a line in, the same object out with its text cleaned and `edits` and `artifacts` added.
struct JSONLines: Sendable {
  let pipeline: Pipeline
  let field: String
  let jobs: Int
  /// Hands on each line as soon as it is done.
  let isUnbuffered: Bool

  /// Lines that came in together; the first has this number.
  private struct Batch: Sendable {
    let number: Int
    let lines: [[UInt8]]
  }

  /// Lines to go out, and what was wrong with those that do not.
  private struct Cleaned: Sendable {
    var output: [UInt8] = []
    var bad: [(line: Int, message: String)] = []
  }

  func run(_ path: String, output: String?) throws {
    Interruption.watch()
    var bad = 0
    if let output, output != "-" {
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

  /// Reads line by line, so that a pipe of any length takes no more memory than some of its lines. Returns the number of lines
  /// left out.
  private func convert(_ path: String, to output: Output) throws -> Int {
    let name = path == "-" ? "standard input" : path
    let reader = try LineReader(path)
    var number = 0
    let ordered = OrderedWork<Batch, Cleaned>(
      jobs: jobs, isEager: isUnbuffered, weight: { $0.output.count },
      source: {
        let lines = try reader.nextLines()
        if lines.isEmpty { return nil }
        defer { number += lines.count }
        return Batch(number: number + 1, lines: lines)
      }, work: cleaned)
    var writer = output.writer
    var bad = 0
    do {
      try ordered.run(idle: Interruption.check) { cleaned in
        for (line, message) in cleaned.bad { try Self.report(name, line, message) }
        bad += cleaned.bad.count
        try writer.write(cleaned.output)
        if isUnbuffered { try writer.flush() }
        try Interruption.check()
      }
    } catch is Interruption.Stopped {
      try writer.flush()
      Console.error("\(name): stopped; the lines that went out are whole")
      throw Interruption.Stopped()
    }
    try writer.flush()
    return bad
  }

  private func cleaned(_ batch: Batch) -> Cleaned {
    var result = Cleaned()
    for (index, line) in batch.lines.enumerated() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
        result.output += line
      } else {
        do { result.output += try JSONLine(line, field: field).cleaned(by: pipeline) } catch {
          result.bad.append((batch.number + index, "\(error)"))
          continue
        }
      }
      result.output.append(UInt8(ascii: "\n"))
    }
    return result
  }

  /// A record of what is wrong with a line, as JSON on one line of standard error.
  private static func report(_ file: String, _ line: Int, _ message: String) throws {
    Console.write(try String(decoding: JSONLine.error(file: file, line: line, message: message), as: UTF8.self))
  }
}
