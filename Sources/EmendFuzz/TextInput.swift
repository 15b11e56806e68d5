import Emend
import EmendCore
import EmendStages

/// Records of any bytes: what is made of them gives them back when it is undone, and a second run has nothing to do.
enum TextInput {
  private static let decodePipelines: [Pipeline] = DecodeStage.LineEnds.allCases.map { lineEnds in
    var options = StageOptions()
    options.lineEnds = lineEnds
    return selected(.standard(options: options), only: ["decode"])
  }

  private static let standard = Pipeline.standard(level: .suggested)

  static func selected(_ pipeline: Pipeline, only: [String]) -> Pipeline {
    do { return try pipeline.selecting(only: only) } catch { fatalError("\(error)") }
  }

  static func decode(_ input: [UInt8]) throws -> Bool {
    for pipeline in decodePipelines { try check(input, pipeline) }
    return true
  }

  static func pipeline(_ input: [UInt8]) throws -> Bool {
    try check(input, standard)
    return true
  }

  @discardableResult
  static func check(_ input: [UInt8], _ pipeline: Pipeline) throws -> Run {
    let run: Run
    do { run = try pipeline.run(input) } catch { throw FuzzTarget.Finding("a record was refused: \(error)") }
    if run.undo() != input { throw FuzzTarget.Finding("undoing does not give the source") }
    return run
  }
}
