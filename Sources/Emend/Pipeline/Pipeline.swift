/// Stages in order, and the level of confidence from which edits are applied.
public struct Pipeline: Sendable {
  public private(set) var stages: [any Stage]
  public let level: Confidence.Level
  let dictionaries: Dictionaries
  let options: Options
  private(set) var ignored: [IgnoreEntry] = []

  public init(
    stages: [any Stage], level: Confidence.Level = .likely, options: Options = Options(), dictionaries: Dictionaries = .embedded
  ) {
    self.options = options
    self.stages = stages
    self.level = level
    self.dictionaries = dictionaries
  }

  /// All stages in the order that Pipeline.md explains.
  public static func standard(
    options: Options = Options(), level: Confidence.Level = .likely,
    dictionaries: Dictionaries = .embedded, model: CorrectorModel = .embedded
  ) -> Pipeline {
    var options = options
    options.model = model === CorrectorModel.embedded ? nil : model.file.name
    return Pipeline(
      stages: [
        DecodeStage(lineEnds: options.lineEnds),
        UnicodeStage(form: options.form, typography: options.typography),
        PageMarkersStage(dictionaries: dictionaries),
        MarkingsStage(dictionaries: dictionaries),
        RunningHeadersStage(dictionaries: dictionaries),
        BoilerplateStage(dictionaries: dictionaries),
        FootnotesStage(options.footnotes, dictionaries: dictionaries),
        LineEndsStage(reflow: options.reflow, dictionaries: dictionaries),
        SpellingStage(dictionaries: dictionaries),
        CorrectorStage(model: model),
        TidyStage(),
      ], level: level, options: options, dictionaries: dictionaries)
  }

  /// What the stages can be told.
  public struct Options: Sendable {
    public var lineEnds = DecodeStage.LineEnds.keep
    public var form = UnicodeStage.Form.nfc
    public var typography = UnicodeStage.Typography.keep

    public var footnotes = FootnotesStage.Mode.mark
    /// Makes one line of each paragraph.
    public var reflow = false
    /// The least confidence of single stages, by their names; all others have that of the pipeline.
    public var levels: [String: Confidence.Level] = [:]
    /// The files of tables of the user's own that the dictionaries hold.
    public var dictionaries: [String] = []
    /// The file of the corrector's model; nil for the one that is built in.
    var model: String?

    public init() {}

    var settings: [(String, String)] {
      [
        ("line-ends", lineEnds.rawValue), ("form", form.rawValue), ("typography", typography.rawValue), ("footnotes", footnotes.rawValue),
        ("reflow", reflow ? "on" : "off"),
      ] + (model.map { [("model", $0)] } ?? [])
        + levels.sorted { $0.key < $1.key }.map { ("\($0.key).min-confidence", $0.value.rawValue) }
        + (dictionaries.isEmpty ? [] : [("dictionaries", dictionaries.joined(separator: ", "))])
    }
  }

  /// The pipeline with some stages only, in the standard order.
  /// - Throws: `EmendError` for a name that no stage has.
  public func selecting(only: [String] = [], skip: [String] = []) throws(EmendError) -> Pipeline {
    let known = stages.map(\.id)
    for name in only + skip where !known.contains(name) {
      throw .stages("there is no stage \(name); the stages are \(known.joined(separator: ", "))")
    }
    let kept = stages.filter { (only.isEmpty || only.contains($0.id)) && !skip.contains($0.id) }
    if kept.isEmpty { throw .stages("--only and --skip leave no stage to run") }
    var copy = self
    copy.stages = kept
    return copy
  }

  /// The pipeline that keeps what the entries list.
  public func ignoring(_ entries: [IgnoreEntry]) -> Pipeline {
    var copy = self
    copy.ignored = entries
    return copy
  }

