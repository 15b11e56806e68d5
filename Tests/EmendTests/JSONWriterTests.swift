import Foundation
import Testing

@testable import EmendCore

/// JSON comes from one writer, and what it writes is JSON.
@Suite struct JSONWriterTests {
  private func json(_ body: (inout ByteWriter) throws -> Void) rethrows -> String {
    String(decoding: try ByteWriter.collect(body), as: UTF8.self)
  }

  @Test func layouts() throws {
    func numbers(_ layout: JSONLayout, _ n: Int) throws -> String {
      try json { json in try json.array(layout) { json in for i in 0..<n { try json.number(i) } } }
    }
    #expect(try numbers(.inline, 0) == "[]" && numbers(.inline, 2) == "[0, 1]")
    #expect(try numbers(.lines, 0) == "[\n]" && numbers(.lines, 2) == "[\n0,\n1\n]")
    #expect(try numbers(.rows, 0) == "[]" && numbers(.rows, 2) == "[\n0,\n1]")
    let all = try json { json in
      try json.object { json in
        try json.member("a", "x")
        json.name("b")
        try json.array { json in
          try json.object { _ in }
          try json.null()
          try json.bool(true)
          try json.object { try $0.member("c", 1..<2) }
        }
        try json.member("d", 0.5)
      }
      try json.write("\n")
      try json.object { try $0.member("next", 1) }
    }
    #expect(all == "{\"a\": \"x\", \"b\": [{}, null, true, {\"c\": [1, 2]}], \"d\": 0.5}\n{\"next\": 1}")
  }

  @Test func whatIsNoNumberIsNotWritten() {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(throws: EmendError.self) { try json { try $0.number(value) } }
    }
    for value in [0, 0.5, 1e-7, 1e300, 57.99999999999999] {
      #expect(throws: Never.self) {
        let text = try json { json in try json.array { try $0.number(value) } }
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double] == [value])
      }
    }
  }

  @Test func anyTextComesBack() throws {
    var random = Random(3)
    let pieces: [[UInt8]] =
      [
        "\"", "\\", "\\u", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{202E}",
        "\u{2066}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}", "\u{10FFE9}", "é", "e\u{301}", "🚀", "{", "}", "\":", "a",
      ].map { Array($0.utf8) } + [[0xE9], [0xFF], [0xED, 0xA0, 0x80]]
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
      let text = String(decoding: bytes, as: UTF8.self)
      let written = try ByteWriter.collect { json in
        try json.object { json in
          try json.member(text, text)
          try json.member("bytes", bytes)
        }
      }
      let isQuiet = String(decoding: written, as: UTF8.self).unicodeScalars.allSatisfy { !Visible.isCommand($0.value) }
      #expect(isQuiet && UTF8Scan.firstBroken(written) == nil)
      let value = try JSONSerialization.jsonObject(with: Data(written)) as? [String: String]
      // By scalars, for strings are equal when only their forms differ.
      #expect(value?["bytes"].map { Array($0.utf8) } == Array(text.utf8), "\(bytes)")
      #expect(value.map { $0.contains { Array($0.key.utf8) == Array(text.utf8) && Array($0.value.utf8) == Array(text.utf8) } } == true)
      var reader = JSONReader(written)
      try reader.object { reader, key throws(EmendError) in
        #expect(key == "bytes" || Array(key.utf8) == Array(text.utf8))
        let read = try reader.string()
        #expect(read == Array(text.utf8))
      }
    }
  }

  @Test func longTextsGoOutInPieces() throws {
    let text = String(repeating: "a\"\u{9B}é", count: 50_000)
    var pieces: [[UInt8]] = []
    var writer = ByteWriter { pieces.append($0) }
    try writer.array { json in for _ in 0..<3 { try json.string(text) } }
    try writer.flush()
    #expect(pieces.count > 2)
    #expect(try JSONSerialization.jsonObject(with: Data(pieces.joined())) as? [String] == [text, text, text])
  }

  /// A name of a member in a string literal means that somebody writes JSON by hand, past the one place that escapes.
  @Test func nobodyWritesJSONByHand() throws {
    func strings(_ source: String) -> [Substring] {
      // Raw and multi-line literals need no backslash before a quotation mark.
      let open = source.matches(of: #/"""[\s\S]*?"""|#"[^\n]*?"#/#).map(\.output).filter { $0.contains(#/"[\w$]+":/#) }
      return open + source.split(separator: "\n").filter { $0.contains(#/[^\\"]\\":(?!")/#) && !$0.contains(#/^\s*///#) }
    }
    #expect(strings(#"    write("{\"path\": \(path)}")"#).count == 1 && strings("  let x = [\"\\\"\": 1]").isEmpty)
    #expect(strings("x = \"\"\"\n  {\"a\": \\(b)}\n  \"\"\"").count == 1)
    let sources = repository.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      count += 1
      let found = strings(try String(contentsOf: file, encoding: .utf8))
      #expect(found == [], "\(file.lastPathComponent) writes JSON by hand; JSONWriter.swift does it, and escapes")
    }
    #expect(count > 200)
  }
}
