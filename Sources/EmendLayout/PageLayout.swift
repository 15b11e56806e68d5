import EmendCore

/// A rectangle on a page, in shares of the page from 0 to 1, measured from its left and its top.
package struct Box: Sendable, Equatable {
  package var left: Double
  package var top: Double
  package var right: Double
  package var bottom: Double

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The least box around both.
  package func union(_ other: Box) -> Box {
    Box(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right), bottom: max(bottom, other.bottom))
  }
}

/// The words of scanned pages and where they stand, as OCR wrote them: hOCR 1.2 or ALTO 2 to 4.
///
/// Takes any bytes. What is cut off or damaged gives the words that can still be read; nothing outside the bytes is read.
package struct PageLayout: Sendable {
  /// A word, or what stands for one, such as `-`.
  package struct Word: Sendable {
    /// Of `PageLayout.text`, bytes.
    package let text: Range<Int>
    /// From 0 on its page.
    package let line: Int32
    /// In the units of its page.
    package let left: Float
    package let top: Float
    package let right: Float
    package let bottom: Float
  }

  package struct Page: Sendable {
    /// The image that it was read from, as the layout names it; empty when it does not say.
    package internal(set) var imageName = ""
    /// In the units of the boxes; 0 when the layout does not say.
    package internal(set) var width = 0.0
    package internal(set) var height = 0.0
    /// True when the units are pixels of the image.
    package internal(set) var isInPixels = true
    package internal(set) var words: [Word] = []

    /// Where a word stands on the page; nil when it has no area or lies outside.
    /// - Parameter image: the size of the page's image in pixels, for a page that does not say how large it is.
    package func box(of word: Word, image: (width: Int, height: Int)?) -> Box? {
      var size = (width: width, height: height)
      if size.width <= 0 || size.height <= 0 {
        guard isInPixels, let image else { return nil }
        size = (Double(image.width), Double(image.height))
      }
      guard size.width > 0, size.height > 0 else { return nil }
      let box = Box(
        left: max(0, Double(word.left) / size.width), top: max(0, Double(word.top) / size.height),
        right: min(1, Double(word.right) / size.width), bottom: min(1, Double(word.bottom) / size.height))
      return box.left < box.right && box.top < box.bottom ? box : nil
    }
  }

  package let pages: [Page]
  /// The words one after the other with nothing between them, UTF-8.
  package let text: [UInt8]

  /// Nil for what is neither hOCR nor ALTO.
  package init?(_ bytes: [UInt8]) {
    var builder = PageLayoutBuilder()
    if Self.isALTO(bytes) {
      ALTOReader.read(bytes, into: &builder)
    } else if Self.isHOCR(bytes) {
      HOCRReader.read(bytes, into: &builder)
    } else {
      return nil
    }
    pages = builder.pages
    text = builder.text
  }

  package var hasWords: Bool { !text.isEmpty }

  /// The text of a word.
  package func text(of word: Word) -> String { text.text(word.text) }

  private static func isALTO(_ bytes: [UInt8]) -> Bool {
    let head = 0..<min(bytes.count, LayoutNumbers.altoHead)
    return ["<alto", ":alto"].contains { bytes.firstIndex(of: Array($0.utf8), in: head) != nil }
  }

  private static func isHOCR(_ bytes: [UInt8]) -> Bool {
    let head = bytes.trimmed(0..<min(bytes.count, LayoutNumbers.hocrHead))
    guard !head.isEmpty, bytes[head].contains(UInt8(ascii: "<")) else { return false }
    return ["ocr_page", "ocr_line", "ocrx_word"].contains { bytes.firstIndex(of: Array($0.utf8), in: bytes.indices) != nil }
  }
}

/// Gathers words page by page.
package struct PageLayoutBuilder {
  package private(set) var pages: [PageLayout.Page] = []
  package private(set) var text: [UInt8] = []
  private var line: Int32 = -1

  mutating func addPage(_ page: PageLayout.Page) {
    pages.append(page)
    line = -1
  }

  mutating func addLine() { line += 1 }

  /// Adds the words of a text in a box. Several share it, each as wide as it is long: some engines know only where a line stands.
  package mutating func add(_ content: [UInt8], left: Double, top: Double, right: Double, bottom: Double) {
    if pages.isEmpty { addPage(PageLayout.Page()) }
    let parts = MarkupText.words(content[...])
    guard let first = parts.first, let last = parts.last else { return }
    let length = Double(last.endIndex - first.startIndex)
    func place(_ index: Int) -> Float { Float(left + (right - left) * Double(index - first.startIndex) / length) }
    for part in parts {
      let start = text.count
      text += part
      pages[pages.count - 1].words.append(
        PageLayout.Word(
          text: start..<text.count, line: max(0, line), left: place(part.startIndex), top: Float(top),
          right: place(part.endIndex), bottom: Float(bottom)))
    }
  }

  /// Adds a hyphen to the last word.
  mutating func extendLastWord(by content: [UInt8], right: Double?) {
    guard let page = pages.indices.last, let word = pages[page].words.popLast() else { return }
    text += content
    pages[page].words.append(
      PageLayout.Word(
        text: word.text.lowerBound..<text.count, line: word.line, left: word.left, top: word.top,
        right: max(word.right, right.map { Float($0) } ?? word.right), bottom: word.bottom))
  }
}
