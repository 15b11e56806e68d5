/// A dictionary file: tab-separated lines, `#` comments and empty lines aside, each with its line number for errors.
struct TSV {
  let file: String
  let rows: [Row]

  struct Row {
    let line: Int
    /// Where the row starts in the text, in bytes.
    var start: UInt32 = 0
    let columns: [String]

    subscript(column: Int) -> String { column < columns.count ? columns[column] : "" }

    /// A column as messages quote it.
    func shown(_ column: Int) -> String { Excerpt.of(self[column]) }
  }

  /// - Throws: `EmendError` naming file and line when a row has fewer than `columns` columns or an empty first one.
  init(_ text: UnsafeRawBufferPointer, file: String, columns: Int) throws(EmendError) {
    self.file = file
    var rows: [Row] = []
    for (number, line) in text.split(separator: .lineFeed, omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let cells = Self.columns(of: line)
      guard cells.count >= columns, !cells[0].isEmpty else {
        throw .dictionary(
          file, line: number + 1, "needs \(columns) columns separated by tabs, found \(cells.count)")
      }
      rows.append(Row(line: number + 1, start: UInt32(line.startIndex), columns: cells))
    }
    self.rows = rows
  }

  static func columns(of line: Slice<UnsafeRawBufferPointer>) -> [String] {
    line.split(separator: .tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
}