  /// Runs the stages over a record.
  /// - Throws: `EmendError` if undoing a stage would not give back its input; nothing is lost then.
  public func run(_ source: [UInt8]) throws(EmendError) -> Run {
    // Stages look things up in memory that the dictionaries own.
    defer { withExtendedLifetime(dictionaries) {} }
    var document = Document(source)
    var passes: [Pass] = []
    var kept = KeptPlaces(source, entries: ignored)
    for stage in stages {
      let dictionaries = dictionaries
      let level = options.levels[stage.id] ?? level
      // The corrector has a lexicon of its own, so that it does not know what words the user added.
      let ownWords = stage is CorrectorStage
      let gate = Gate(
        level: level,
        protection: stage.changesWords
          ? { document, range in
            document.isClosed(range)
              ? "part of a line that another stage would take out"
              : dictionaries.protection(of: range, in: document.bytes, ownWords: ownWords)
          } : nil,
        kept: kept.isEmpty ? nil : (kept, stage.changesWords))
      let pass = try gate.pass(stage.edits(in: document), of: stage.id, in: document)
      if !pass.script.isEmpty {
        let output = pass.script.applied(to: document.bytes)
        guard pass.script.turns(document.bytes, into: output) else { throw .undoFailed(stage: stage.id) }
        document = Document(
          output, scars: Self.scars(after: pass.script, before: document.scars),
          closed: pass.script.map.outputRanges(ofInput: document.closed),
          breaks: Self.breaks(after: pass.script, before: document.breaks))
        kept = stage is DecodeStage ? KeptPlaces(output, entries: ignored) : kept.moved(by: pass.script)
      }
      let held = pass.script.map.outputRanges(ofInput: pass.heldMatter)
      if !held.isEmpty {
        document = Document(
          document.bytes, scars: document.scars, closed: (document.closed + held).sorted { $0.lowerBound < $1.lowerBound },
          breaks: document.breaks)
      }
      passes.append(pass)
    }
    let settings = [("min-confidence", level.rawValue)] + options.settings
    return Run(
      source: source, passes: passes, output: document.bytes, settings: settings.map { Artifact.Field($0.0, $0.1) })
  }

  public func run(_ text: String) throws(EmendError) -> Run { try run(Array(text.utf8)) }

  /// Where pages start, in the coordinates of a script's output: the earlier places moved, and the page breaks and page
  /// numbers that the script took out. Where a text has page breaks, its page numbers say no more.
  private static func breaks(after script: EditScript, before: [Int]) -> [Int] {
    var moved: [Int] = []
    moved.reserveCapacity(before.count)
    var next = 0
    let hasMarkers = script.edits.artifacts.contains { $0.kind == .pageMarker }
    if before.isEmpty, !hasMarkers { return [] }
    let hasBreaks = script.edits.artifacts.contains { $0.kind == .pageMarker && $0["break"] != nil }
    var found: [Int] = []
    var shift = 0
    var cursor = EditList.Cursor(script.edits)
    while let (start, number) = cursor.next() {
      let payload = script.edits.payloads[number]
      // A place inside an edit moves to where the edit starts.
      while next < before.count, before[next] < start + max(payload.original.count, 1) {
        moved.append(min(before[next], start) + shift)
        next += 1
      }
      if hasMarkers, let artifact = script.edits.artifact(ofPayload: number), artifact.kind == .pageMarker,
        !hasBreaks || artifact["break"] != nil
      {
        found.append(start + shift + payload.replacement.count)
      }
      shift += payload.replacement.count - payload.original.count
    }
    moved += before[next...].map { $0 + shift }
    return moved.isEmpty ? found : found.isEmpty ? moved : (moved + found).sorted()
  }

  /// Where matter was taken out, in the coordinates of a script's output: the earlier places moved, and the new ones.
  private static func scars(after script: EditScript, before: [Int]) -> [Int] {
    var scars: [Int] = []
    scars.reserveCapacity(before.count)
    var next = 0
    var shift = 0
    var cursor = EditList.Cursor(script.edits)
    while let (start, number) = cursor.next() {
      let payload = script.edits.payloads[number]
      while next < before.count, before[next] < start {
        scars.append(before[next] + shift)
        next += 1
      }
      // A place inside an edit moves to where the edit starts.
      while next < before.count, before[next] < start + payload.original.count {
        scars.append(start + shift)
        next += 1
      }
      if payload.artifact >= 0 { scars.append(start + shift) }
      shift += payload.replacement.count - payload.original.count
    }
    while next < before.count {
      scars.append(before[next] + shift)
      next += 1
    }
    return scars
  }
}
