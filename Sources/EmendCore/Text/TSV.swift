/// A dictionary file: tab-separated lines, `#` comments and empty lines aside, each with its line number for errors.
package struct TSV {
  package let file: String
  package let rows: [Row]

  package struct Row {
    package let line: Int
    /// Where the row starts in the text, in bytes.
    package var start: UInt32 = 0
    package let columns: [String]

    package init(line: Int, start: UInt32 = 0, columns: [String]) {
      self.line = line
      self.start = start
      self.columns = columns
    }

    package subscript(column: Int) -> String { column < columns.count ? columns[column] : "" }

    /// A column as messages quote it.
    package func shown(_ column: Int) -> String { Excerpt.of(self[column]) }
  }

  /// - Throws: `EmendError` naming file and line when a row has fewer than `columns` columns or an empty first one.
  package init(_ text: UnsafeRawBufferPointer, file: String, columns: Int) throws(EmendError) {
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

  package static func columns(of line: Slice<UnsafeRawBufferPointer>) -> [String] {
    line.split(separator: .tab, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
}
