import EmendCore

/// What finding the pages of a record needs to know of the folder that it lies in.
package protocol RecordFolder {
  /// The folder's path without links.
  var root: String { get }
  /// The names of what lies in it.
  var names: [String] { get }
  /// The path without links of a file, which a path relative to the folder names; nil when no file is there.
  func resolved(_ path: String) -> String?
  /// The first bytes of a file, no more than `limit`; nil when it cannot be read.
  func bytes(of path: String, limit: Int) -> [UInt8]?
}

/// Finds the pages of a record: images and layouts (hOCR, ALTO) that are named as it is, and images that the layouts name.
///
/// Only files in the record's folder or below it are taken, after links are resolved, and only PNG and JPEG by their first
/// bytes.
package struct PageFinder {
  package struct Page: Sendable, Equatable {
    /// Without links; nil when there is no image that a browser shows.
    package internal(set) var imagePath: String?
    /// `page 1`
    package internal(set) var label: String
    /// Of the image, pixels; 0 without one.
    package internal(set) var width = 0
    package internal(set) var height = 0
    /// Without links.
    package internal(set) var layoutPath: String?
    /// Why there is no image; nil when there is one.
    package internal(set) var problem: String?
  }

  package private(set) var pages: [Page] = []
  /// For each page its layout and which page of it.
  package private(set) var layouts: [(layout: PageLayout, page: Int)?] = []

  private typealias Slot = (number: Int, index: Int, page: Page, layout: (layout: PageLayout, page: Int)?)

  /// - Parameter record: the name of the record's file in the folder.
  package init(record: String, in folder: some RecordFolder) {
    let images = PageImageFiles(folder: folder)
    let names = PageFileNames(record: record, among: folder.names)
    let layouts = images.layouts(among: names.layouts)
    var free = Dictionary(grouping: names.images, by: \.number).mapValues { $0.map(\.name) }
    let numbers = free.keys.sorted()
    let isPaired = layouts.reduce(0) { $0 + $1.layout.pages.count } == numbers.count
    var slots: [Slot] = []
    for file in layouts {
      for (index, content) in file.layout.pages.enumerated() {
        var page = Page(label: "", layoutPath: file.path)
        var beside = file.layout.pages.count == 1 ? free.removeValue(forKey: file.number) : nil
        if beside == nil, isPaired, images.path(named: content.imageName) == nil {
          // As many images as pages, so the first is of the first.
          beside = free.removeValue(forKey: numbers[slots.count])
        }
        images.show(beside ?? [], orNamed: content.imageName, in: &page)
        slots.append((file.number, index, page, (file.layout, index)))
      }
    }
    let used = Set(slots.compactMap(\.page.imagePath))
    for (number, beside) in free {
      if beside.contains(where: { images.path(named: $0).map(used.contains) ?? false }) { continue }
      var page = Page(label: "")
      images.show(beside, orNamed: "", in: &page)
      slots.append((number, 0, page, nil))
    }
    take(slots)
  }

  /// Orders the pages and gives them their labels: a file's own number, or the place in the order where one has no number.
  private mutating func take(_ found: [Slot]) {
    let slots = found.sorted { ($0.number, $0.index) < ($1.number, $1.index) }
    let isNumbered = Set(slots.map(\.number)).count == slots.count && slots.allSatisfy { $0.number > 1 }
    for (place, slot) in slots.enumerated() {
      var page = slot.page
      page.label = "page \(isNumbered ? slot.number - 1 : place + 1)"
      pages.append(page)
      layouts.append(slot.layout)
    }
  }

  /// Where the words of the record stand; nil when no page has a layout.
  /// - Parameter record: the text, UTF-8.
  package func words(in record: [UInt8]) -> WordPlaces? {
    guard layouts.contains(where: { $0 != nil }) else { return nil }
    return WordPlaces(
      record: record,
      pages: zip(pages, layouts).map { page, layout in
        layout.map { ($0.layout, $0.page, page.width > 0 ? (page.width, page.height) : nil) }
      })
  }
}
