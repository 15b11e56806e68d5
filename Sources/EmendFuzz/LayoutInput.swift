import Emend
import EmendCore
import EmendLayout

/// Layouts of pages as OCR wrote them, hOCR and ALTO, and the heads of images.
enum LayoutInput {
  private static let record = Array("MEMORANDUM FOR THE RECORD\n\nMr. Bundy said that the Govern-\nment would agree.\n".utf8)

  static func run(_ input: [UInt8]) throws -> Bool {
    _ = ImageHeader(input)
    guard let layout = PageLayout(input) else { return false }
    var pages: [WordPlaces.Source?] = []
    for (number, page) in layout.pages.enumerated() {
      for word in page.words {
        guard word.text.upperBound <= layout.text.count else { throw FuzzTarget.Finding("a word lies outside the text") }
        if let box = page.box(of: word, image: (1000, 1400)), !(box.left < box.right && box.top < box.bottom) {
          throw FuzzTarget.Finding("a box without an area")
        }
        _ = layout.text(of: word)
      }
      if number < 4 { pages.append((layout, number, (1000, 1400))) }
    }
    let places = WordPlaces(record: record, pages: pages)
    _ = places.boxes(of: 0..<record.count)
    return true
  }
}
