import Testing

@testable import EmendCore
@testable import EmendLayout

/// hOCR and ALTO, whole and damaged, and the words of a record on their pages.
@Suite struct PageLayoutTests {
  private static func read(_ text: String) -> PageLayout? { PageLayout(Array(text.utf8)) }

  private static func hocr(_ body: String, page: String = "image \"a.png\"; bbox 0 0 1000 2000") -> PageLayout? {
    read("<html><body><div class='ocr_page' title='\(page)'>\(body)</div></body></html>")
  }

  /// The words of lines, each word 100 wide and 20 high, on a page of 1000 by 2000.
  private static func page(_ lines: String...) -> PageLayout? {
    hocr(
      lines.enumerated().map { row, line in
        let words = line.split(separator: " ").enumerated().map { column, word in
          "<span class='ocrx_word' title='bbox \(column * 110) \(row * 30) \(column * 110 + 100) \(row * 30 + 20)'>\(word)</span>"
        }
        return "<span class='ocr_line' title='bbox 0 0 9 9'>\(words.joined(separator: "\n"))</span>"
      }.joined())
  }

  private static func places(_ record: String, _ pages: PageLayout?...) -> WordPlaces {
    WordPlaces(record: Array(record.utf8), pages: pages.map { $0.map { ($0, 0, nil) } })
  }

  /// The columns and rows of the first word found, as `page` lays them out.
  private static func cells(_ places: WordPlaces, _ word: String, in record: String) throws -> [String] {
    let range = try #require(record.range(of: word))
    let start = record.utf8.distance(from: record.startIndex, to: range.lowerBound)
    return places.boxes(of: start..<start + word.utf8.count).map { page, box in
      "\(page):\(Int((box.top * 2000 / 30).rounded())):\(Int((box.left * 1000 / 110).rounded()))-\(Int(((box.right * 1000 - 100) / 110).rounded()))"
    }
  }

