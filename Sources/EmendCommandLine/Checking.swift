import ArgumentParser
import EmendCore
import EmendFiles

/// What the commands that change nothing have in common.
enum Checking {
  /// Runs the pipeline over each input, on several threads, and hands on each run, in the order of the inputs and on the
  /// calling thread; a file that cannot be read is reported and the rest goes on. Returns the exit code: changes found, an
  /// error, or neither. `failed` gets the path of each that cannot be read, and what was reported.
  static func each(
    _ inputs: Inputs, _ pipelines: Pipelines, jobs: Int, _ body: (Input, Run) throws -> Void,
    failed: (String, String) -> Void = { _, _ in }
  ) throws -> Int32 {
    var code = ExitCodes.clean
    try runs(inputs, pipelines, jobs: jobs) { input, result in
      switch result {
      case .success(let run):
        if !run.isClean, code == ExitCodes.clean { code = ExitCodes.changes }
        try body(input, run)
      case .failure(let failure):
        Console.error(failure.description)
        failed(input.path, failure.description)
        code = ExitCodes.error
      }
    }
    return code
  }

  /// The run of each input in order, or why there is none.
  static func runs(_ inputs: Inputs, _ pipelines: Pipelines, jobs: Int, _ body: (Input, Result<Run, Failure>) throws -> Void) throws {
    var iterator = inputs.makeIterator()
    let ordered = OrderedWork<Input, (input: Input, result: Result<Run, Failure>)>(
      // Source, output and the edits between them.
      jobs: jobs, weight: { ((try? $0.result.get())?.source.count ?? 0) * 3 }, source: { iterator.next() },
      work: { input in (input, run(input, pipelines)) })
    try ordered.run { try body($0.input, $0.result) }
  }

  private static func run(_ input: Input, _ pipelines: Pipelines) -> Result<Run, Failure> {
    do {
      let source = try input.read()
      try Refusal.check(source, name: input.name)
      return .success(try pipelines.pipeline(for: input).run(source))
    } catch let failure as Failure {
      return .failure(failure)
    } catch {
      return .failure(Failure("\(input.name): \(error)"))
    }
  }
}
