import Emend
import EmendCore
import EmendCorrector
import EmendReports
import EmendReview

/// Lines of JSON with a record in them, and files of JSON Lines: baselines, decisions, pairs of OCR and truth.
enum JSONInput {
  private static let pipeline = TextInput.selected(.standard(), only: ["decode", "unicode"])

  static func run(_ input: [UInt8]) throws -> Bool {
    let line = try? JSONLine(input, field: "text").cleaned(by: pipeline)
    if let line {
      // What was written is an object on a line that has the new members, and is refused for that.
      do {
        _ = try JSONLine(line, field: "text").cleaned(by: pipeline)
        throw FuzzTarget.Finding("a cleaned line lacks what was added to it")
      } catch let error as EmendError {
        if !error.description.contains("already") { throw FuzzTarget.Finding("a cleaned line is no JSON: \(error)") }
      }
    }
    let baseline = try? Baseline(input)
    if let baseline {
      let written = try ByteWriter.collect { try baseline.write(to: &$0) }
      do {
        if try Baseline(written).count != baseline.count { throw FuzzTarget.Finding("a baseline read back has other findings") }
      } catch let error as EmendError { throw FuzzTarget.Finding("a baseline cannot be read back: \(error)") }
    }
    let decisions = try? DecisionsFile(input)
    if let decisions {
      let written = try ByteWriter.collect { try decisions.write(to: &$0) }
      do {
        if try DecisionsFile(written).entries != decisions.entries { throw FuzzTarget.Finding("decisions read back are others") }
      } catch let error as EmendError { throw FuzzTarget.Finding("decisions cannot be read back: \(error)") }
    }
    let pair = try? TextPair(input)
    return line != nil || baseline != nil || decisions != nil || pair != nil
  }
}