  @Test func hOCRAsEnginesWriteIt() throws {
    let layout = try #require(
      Self.hocr(
        """
        <p class='ocr_par'><span class="ocr_line" title="bbox 0 0 500 20"><span class='ocrx_word'
        title='bbox 10 20 110 40; x_wconf 9'><strong>A&amp;B</strong></span> <span class='ocrx_word' title='bbox 210 20 310 40'>
        <span class='ocrx_cinfo'>o</span><span class='ocrx_cinfo'>n<br></span></span></span>
        <span class='ocr_header' title='bbox 0 100 1000 120'>whole line</span></p>
        """, page: "image &quot;b; bbox.png&quot;; bbox 0 0 1000 2000"))
    let page = layout.pages[0]
    #expect(layout.pages.count == 1 && page.imageName == "b; bbox.png")
    #expect(page.words.map(layout.text(of:)) == ["A&B", "on", "whole", "line"])
    #expect(page.words.map(\.line) == [0, 0, 1, 1])
    let boxes = page.words.compactMap { page.box(of: $0, image: nil) }
    #expect(boxes[0] == Box(left: 0.01, top: 0.01, right: 0.11, bottom: 0.02))
    #expect(boxes[2].left == 0 && boxes[2].right == 0.5 && boxes[3].left == 0.6 && boxes[3].right == 1)
    #expect(Self.read("<html><p>ordinary</p></html>") == nil && Self.read("") == nil && Self.read("ocr_page") == nil)
  }

  /// A page that does not say how large it is has the size of its image.
  @Test func hOCRWithoutASize() throws {
    let layout = try #require(Self.hocr("<span class='ocrx_word' title='bbox 10 20 110 40'>on</span>", page: "image a.png"))
    let page = layout.pages[0]
    #expect(page.box(of: page.words[0], image: nil) == nil)
    #expect(page.box(of: page.words[0], image: (200, 400))?.right == 0.55)
  }

  @Test(arguments: ["pixel", "mm10", "inch1200"]) func ALTOInAnyUnit(unit: String) throws {
    let layout = try #require(
      Self.read(
        """
        <?xml version="1.0"?><a:alto xmlns:a="x"><a:Description><a:MeasurementUnit>\(unit)</a:MeasurementUnit>
        <a:fileName>x/p&#49;.png</a:fileName></a:Description><a:Layout><a:Page WIDTH="1000" HEIGHT="2000">
        <a:TextLine><a:String CONTENT="&quot;the" HPOS="100" VPOS="20" WIDTH="100" HEIGHT="20.0"/><a:SP/>
        <a:String HPOS="300" VPOS="20" WIDTH="100" HEIGHT="20" CONTENT="cabi"/><a:HYP CONTENT="-" HPOS="400" VPOS="20" WIDTH="10"/>
        </a:TextLine><a:TextLine><a:String CONTENT="net" HPOS="100" VPOS="50" WIDTH="100" HEIGHT="20"/></a:TextLine>
        </a:Page></a:Layout></a:alto>
        """))
    let page = layout.pages[0]
    #expect(page.imageName == "x/p1.png" && page.isInPixels == (unit == "pixel"))
    #expect(page.words.map(layout.text(of:)) == ["\"the", "cabi-", "net"] && page.words.map(\.line) == [0, 0, 1])
    #expect(page.box(of: page.words[1], image: (1, 1)) == Box(left: 0.3, top: 0.01, right: 0.41, bottom: 0.02))
    let record = "\"the cabinet"
    let places = WordPlaces(record: Array(record.utf8), pages: [(layout, 0, nil)])
    #expect(places.boxes(of: 5..<12).count == 2, "one box on each line")
  }

  @Test func whatTheRecordAloneHas() throws {
    let first = Self.page("The Minister left for", "Havana on Tuesday morning", "- 2 -")
    let second = Self.page("and came back", "after a week")
    let record = "[Page 1]\nThe Minister left for\r\n\r\nHavana on Tuesday moming\n\u{C}[Page 9]\n\nand carne bacK\nafter a we ek\n"
    let places = Self.places(record, first, nil, second)
    #expect(try Self.cells(places, "Minister", in: record) == ["0:0:1-1"])
    #expect(try Self.cells(places, "left for", in: record) == ["0:0:2-3"])
    #expect(try Self.cells(places, "for\r\n\r\nHavana", in: record) == ["0:0:3-3", "0:1:0-0"])
    #expect(try Self.cells(places, "\r\n\r\n", in: record) == ["0:0:3-3", "0:1:0-0"], "white space is where its neighbours are")
    #expect(try Self.cells(places, "moming", in: record) == ["0:1:3-3"], "read otherwise")
    #expect(try Self.cells(places, "om", in: record) == ["0:1:3-3"], "a part of a word")
    #expect(try Self.cells(places, "we ek", in: record) == ["2:1:2-2"], "divided")
    #expect(try Self.cells(places, "[Page 9]", in: record) == [], "not on the page")
    #expect(places.boxes(of: 0..<0).isEmpty && places.boxes(of: 5_000..<6_000).isEmpty)
  }

  @Test func whatNeverAgreesStandsBetweenItsNeighbours() throws {
    let page = Self.page("signed by Mr. XXXXXX yesterday in Paris")
    let record = "signed by Mr. 0l! yesterday in Paris"
    #expect(try Self.cells(Self.places(record, page), "0l!", in: record) == ["0:0:3-3"])
    let more = "signed by Mr. yesterday completely in Paris"
    #expect(try Self.cells(Self.places(more, page), "completely", in: more) == [])
  }

  /// Columns that come again and again have no word of their own.
  @Test func repetitionIsStillInOrder() throws {
    let rows = (0..<3_000).map { "0 0 \($0 % 7) 0 1" }
    let layout = try #require(Self.hocr(Self.lines(rows)))
    var text = rows.joined(separator: "\n")
    text.removeFirst(4)
    let places = WordPlaces(record: Array(("X Y Z " + text.replacing("0 0 3", with: "0 O 3")).utf8), pages: [(layout, 0, nil)])
    #expect(Double(places.counts.placed) > Double(places.counts.words) * 0.98, "\(places.counts)")
  }

  /// Lines whose words are 1 by 1 in a grid.
  static func lines(_ rows: [String]) -> String {
    rows.enumerated().map { row, line in
      "<span class='ocr_line' title='bbox 0 0 1 1'>"
        + line.split(separator: " ").enumerated().map {
          "<span class='ocrx_word' title='bbox \($0) \(row % 1999) \($0 + 1) \(row % 1999 + 1)'>\($1)</span> "
        }.joined() + "</span>\n"
    }.joined()
  }

  @Test func damageIsTakenForWhatItIs() throws {
    for name in ["case1001-p1.hocr", "case1001-p1.xml"] {
      let whole = try bytes(of: "Fixtures/Scans/\(name)")
      let words = try #require(PageLayout(whole)).pages[0].words.count
      var random = Random(7)
      for length in stride(from: 0, to: whole.count, by: 311) {
        let cut = PageLayout(Array(whole[..<length]))
        #expect((cut?.pages.first?.words.count ?? 0) <= words)
        var damaged = whole
        for _ in 0..<20 { damaged[Int.random(in: 0..<whole.count, using: &random)] = .random(in: 0...255, using: &random) }
        if let layout = PageLayout(damaged) { _ = WordPlaces(record: damaged, pages: layout.pages.indices.map { (layout, $0, nil) }) }
      }
      #expect(try #require(PageLayout(Array(whole[..<(whole.count * 9 / 10)]))).pages[0].words.count > words * 8 / 10)
    }
  }

  @Test func entitiesAreNotExpanded() throws {
    let layout = try #require(
      Self.read(
        """
        <!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
        <alto><Page WIDTH="10" HEIGHT="10"><TextLine><String CONTENT="&b;&b;" HPOS="1" VPOS="1" WIDTH="1" HEIGHT="1"/>
        <String CONTENT="&c;&#0;&#xD800;&#x41;" HPOS="1e999" VPOS="nan" WIDTH="1" HEIGHT="1"/>
        <String CONTENT="&#0;&#xD800;&#x41;&" HPOS="-5" VPOS="1" WIDTH="7" HEIGHT="100"/></TextLine></Page></alto>
        """))
    #expect(layout.pages[0].words.map(layout.text(of:)) == ["&b;&b;", "\u{FFFD}\u{FFFD}A&"])
    #expect(layout.pages[0].box(of: layout.pages[0].words[1], image: nil) == Box(left: 0, top: 0.1, right: 0.2, bottom: 1))
  }

  /// The limit is for what never ends.
  @Test(.timeLimit(.minutes(5))) func aMillionWordsFindTheirPlaces() throws {
    var random = Random(3)
    let vocabulary = (0..<30_000).map { "w\($0)" }
    let rows = (0..<100_000).map { _ in (0..<10).map { _ in vocabulary.randomElement(using: &random)! }.joined(separator: " ") }
    var other = rows
    for _ in 0..<20_000 { other[Int.random(in: 0..<rows.count, using: &random)] = "an other line" }
    let markup = Array("<div class='ocr_page' title='bbox 0 0 1000 2000'>\(Self.lines(rows))</div>".utf8)
    let record = Array(other.joined(separator: "\n").utf8)
    let layout = try #require(PageLayout(markup))
    #expect(layout.pages[0].words.count == 1_000_000)
    let counts = WordPlaces(record: record, pages: [(layout, 0, nil)]).counts
    #expect(counts.placed > 800_000 && counts.placed <= counts.words)
    // The same with nothing in common, and with nothing but the same.
    for text in [String(repeating: "x y ", count: 500_000), String(repeating: "< & <a '", count: 200_000)] {
      let layout = PageLayout(Array(("<div class='ocr_page' title='bbox 0 0 1000 2000'>" + text).utf8))
      let found = WordPlaces(record: record, pages: [layout.map { ($0, 0, nil) }]).counts
      #expect(found.words == counts.words && found.placed <= found.words)
    }
  }
}
