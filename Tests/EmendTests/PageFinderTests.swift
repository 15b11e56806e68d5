import Foundation
import Testing

@testable import EmendCore
@testable import EmendLayout

/// The pages of a record on disk.
@Suite struct PageFinderTests {
  private typealias Folder = CommandLineTests.Folder

  /// A folder as the program sees it, without what a test takes away.
  private struct Disk: RecordFolder {
    let root: String
    let names: [String]

    init(_ url: URL, without: (String) -> Bool = { _ in false }) throws {
      root = try #require(realpath(url.path, nil).map { String(cString: $0) })
      names = try FileManager.default.contentsOfDirectory(atPath: root).filter { !without($0) }
    }

    func resolved(_ path: String) -> String? {
      let found = realpath(root + "/" + path, nil).map { String(cString: $0) }
      var isFolder: ObjCBool = false
      return found.flatMap { FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue ? $0 : nil }
    }

    func bytes(of path: String, limit: Int) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0.prefix(limit)) } }
  }

  private static func png(_ width: UInt8, _ height: UInt8) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, width, 0, 0, 0, height, 8, 0, 0, 0, 0]
  }

  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + [UInt8](repeating: 0xFF, count: 14) + [0xFF, 0xC0, 0, 17, 8, 7, 1, 4, 3]
    + [UInt8](repeating: 0, count: 12)

  private static func hocr(_ images: String...) -> String {
    "<html>"
      + images.map {
        "<div class='ocr_page' title='image \"\($0)\"; bbox 0 0 9 9'><span class='ocrx_word' title='bbox 1 1 2 2'>a</span></div>"
      }
      .joined()
  }

  private static func pages(of record: String, in folder: Folder) throws -> [String] {
    let disk = try Disk(folder.url)
    return PageFinder(record: record, in: disk).pages.map { page in
      let image = page.imagePath.map { "\($0.dropFirst(disk.root.count + 1)) \(page.width)x\(page.height)" } ?? "-"
      #expect((page.imagePath == nil) == (page.problem != nil) && (page.width > 0) == (page.imagePath != nil))
      return "\(page.label): \(image)" + (page.layoutPath.map { " \($0.dropFirst(disk.root.count + 1))" } ?? "")
    }
  }

  @Test func theScannedCase() throws {
    let url = repository.appending(path: "Fixtures/Scans")
    let record = try bytes(of: "Fixtures/Scans/case1001.ocr.txt")
    let hocr = PageFinder(record: "case1001.ocr.txt", in: try Disk(url))
    let alto = PageFinder(record: "case1001.ocr.txt", in: try Disk(url, without: { $0.hasSuffix(".hocr") }))
    #expect(hocr.pages.map(\.label) == ["page 1", "page 2"] && hocr.pages.allSatisfy { $0.width == 1700 && $0.height == 2200 })
    #expect(hocr.pages.compactMap(\.layoutPath).allSatisfy { $0.hasSuffix(".hocr") })
    #expect(
      alto.pages.compactMap(\.layoutPath).allSatisfy { $0.hasSuffix(".xml") } && alto.pages.map(\.imagePath) == hocr.pages.map(\.imagePath))
    let byHOCR = try #require(hocr.words(in: record))
    let byALTO = try #require(alto.words(in: record))
    var right = 0
    let words = MarkupText.words(record[...])
    for word in words {
      let range = word.startIndex..<word.endIndex
      guard let place = byHOCR.boxes(of: range).first, let other = byALTO.boxes(of: range).first else { continue }
      #expect(place.page == other.page)
      #expect(abs(place.box.left - other.box.left) * 1700 < 1.01 && abs(place.box.right - other.box.right) * 1700 < 1.01)
      #expect(abs(place.box.top - other.box.top) * 2200 < 1.01 && abs(place.box.bottom - other.box.bottom) * 2200 < 1.01)
      // What the layout has in just this box.
      let source = try #require(hocr.layouts[place.page])
      let page = source.layout.pages[source.page]
      let found = page.words.first { item in
        page.box(of: item, image: nil).map { abs($0.left - place.box.left) < 1e-6 && abs($0.top - place.box.top) < 1e-6 } ?? false
      }
      if found.map({ source.layout.text(of: $0) }) == String(decoding: word, as: UTF8.self) { right += 1 }
    }
    #expect(byHOCR.counts.words == words.count && byHOCR.counts.placed * 100 >= words.count * 99, "\(byHOCR.counts)")
    #expect(byALTO.counts.placed * 100 >= words.count * 99, "\(byALTO.counts)")
    #expect(right * 100 >= words.count * 99, "\(right) of \(words.count)")
    #expect(PageFinder(record: "case1003.ocr.txt", in: try Disk(url)).pages.isEmpty)
  }

  @Test(arguments: ["-p1", "-1", "_001", ".1", "-page-01", "_0001", " page 1", "-P1"]) func numbers(ending: String) throws {
    let folder = try Folder()
    for name in ["a\(ending).png", "a\(ending.replacing("1", with: "2")).JPG", "a\(ending.replacing("1", with: "10")).png"] {
      try folder.write(name, name.hasSuffix("G") ? Self.jpeg : Self.png(3, 4))
    }
    for name in ["ab-1.png", "a-x1.png", "a1.png", "a-1-2x.png", "a-12345678901.png"] { try folder.write(name, Self.png(1, 1)) }
    let names = ["1.png 3x4", "2.JPG 1027x1793", "10.png 3x4"]
    let found = try Self.pages(of: "a.ocr.txt", in: folder)
    #expect(found.map { $0.split(separator: ":")[0] } == ["page 1", "page 2", "page 10"], "\(found)")
    #expect(zip(found, names).allSatisfy { $0.hasSuffix($1) }, "\(found)")
  }

  @Test func namesThatAreNearer() throws {
    let folder = try Folder()
    try folder.write("a.ocr.png", Self.png(1, 1))
    try folder.write("a.png", Self.png(2, 2))
    try folder.write("a-2.png", Self.png(3, 3))
    #expect(try Self.pages(of: "a.ocr.txt", in: folder) == ["page 1: a.ocr.png 1x1"])
    #expect(try Self.pages(of: "a.txt", in: folder) == ["page 1: a.png 2x2", "page 2: a-2.png 3x3"])
    try folder.write("a-2.txt", "another record")
    #expect(try Self.pages(of: "a.txt", in: folder) == ["page 1: a.png 2x2"])
    #expect(try Self.pages(of: "a-2.txt", in: folder) == ["page 1: a-2.png 3x3"])
  }

  @Test func imagesThatLayoutsName() throws {
    let folder = try Folder()
    try folder.write("r.hocr", Self.hocr("scans/one.png", "/somewhere/else/two.png", "C:\\scans\\three.jpg", "gone.png"))
    try folder.write("scans/one.png", Self.png(1, 1))
    try folder.write("two.png", Self.png(2, 2))
    try folder.write("three.jpg", Self.jpeg)
    try folder.write("r.alto.xml", "<alto><fileName>two.png</fileName><Page/></alto>")
    #expect(
      try Self.pages(of: "r.txt", in: folder) == [
        "page 1: scans/one.png 1x1 r.hocr", "page 2: two.png 2x2 r.hocr", "page 3: three.jpg 1027x1793 r.hocr", "page 4: - r.hocr",
      ])
    // A layout of nothing gives way to one with words, one for all pages has its images in order.
    try folder.write("s.hocr", "<div class='ocr_page'>")
    try folder.write(
      "s.xml", "<alto><Page WIDTH='9' HEIGHT='9'/><Page WIDTH='9' HEIGHT='9'><String CONTENT='a' HPOS='1' VPOS='1' WIDTH='1' HEIGHT='1'/>")
    try folder.write("s-0.png", Self.png(5, 5))
    try folder.write("s-1.png", Self.png(6, 6))
    #expect(try Self.pages(of: "s.txt", in: folder) == ["page 1: s-0.png 5x5 s.xml", "page 2: s-1.png 6x6 s.xml"])
  }

  @Test func nothingOutsideTheFolder() throws {
    let folder = try Folder()
    try folder.write("x.png", Self.png(1, 1))
    try folder.write("in/r.hocr", Self.hocr("/etc/passwd", "../x.png", "../../x.png", "link/x.png", "b.png", "\0x.png", "./../in/../x.png"))
    try folder.write("in/s.hocr", Self.hocr("a"))
    try folder.write("in/r.txt", "a")
    let inner = folder.url.appending(path: "in")
    try FileManager.default.createSymbolicLink(at: inner.appending(path: "link"), withDestinationURL: folder.url)
    for name in ["b.png", "r.png", "t.png"] {
      try FileManager.default.createSymbolicLink(at: inner.appending(path: name), withDestinationURL: folder.url.appending(path: "x.png"))
    }
    try FileManager.default.createSymbolicLink(at: inner.appending(path: "t.hocr"), withDestinationURL: inner.appending(path: "../x.hocr"))
    try folder.write("x.hocr", Self.hocr("a"))
    let disk = try Disk(inner)
    let pages = PageFinder(record: "r.txt", in: disk).pages
    #expect(pages.count == 8 && pages.allSatisfy { $0.imagePath == nil && $0.problem != nil }, "\(pages)")
    #expect(pages.contains { $0.problem?.contains("link to a file outside") ?? false })
    let links = PageFinder(record: "t.txt", in: disk)
    #expect(links.pages.map(\.layoutPath) == [nil] && links.pages[0].imagePath == nil && links.words(in: []) == nil)
  }

  @Test func onlyWhatBrowsersShow() throws {
    let folder = try Folder()
    try folder.write("a-1.tif", Array("II*\0".utf8) + [8, 0, 0, 0])
    try folder.write("a-2.png", "<svg onload='alert(1)'/>")
    try folder.write("a-3.png", Array(Self.png(1, 1).prefix(20)))
    try folder.write("a-4.jpg", [0xFF, 0xD8, 0xFF])
    try folder.write("a-5.tif", Array("MM\0*".utf8))
    try folder.write("a-5.jpeg", Self.jpeg)
    try folder.write("a.html", "<p>no hOCR</p>")
    let pages = PageFinder(record: "a.txt", in: try Disk(folder.url)).pages
    #expect(pages.map { $0.imagePath != nil } == [false, false, false, false, true])
    #expect(pages[0].problem == "a-1.tif is TIFF, which browsers do not show: put a PNG or JPEG of the page beside the text")
    #expect(pages[1].problem == "a-2.png is no PNG or JPEG that can be read" && pages[4].problem == nil)
  }
}
