import Foundation
import FoundationXML
import Testing

@testable import Emend
@testable import EmendCore
@testable import EmendReports

/// TEI reports: well-formed, and both texts in them.
@Suite struct TEIReportTests {
  private static func report(_ run: Run) throws -> String {
    String(decoding: try ByteWriter.collect { try TEIReport(run, source: "box 1/<a>&.txt").write(to: &$0) }, as: UTF8.self)
  }

  /// One of the two texts of a TEI document, and what its elements are.
  private final class Reader: NSObject, XMLParserDelegate {
    private let dropped: Set<String>
    private(set) var text = ""
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    private var skipped = 0
    private var isBody = false
    private var sign: String?

    init(dropping: Set<String>) { dropped = dropping }

    static func read(_ xml: String, dropping: Set<String>) throws -> Reader {
      let reader = Reader(dropping: dropping)
      let parser = XMLParser(data: Data(xml.utf8))
      parser.delegate = reader
      let isWell = parser.parse()
      try #require(isWell, "not well-formed, line \(parser.lineNumber): \(String(describing: parser.parserError))")
      return reader
    }

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      elements.append((name, attributes))
      if name == "body" { isBody = true }
      if skipped > 0 || dropped.contains(name) || name == "note" && attributes["type"] == "suggestion" { skipped += 1 }
      if name == "g" { sign = attributes["n"] }
    }

    func parser(_: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      if skipped > 0 { skipped -= 1 }
      if name == "body" { isBody = false }
      if name == "g" { sign = nil }
    }

