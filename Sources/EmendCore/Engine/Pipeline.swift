/// What may not be changed, and why. The dictionaries say so.
package protocol WordProtection: AnyObject, Sendable {
  /// Another number where the tables are others.
  var checksum: UInt64 { get }
  /// Why the words that `range` touches may not be changed; nil when they may. With `ownWords` those that the user's own
  /// tables add are protected, too.
  func protection(of range: Range<Int>, in bytes: [UInt8], ownWords: Bool) -> String?
}

extension WordProtection {
  package func protection(of range: Range<Int>, in bytes: [UInt8]) -> String? { protection(of: range, in: bytes, ownWords: false) }
}

/// Stages in order, and the level of confidence from which edits are applied.
package struct Pipeline: Sendable {
  package private(set) var stages: [any Stage]
  package let level: Confidence.Level
  /// The least confidence of single stages, by their names.
  package let levels: [String: Confidence.Level]
  /// What the stages were told, by name, as reports have it.
  package let settings: [(String, String)]
  package let protection: any WordProtection
  package private(set) var ignored: [IgnoreEntry] = []

  package init(
    stages: [any Stage], level: Confidence.Level, levels: [String: Confidence.Level] = [:], settings: [(String, String)] = [],
    protection: any WordProtection
  ) {
    self.stages = stages
    self.level = level
    self.levels = levels
    self.settings = settings
    self.protection = protection
  }

  /// The pipeline with some stages only, in the standard order.
  /// - Throws: `EmendError` for a name that no stage has.
  package func selecting(only: [String] = [], skip: [String] = []) throws(EmendError) -> Pipeline {
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
  package func ignoring(_ entries: [IgnoreEntry]) -> Pipeline {
    var copy = self
    copy.ignored = entries
    return copy
  }

  /// Rounds of the stages over a record, at most. Real records settle in two to four.
  package static let mostRounds = 8

  /// Runs the stages over a record, and over what they make of it, until nothing changes: what is clean then stays as it is when
  /// it is cleaned again. Passes of later rounds follow those of the first; what these hold back they do not list again.
  /// - Throws: `EmendError` if undoing a stage would not give back its input; nothing is lost then.
  package func run(_ source: [UInt8]) throws(EmendError) -> Run {
    // Stages look things up in memory that the dictionaries own.
    defer { withExtendedLifetime(protection) {} }
    var kept = Suppressions(source, entries: ignored)
    var passes: [Pass] = []
    // How many bytes each round ended with, and the passes up to there; the passes since then lead back to its text.
    var ends: [(count: Int, passes: Int)] = []
    var output = try round(over: source, &kept, into: &passes)
    while !passes[(ends.last?.passes ?? 0)...].allSatisfy(\.script.isEmpty), ends.count + 1 < Self.mostRounds {
      if let same = ends.first(where: {
        $0.count == output.count && Run.undo(output, scripts: passes[$0.passes...].map(\.script)) == output
      }) {
        // Two stages undo each other's work: the text as it was before stays.
        passes.removeSubrange(same.passes...)
        break
      }
      ends.append((output.count, passes.count))
      var found: [Pass] = []
      output = try round(over: output, &kept, into: &found)
      passes += found.filter { !$0.script.isEmpty }.map(\.ofLaterRound)
    }
    let settings = [("min-confidence", level.rawValue)] + settings
    return Run(
      source: source, passes: passes, output: output, settings: settings.map { Artifact.Field($0.0, $0.1) }, stages: stages.map(\.info))
  }

  /// Runs the stages over a text once and returns what they make of it.
  private func round(
    over source: [UInt8], _ kept: inout Suppressions, into passes: inout [Pass]
  ) throws(EmendError) -> [UInt8] {
    var document = Document(source)
    for stage in stages {
      let role = stage.info.role
      let gate = Gate(
        level: levels[stage.id] ?? level, role: role, protection: role.changesWords ? protection : nil, kept: kept.isEmpty ? nil : kept)
      let pass = try gate.pass(stage.edits(in: document), of: stage.id, in: document)
      if !pass.script.isEmpty {
        let output = pass.script.applied(to: document.bytes)
        guard pass.script.turns(document.bytes, into: output) else { throw .undoFailed(stage: stage.id) }
        document = Document(
          output, removalPoints: Self.removalPoints(after: pass.script, before: document.removalPoints),
          withheldMatter: pass.script.map.outputRanges(ofInput: document.withheldMatter),
          breaks: Self.breaks(after: pass.script, before: document.breaks))
        kept = role.isDecoding ? Suppressions(output, entries: ignored) : kept.moved(by: pass.script)
      }
      let held = pass.script.map.outputRanges(ofInput: pass.heldMatter)
      if !held.isEmpty {
        document = Document(
          document.bytes, removalPoints: document.removalPoints,
          withheldMatter: (document.withheldMatter + held).sorted { $0.lowerBound < $1.lowerBound },
          breaks: document.breaks)
      }
      passes.append(pass)
    }
    return document.bytes
  }

  package func run(_ text: String) throws(EmendError) -> Run { try run(Array(text.utf8)) }

  /// Where pages start, in the coordinates of a script's output: the earlier places moved, and the page breaks and page
  /// numbers that the script took out. Where a text has page breaks, its page numbers say no more.
  private static func breaks(after script: EditScript, before: [Int]) -> [Int] {
    var moved: [Int] = []
    moved.reserveCapacity(before.count)
    var next = 0
    let hasMarkers = script.edits.artifacts.contains { $0.kind == .pageMarker }
    if before.isEmpty, !hasMarkers { return [] }
    let hasBreaks = script.edits.artifacts.contains { PageMarker($0)?.isBreak == true }
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
      if hasMarkers, let artifact = script.edits.artifact(ofPayload: number), let marker = PageMarker(artifact),
        !hasBreaks || marker.isBreak
      {
        found.append(start + shift + payload.replacement.count)
      }
      shift += payload.replacement.count - payload.original.count
    }
    moved += before[next...].map { $0 + shift }
    return moved.isEmpty ? found : found.isEmpty ? moved : (moved + found).sorted()
  }

  /// Where matter was taken out, in the coordinates of a script's output: the earlier places moved, and the new ones.
  private static func removalPoints(after script: EditScript, before: [Int]) -> [Int] {
    var removalPoints: [Int] = []
    removalPoints.reserveCapacity(before.count)
    var next = 0
    var shift = 0
    var cursor = EditList.Cursor(script.edits)
    while let (start, number) = cursor.next() {
      let payload = script.edits.payloads[number]
      while next < before.count, before[next] < start {
        removalPoints.append(before[next] + shift)
        next += 1
      }
      // A place inside an edit moves to where the edit starts.
      while next < before.count, before[next] < start + payload.original.count {
        removalPoints.append(start + shift)
        next += 1
      }
      if payload.artifact >= 0 { removalPoints.append(start + shift) }
      shift += payload.replacement.count - payload.original.count
    }
    while next < before.count {
      removalPoints.append(before[next] + shift)
      next += 1
    }
    return removalPoints
  }
}
