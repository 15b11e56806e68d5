import ArgumentParser
import Emend

/// What the commands that change nothing have in common.
enum Checking {
  /// Runs the pipeline over each input and hands on each run; a file that cannot be read is reported and the rest goes on.
  /// Returns the exit code: changes found, an error, or neither.
  /// `failed` gets the path of each that cannot be read, and what was reported.
  static func each(
    _ arguments: [String], _ pipelines: Pipelines, _ body: (Input, Run) throws -> Void, failed: (String, String) -> Void = { _, _ in }
  ) throws -> Int32 {
    var code = ExitCodes.clean
    for input in try pipelines.inputs(arguments) {
      do {
        let source = try input.read()
        try Refusal.check(source, name: input.name)
        let run = try pipelines.pipeline(for: input).run(source)
        if !run.isClean, code == ExitCodes.clean { code = ExitCodes.changes }
        try body(input, run)
      } catch let error as EmendError {
        Console.error("\(input.name): \(error)")
        failed(input.path, "\(input.name): \(error)")
        code = ExitCodes.error
      } catch let error as Failure where !error.description.hasPrefix("standard output") {
        Console.error(error.description)
        failed(input.path, error.description)
        code = ExitCodes.error
      }
    }
    return code
  }
}
