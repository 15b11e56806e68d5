import EmendCore

/// Figures that must not get worse, from a table that people and `emend-dev floors` edit. A floor of a figure that should
/// be small is the most it may be.
package struct Floors: Sendable {
  package struct Floor: Hashable, Sendable {
    /// The folder that was measured.
    package let set: String
    /// A column of the evaluation: `light`, `all`.
    package let level: String
    /// Id of a `Figure` that has an aim.
    package let figure: String
    /// As the evaluation prints it: `12` or `0.0489`.
    package let value: String
    /// Why it was lowered, if it was.
    package let note: String

    /// In ten-thousandths, as figures are compared.
    fileprivate var scaled: Int { Floors.scaled(value)! }
  }

  package private(set) var floors: [Floor]
  /// The comment lines at the head of the table.
  private let head: String
  private let file: String

  /// - Parameters:
  ///   - table: columns set, level, figure, floor, note, separated by tabs; lines that start with `#` are comments.
  ///   - file: the name for messages.
  /// - Throws: `EmendError` naming file and line when a line is no floor.
  package init(_ table: [UInt8], file: String) throws(EmendError) {
    self.file = file
    let lines = table.split(separator: UInt8.lineFeed, omittingEmptySubsequences: false)
    head = lines.prefix { $0.first == UInt8(ascii: "#") }.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    var floors: [Floor] = []
    for (number, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
      let cells = line.split(separator: UInt8.tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      func fail(_ what: String) -> EmendError { .dictionary(file, line: number + 1, what) }
      guard cells.count >= 4 else { throw fail("needs set, level, figure and floor, separated by tabs") }
      guard Figure.judged.contains(where: { $0.id == cells[2] }) else {
        throw fail("there is no figure \(cells[2]); the figures are \(Figure.judged.map(\.id).joined(separator: ", "))")
      }
      guard Self.scaled(cells[3]) != nil else {
        throw fail("the floor \(cells[3]) is neither a count nor a rate with four decimals, or two per 10,000")
      }
      let floor = Floor(set: cells[0], level: cells[1], figure: cells[2], value: cells[3], note: cells.count > 4 ? cells[4] : "")
      if floors.contains(where: { $0.isFor(floor) }) { throw fail("a second floor for the same figure") }
      floors.append(floor)
    }
    self.floors = floors
  }

  /// The table again.
  package var table: String {
    head
      + floors.map { floor in
        [floor.set, floor.level, floor.figure, floor.value].joined(separator: "\t") + (floor.note.isEmpty ? "" : "\t" + floor.note) + "\n"
      }.joined()
  }

  /// The figures of a set that are worse than their floors, or are not there any more, in words. There is no tolerance.
  package func breaches(_ set: String, _ columns: [EvaluationReport.Column]) -> [String] {
    floors.filter { $0.set == set }.compactMap { floor in
      let name = "\(file): \(set), \(floor.level): \(floor.figure)"
      guard let value = Self.measured(floor, columns) else { return "\(name) was not measured, its floor is \(floor.value)" }
      return Self.isWorse(value, than: floor) ? "\(name) is \(value), worse than its floor \(floor.value)" : nil
    }
  }

  /// Raises the floors of a set to what was measured, adds those that are missing, and lowers one only with a reason, which
  /// becomes its note. Returns what was changed, and what is worse than its floor and was left, in words.
  package mutating func raise(
    _ set: String, to columns: [EvaluationReport.Column], loweringWith reason: String? = nil
  ) -> (changed: [String], left: [String]) {
    var (changed, left): ([String], [String]) = ([], [])
    for column in columns {
      for figure in Figure.judged {
        guard let value = figure.value(column.figures) else { continue }
        let name = "\(set), \(column.name): \(figure.id)"
        let new = Floor(set: set, level: column.name, figure: figure.id, value: value.description, note: "")
        guard let index = floors.firstIndex(where: { $0.isFor(new) }) else {
          floors.append(new)
          changed.append("\(name) starts at \(value)")
          continue
        }
        let old = floors[index]
        if value.scaled == old.scaled { continue }
        if !Self.isWorse(value, than: old) {
          floors[index] = new
          changed.append("\(name) raised from \(old.value) to \(value)")
        } else if let reason {
          floors[index] = Floor(
            set: set, level: new.level, figure: new.figure, value: new.value, note: "lowered from \(old.value): \(reason)")
          changed.append("\(name) lowered from \(old.value) to \(value)")
        } else {
          left.append("\(name) is \(value), worse than its floor \(old.value)")
        }
      }
    }
    return (changed, left)
  }

  private static func measured(_ floor: Floor, _ columns: [EvaluationReport.Column]) -> Figure.Value? {
    guard let column = columns.first(where: { $0.name == floor.level }) else { return nil }
    return Figure.judged.first { $0.id == floor.figure }?.value(column.figures)
  }

  private static func isWorse(_ value: Figure.Value, than floor: Floor) -> Bool {
    let isUp = Figure.judged.contains { $0.id == floor.figure && $0.aim == .up }
    return isUp ? value.scaled < floor.scaled : value.scaled > floor.scaled
  }

  /// `12`, `0.0489` or `3.14` in ten-thousandths; nil for anything else.
  private static func scaled(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = UInt32(parts[0]) else { return nil }
    if parts.count == 1 { return Int(whole) * 10_000 }
    guard parts.count == 2, parts[1].utf8.count == 4 || parts[1].utf8.count == 2, let decimals = UInt32(parts[1]) else { return nil }
    return Int(whole) * 10_000 + Int(decimals) * (parts[1].utf8.count == 2 ? 100 : 1)
  }
}

extension Floors.Floor {
  fileprivate func isFor(_ other: Floors.Floor) -> Bool { set == other.set && level == other.level && figure == other.figure }
}

extension Figure {
  /// The figures that are better one way or the other.
  package static let judged = all.filter { $0.aim != nil }
}
