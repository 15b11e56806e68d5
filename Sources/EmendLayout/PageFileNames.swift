import EmendCore

/// Which files belong to a record by their names: `case1.png`, `case1-p2.hocr` and `case1_003.jpg` to `case1.txt`.
package struct PageFileNames {
  package enum Kind { case image, otherImage, layout }

  package struct File {
    package let name: String
    package let kind: Kind
    /// One more than the page's, which may be 0; 0 for a file that is named as the record is.
    package let number: Int
    /// Of the files of a number the one with the least is to be preferred.
    fileprivate let rank: Int
  }

  /// By number; of the same number the ones to be preferred first.
  package let images: [File]
  let layouts: [File]

  /// - Parameters:
  ///   - record: the name of the record's file.
  ///   - names: of the files in its folder.
  package init(record: String, among names: [String]) {
    let bases = Self.bases(Array(record.utf8))
    let near = names.filter { $0 != record && $0.utf8.starts(with: bases[bases.count - 1]) }
    let named = near.sorted().compactMap { name -> (String, Kind, [[UInt8]])? in
      let parts = Self.parted(Array(name.utf8))
      guard let kind = Self.kinds[parts.ending] else { return nil }
      return (name, kind, Self.stems(parts.stem))
    }
    let texts = Set(near.filter { $0.hasSuffix(".txt") }.flatMap { Self.bases(Array($0.utf8)) })
    /// The files of the first base that has any: what is named more exactly comes first.
    func files(_ wanted: (Kind) -> Bool) -> [File] {
      for base in bases {
        let own = named.compactMap { name, kind, stems -> (file: File, isRecord: Bool)? in
          guard wanted(kind),
            let part = stems.firstIndex(where: { Self.number(of: $0, base) != nil }),
            let number = Self.number(of: stems[part], base)
          else { return nil }
          return (
            File(name: name, kind: kind, number: number, rank: part * 10 + Self.rank(name)),
            number > 0 && stems.contains { texts.contains($0) }
          )
        }
        if own.isEmpty { continue }
        // `case1-2.png` beside `case1.png` and `case1-2.txt` is another record's.
        let isWhole = own.contains { $0.file.number == 0 }
        return own.filter { !(isWhole && $0.isRecord) }.map(\.file).sorted {
          ($0.number, $0.rank) < ($1.number, $1.rank)
        }
      }
      return []
    }
    images = files { $0 != .layout }
    layouts = files { $0 == .layout }
  }

  /// The name and what is left of it when its endings are taken off one by one.
  private static func bases(_ name: [UInt8]) -> [[UInt8]] {
    var bases = [name]
    while let last = bases.last, case let parts = parted(last), !parts.ending.isEmpty {
      bases.append(parts.stem)
    }
    return bases
  }

  /// A name without its ending, and the ending in small letters.
  private static func parted(_ name: [UInt8]) -> (stem: [UInt8], ending: String) {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, name.count - dot <= LayoutNumbers.longestEnding,
      !name[dot...].contains(where: \.isSpace), dot + 1 < name.count
    else { return (name, "") }
    return (Array(name[..<dot]), String(decoding: name[(dot + 1)...].map(\.lowered), as: UTF8.self))
  }

  /// `case1.alto`, as `case1.alto.xml` is called without its ending, and `case1`.
  private static func stems(_ stem: [UInt8]) -> [[UInt8]] {
    let parts = parted(stem)
    return kinds[parts.ending] != nil || parts.ending == "ocr" ? [stem, parts.stem] : [stem]
  }

  /// The number of the page in a name that begins with `base`: `-p1`, `-1`, `_001`, `.1`, `-page-01`.
  private static func number(of stem: [UInt8], _ base: [UInt8]) -> Int? {
    guard stem.starts(with: base) else { return nil }
    if stem.count == base.count { return 0 }
    var rest = stem[base.count...]
    guard let first = rest.first, first.isAny(of: "-_. ") else { return nil }
    func skipSeparators() { rest = rest.drop { $0.isAny(of: "-_. ") } }
    skipSeparators()
    let word = rest.prefix { $0.isLetter }
    if !word.isEmpty {
      guard words.contains(String(decoding: word.map(\.lowered), as: UTF8.self)) else { return nil }
      rest = rest[word.endIndex...]
      skipSeparators()
    }
    guard (1...LayoutNumbers.mostPageDigits).contains(rest.count), rest.allSatisfy(\.isDigit) else { return nil }
    // Some count from 0: one more than the number keeps it apart from the file for all pages.
    return rest.reduce(0) { $0 * 10 + Int($1 - 0x30) } + 1
  }

  private static let words: Set<String> = [
    "p", "pg", "page", "pages", "img", "image", "scan", "seq", "f", "folio", "leaf",
  ]
  private static let kinds: [String: Kind] = [
    "png": .image, "jpg": .image, "jpeg": .image, "jpe": .image, "tif": .otherImage,
    "tiff": .otherImage, "jp2": .otherImage,
    "hocr": .layout, "html": .layout, "htm": .layout, "xhtml": .layout, "xml": .layout,
    "alto": .layout,
  ]

  /// Among formats: hOCR before ALTO, PNG before JPEG.
  private static func rank(_ name: String) -> Int {
    let order = [".hocr", ".png", ".jpg", ".jpeg", ".jpe"]
    return order.firstIndex { name.lowercased().hasSuffix($0) } ?? order.count
  }
}
