import Emend

/// The pipeline in force for each record of a run.
struct Pipelines: Sendable {
  private let common: Pipeline

  init(_ common: Pipeline) { self.common = common }

  func pipeline(for input: Input) throws -> Pipeline { common }
}
