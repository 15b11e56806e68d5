import EmendCore
import EmendCorrector

/// The nBest on a line of a record, as `emend explain` shows them.
struct NBestReport {
  /// A list and where it stands in the decoded source, both from 1.
  struct Placed {
    let line: Int
    let column: Int
    let list: NBest
  }

  let places: [Placed]

  /// - Parameter line: from 1, in the decoded source. Empty when the pipeline did not run the corrector.
  init(_ run: Run, line: Int, by pipeline: Pipeline) {
    guard let number = run.passes.firstIndex(where: { $0.stage == CorrectorStage.info.id }),
      let stage = pipeline.stages.first(where: { $0.id == CorrectorStage.info.id }) as? CorrectorStage
    else {
      places = []
      return
    }
    let readable = run.readable
    let input = run.passes[..<number].reduce(run.source) { $1.script.isEmpty ? $0 : $1.script.applied(to: $0) }
    let first = run.passes.first?.stage == StageInfo.decodingID ? 1 : 0
    var range = Self.range(ofLine: line, in: readable)
    for pass in run.passes[min(first, number)..<number] { range = pass.script.map.outputRange(ofInput: range) }
    var counter = PlaceCounter(readable)
    places = stage.nBest(in: input, touching: range).map { list in
      let place = counter.place(of: run.readableRange(of: list.range, inputOf: number).lowerBound)
      return Placed(line: place.line, column: place.column, list: list)
    }
  }

  private static func range(ofLine line: Int, in bytes: [UInt8]) -> Range<Int> {
    var number = 0
    for found in Lines(bytes) {
      number += 1
      if number == line { return found.content }
    }
    return bytes.count..<bytes.count
  }

  /// A table for each place, `path:line:column` above it.
  func text(path: String) -> String {
    var out = ""
    for place in places {
      let list = place.list
      out += "\(Visible.word(path)):\(place.line):\(place.column): corrector weighs \(Quoted.text(list.read))\n"
      if list.entries.isEmpty {
        out += "    \(Visible.line(list.kept.verdict))\n"
        continue
      }
      let entries = list.entries + [list.kept]
      let width = entries.map { Visible.word($0.text).count }.max()! + 2
      out += "    " + "reading".padding(to: width) + " channel  context     gain  probability\n"
      for entry in entries {
        let probability = entry.probability.map { "\(Confidence($0).probability)" } ?? ""
        out +=
          "    " + Visible.word(entry.text).padding(to: width) + Self.number(entry.channel, 8) + Self.number(entry.context, 9)
          + Self.number(entry.gain, 9) + String(repeating: " ", count: max(13 - probability.count, 1)) + probability
          + "  \(Visible.line(entry.verdict))\n"
      }
    }
    return out
  }

  /// One decimal, at the right of `width` characters.
  private static func number(_ value: Double, _ width: Int) -> String {
    let tenths = Int((value * 10).rounded())
    let text = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    return String(repeating: " ", count: max(width - text.count, 1)) + text
  }
}