    func parser(_: XMLParser, foundCharacters string: String) {
      guard isBody, skipped == 0 else { return }
      if let sign, sign.hasPrefix("U+"), let value = UInt32(sign.dropFirst(2), radix: 16), let scalar = Unicode.Scalar(value) {
        text.unicodeScalars.append(scalar)
      } else {
        text += string
      }
    }
  }

  /// Where two texts first differ, up to white space: a few scalars of both.
  private static func difference(_ text: String, _ wanted: [UInt8]) -> String? {
    func normal(_ text: String) -> [UInt32] {
      Array(text.unicodeScalars.split { $0.properties.isWhitespace }.map { $0.map(\.value) }.joined(separator: [0x20]))
    }
    let (a, b) = (normal(text), normal(String(decoding: wanted, as: UTF8.self)))
    if a == b { return nil }
    let place = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
    func shown(_ scalars: [UInt32]) -> [String] {
      scalars[max(0, min(place, scalars.count) - 8)..<min(scalars.count, place + 4)].map { String($0, radix: 16) }
    }
    return "\(shown(a)) for \(shown(b))"
  }

  /// Both texts of the report of a run are those of the run.
  private static func check(_ run: Run, _ name: String) throws {
    let xml = try report(run)
    let reading = try Reader.read(xml, dropping: ["sic", "orig", "fw"])
    #expect(difference(reading.text, run.output) == nil, "\(name): the reading text is not the output")
    let source = try Reader.read(xml, dropping: ["corr", "reg"])
    #expect(difference(source.text, run.source) == nil, "\(name): the text of the source is not the source")
    let ids = reading.elements.compactMap { $0.attributes["xml:id"] }
    #expect(Set(ids).count == ids.count, "\(name): an id stands twice")
    for attribute in ["resp", "ana", "target", "who"] {
      for pointer in reading.elements.flatMap({ $0.attributes[attribute]?.split(separator: " ") ?? [] }) {
        #expect(ids.contains(String(pointer.dropFirst())), "\(name): nothing has the id of \(pointer)")
      }
    }
  }

  private static let fixtures = [
    "exec-committee-24", "exec-committee-25", "exec-committee-26", "exec-committee-32", "kissinger-understandings",
  ]

  @Test(arguments: fixtures) func bothTextsSurvive(name: String) throws {
    let source = try bytes(of: "Fixtures/Documents/\(name)/input.txt")
    try Self.check(Pipeline.standard().run(source), name)
    var options = StageOptions()
    (options.footnotes, options.reflow, options.typography) = (.strip, true, .ascii)
    try Self.check(Pipeline.standard(options: options, level: .suggested).selecting(skip: ["corrector"]).run(source), name)
  }

  @Test func bothTextsOfScansSurvive() throws {
    for name in ["case1001", "case1005", "case1018", "case1035"] {
      try Self.check(Pipeline.standard().run(bytes(of: "Fixtures/Scans/\(name).ocr.txt")), name)
    }
  }

  @Test func bothTextsOfAnyTextSurvive() throws {
    let pieces = [
      "e\u{301}", "ﬁ", "\u{AD}", "\u{200B}", "\u{A0}", "-\n", "\n", "\n\n", "TOP SECRET\n", "- 2 -\n", "\u{C}", " ", "the ", "govern",
      "ment ",
      "sugge sted ", "Summery Record ", "â€œ", "Ｓ", "\u{0}", "\u{7}", "\u{FFFE}", "[Page 3]", "Nixon1 ", "1 Source: Archives.\n",
      "2 Not printed.\n", "could.2 ", "\r\n", "\u{FEFF}", "\u{92}", "Ambassalor Utevenson ", "SANITIZED\n", "<&>\"']]>", "\u{202E}",
    ]
    var random = Random(7)
    let pipeline = try Pipeline.standard(level: .suggested).selecting(skip: ["corrector"])
    for round in 0..<150 {
      let text = (0..<Int.random(in: 1...90, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      try Self.check(pipeline.run(text), "round \(round)")
    }
  }

  /// Nodes put together edit by edit hold both texts to the byte, whatever the edits do to each other.
  @Test func overlappingEditsOfManyPassesStayExact() throws {
    var random = Random(3)
    for _ in 0..<300 {
      var text = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
      let source = text
      var passes: [Pass] = []
      for _ in 0..<5 {
        var edits = EditList()
        var position = 0
        while position <= text.count, Bool.random(using: &random) || position == 0 {
          let start = min(text.count, position + Int.random(in: 0...5, using: &random))
          let end = min(text.count, start + Int.random(in: 0...6, using: &random))
          let new = (0..<Int.random(in: 0...4, using: &random)).map { _ in UInt8.random(in: 65...70, using: &random) }
          edits.append(
            Edit(
              range: start..<end, original: Array(text[start..<end]), replacement: new, rule: "test.rule", confidence: .certain, reason: "",
              artifact: Bool.random(using: &random) ? Artifact(kind: .stamp, text: "x") : nil))
          position = end + 1
        }
        let script = try EditScript(edits, validatedAgainst: text)
        text = script.applied(to: text)
        passes.append(Pass(stage: "test", script: script, withheld: EditList(), holds: [], details: [:], level: .likely, isDecoding: false))
      }
      let nodes = TEINode.all(of: Run(source: source, passes: passes, output: text))
      #expect(nodes.flatMap { Array(source[$0.source]) } == source)
      let output = nodes.flatMap { node in
        if case .kept = node.kind { Array(source[node.source]) } else { node.output }
      }
      #expect(output == text)
      #expect(zip(nodes, nodes.dropFirst()).allSatisfy { $0.source.upperBound == $1.source.lowerBound })
      #expect(nodes.flatMap(\.allEdits).count == passes.reduce(0) { $0 + $1.script.edits.count }, "an edit is missing")
    }
  }

  @Test func elementsSayWhatTheyAre() throws {
    let run = try Pipeline.standard().selecting(skip: ["corrector"]).run(
      "THE Summery Record\n\nTOD SECRET - SENSITIVE\n\n- 2 -\n\nThe oﬃce reached an agree-\nment, and Ambassador Utevenson left.\n")
    let xml = try Self.report(run)
    #expect(xml.contains("<choice><sic>Summery</sic><corr resp=\"#emend\" cert=\"high\" ana=\"#spelling.phrase\">Summary</corr></choice>"))
    #expect(xml.contains("<choice><orig>ﬃ</orig><reg resp=\"#emend\" cert=\"high\" ana=\"#unicode.ligature\">ffi</reg></choice>"))
    #expect(xml.contains("<orig>-\n<lb break=\"no\"/>ment,</orig><reg resp=\"#emend\""))
    #expect(xml.contains("<fw type=\"banner\" ana=\"#f1\">TOD SECRET - SENSITIVE</fw>"))
    #expect(xml.contains("<fs xml:id=\"f1\" type=\"banner\"><f name=\"level\"><string>TOP SECRET</string></f>"))
    #expect(xml.contains("<fw type=\"pageNum\" n=\"2\"") && xml.contains("<pb n=\"2\"/>"))
    #expect(xml.contains("<unclear xml:id=\"s1\" cert=\"low\">Utevenson</unclear><note type=\"suggestion\" resp=\"#emend\" cert=\"low\""))
    #expect(xml.contains("<mentioned>Stevenson</mentioned>") && !xml.contains("<corr resp=\"#emend\" cert=\"low\""))
    #expect(xml.contains("<title>&lt;a&gt;&amp;.txt</title>") && xml.contains(FileFacts.sha256(run.source)))
    #expect(xml.components(separatedBy: "<p>The ").count == 2, "the text after the banner is a paragraph of its own")
  }

  @Test func footnotesAreNotesWithTheirReferences() throws {
    let text = "the reply(1) to the message.(2)\n\n1 Document 171.\n\n2 Document 155. It goes on\nhere.\n"
    let xml = try Self.report(Pipeline.only("footnotes").run(text))
    #expect(xml.contains("<ref type=\"footnote\" target=\"#n1.1\"><choice><orig>(1)</orig><reg"))
    #expect(xml.contains("<note place=\"bottom\" n=\"2\" xml:id=\"n1.2\">2 Document 155. It goes on\n<lb/>here.</note>"))
    var options = StageOptions()
    options.footnotes = .strip
    let stripped = try Self.report(Pipeline.only("footnotes", options: options).run(text))
    #expect(stripped.contains("<choice><orig><note place=\"bottom\" n=\"1\"") && !stripped.contains("<ref type=\"footnote\" target"))
  }

  @Test func whatXMLCannotHoldIsShown() throws {
    let xml = try Self.report(
      Pipeline.only("decode").run(Array("Genève, Zürich, Nuñez, Bogotá: sur\u{8}face \u{FFFE}".utf8) + [0x81, 0x20]))
    #expect(xml.contains("<choice><orig><g type=\"control\" n=\"U+0008\">␈</g></orig><reg"))
    #expect(xml.contains("<g type=\"noncharacter\" n=\"U+FFFE\">\u{FFFD}</g>") && xml.contains("<g type=\"byte\" n=\"81\">"))
    let kept = try Self.report(Pipeline.only("spelling").run("one\u{C}two \u{202E}x"))
    #expect(kept.contains("<pb type=\"form-feed\"/>") && kept.contains("&#x202E;"))
  }
}
