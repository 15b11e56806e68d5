import EmendCore
import EmendCorrector
import EmendFiles

/// What a first pass over a collection taught, for a second one.
struct Adaptation {
  /// The model as a file holds it.
  let model: [UInt8]

  /// Says on standard error what was learned.
  init(_ learner: CollectionLearner, quiet: Bool = false) {
    let (model, report) = learner.learned()
    self.model = model
    if !quiet { for line in report { Console.write(line) } }
  }

  /// Learns from files; one that cannot be read or cleaned teaches nothing, for the second pass names it.
  init(_ inputs: Inputs, _ options: PipelineOptions, jobs: Int, quiet: Bool) throws {
    var learner = CollectionLearner(try options.correctorModel())
    try Checking.runs(inputs, options.pipelines(), jobs: jobs) { _, result in
      if let run = try? result.get() { learner.add(run) }
      try Interruption.check()
    }
    self.init(learner, quiet: quiet)
  }

  func pipeline(_ options: PipelineOptions) throws -> Pipeline {
    try options.pipeline(adapted: adaptedModel())
  }

  func pipelines(_ options: PipelineOptions) throws -> Pipelines { try options.pipelines(adapted: adaptedModel()) }

  private func adaptedModel() throws -> CorrectorModel { try CorrectorModel(bytes: model, name: "the adapted model") }
}
