import Foundation
import Testing

@testable import Emend
@testable import EmendCore

// The types of the library's public face have the names of those of the engine, which is what most tests are about.
typealias Edit = EmendCore.Edit
typealias Artifact = EmendCore.Artifact

/// The root of the repository, from the place of this file.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: repository.appending(path: path))) }

/// A small generator of repeatable numbers (SplitMix64), so that a failure can be run again.
struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Pipeline {
  /// One stage by itself, or several in the standard order.
  static func only(_ stages: String..., level: Confidence.Level = .likely, options: StageOptions = StageOptions()) throws -> Pipeline {
    try standard(options: options, level: level).selecting(only: stages)
  }
}

/// What a run makes of a text.
func cleaned(_ text: String, by pipeline: Pipeline) throws -> String {
  let run = try pipeline.run(text)
  return String(decoding: run.output, as: UTF8.self)
}

/// What a run makes of a text, when undoing it gives the text back, a second run finds nothing, and CRLF changes nothing.
func steadilyCleaned(_ text: String, by pipeline: Pipeline) throws -> String {
  let run = try pipeline.run(text)
  #expect(run.undo() == Array(text.utf8))
  #expect(try pipeline.run(run.output).output == run.output, "twice")
  let crlf = try pipeline.run(text.replacing("\n", with: "\r\n"))
  #expect(crlf.output == Array(String(decoding: run.output, as: UTF8.self).replacing("\n", with: "\r\n").utf8), "CRLF")
  return String(decoding: run.output, as: UTF8.self)
}
