import EmendCore

/// A JSON object on one line that holds a record in one of its members.
package struct JSONLine {
  private let bytes: [UInt8]
  private let field: String

  package init(_ bytes: [UInt8], field: String) {
    self.bytes = bytes
    self.field = field
  }

  /// The same line with the member's text cleaned and `edits` and `artifacts` added; every other byte as it was.
  /// - Throws: `EmendError` when the line is no UTF-8, no object, has no such member with a string, or has the new members already.
  package func cleaned(by pipeline: Pipeline) throws -> [UInt8] {
    if let place = UTF8Scan.firstBroken(bytes) {
      let byte = "0x" + String(bytes[place], radix: 16, uppercase: true)
      throw EmendError.line("byte \(place + 1) of the line is \(byte) and no UTF-8, which JSON must be; convert the file to UTF-8 first")
    }
    var reader = JSONReader(bytes)
    var place: Range<Int>?
    var text: [UInt8] = []
    let field = field
    try reader.object { reader, key throws(EmendError) in
      if key == "edits" || key == "artifacts" {
        throw EmendError.line("the object has a member \"\(key)\" already; rename it")
      }
      if key == field {
        guard reader.peek() == UInt8(ascii: "\"") else { throw EmendError.line("the member \"\(field)\" is no string") }
        let start = reader.position
        text = try reader.string()
        place = start..<reader.position
      } else {
        try reader.skip()
      }
    }
    guard let place else { throw EmendError.line("the object has no member \"\(field)\"; --field names another") }
    let close = reader.position - 1
    guard reader.isAtEnd else { throw EmendError.line("more than one value on the line") }
    let run = try pipeline.run(text)
    return try ByteWriter.collect { writer in
      try writer.write(bytes[..<place.lowerBound])
      // Untouched text keeps its escapes, too.
      if run.isClean { try writer.write(bytes[place]) } else { try writer.string(run.output) }
      try writer.write(bytes[place.upperBound..<close])
      try writer.write(", ")
      writer.name("edits")
      try writer.array { json in
        for (number, pass) in run.passes.enumerated() {
          for edit in pass.script.edits {
            try json.object { json in
              try json.member("stage", pass.stage)
              try JSONReport.writeCore(edit, &json)
              try json.member("sourceRange", run.sourceRange(of: edit.range, inputOf: number))
            }
          }
        }
      }
      try writer.write(", ")
      writer.name("artifacts")
      try writer.array { json in for found in run.artifacts { try JSONReport.write(found.artifact, sourceRange: found.sourceRange, &json) }
      }
      try writer.write(bytes[close...])
    }
  }

  /// What is wrong with a line of a file, as a JSON object without a line feed: `{"error": {"file": …, "line": …, "message": …}}`.
  package static func error(file: String, line: Int, message: String) throws -> [UInt8] {
    try ByteWriter.collect { json in
      try json.object { json in
        json.name("error")
        try json.object { json in
          try json.member("file", path: file)
          try json.member("line", line)
          try json.member("message", Visible.line(message))
        }
      }
    }
  }
}
