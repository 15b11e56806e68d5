import EmendCore

/// The images and layouts in a record's folder, and which of them may be shown.
package struct PageImageFiles {
  package let folder: any RecordFolder

  package func isInside(_ path: String) -> Bool {
    let root = folder.root.utf8.last == UInt8(ascii: "/") ? folder.root : folder.root + "/"
    return path.utf8.starts(with: root.utf8)
  }

  /// The file that a layout names as its image: where it says, seen from the record's folder, or else the file of that last
  /// name beside the record. Nil when it is nowhere, or outside the folder.
  package func path(named name: String) -> String? {
    let bytes = Array(name.utf8)
    // A zero byte would end the name for the system, which would then open another file than the one that was checked.
    guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
    if bytes.first != UInt8(ascii: "/"), let path = folder.resolved(name), isInside(path) { return path }
    guard let last = bytes.split(whereSeparator: { $0.isAny(of: "/\\") }).last, !last.elementsEqual("..".utf8),
      let path = folder.resolved(String(decoding: last, as: UTF8.self)), isInside(path)
    else { return nil }
    return path
  }

  /// The layouts among files, one for each number: the first that holds words.
  func layouts(among files: [PageFileNames.File]) -> [(path: String, number: Int, layout: PageLayout)] {
    var found: [(path: String, number: Int, layout: PageLayout)] = []
    for file in files {
      let isKnown = found.last?.number == file.number
      if isKnown, found.last?.layout.hasWords == true { continue }
      guard let path = folder.resolved(file.name), isInside(path), let bytes = folder.bytes(of: path, limit: .max),
        let layout = PageLayout(bytes)
      else { continue }
      if isKnown {
        if !layout.hasWords { continue }
        found.removeLast()
      }
      found.append((path, file.number, layout))
    }
    return found
  }

  /// Sets the image of a page: the first of the files beside the record that can be shown, or else the one that the layout names.
  package func show(_ candidates: [String], orNamed name: String, in page: inout PageFinder.Page) {
    var problem: String?
    for candidate in candidates {
      guard let path = folder.resolved(candidate) else {
        problem = problem ?? "\(candidate) is no file that can be read"
        continue
      }
      guard isInside(path) else {
        problem = problem ?? "\(candidate) is a link to a file outside the record's folder: put the image itself there"
        continue
      }
      let refusal = set(path, named: candidate, in: &page)
      if refusal == nil { return }
      problem = problem ?? refusal
    }
    if let path = path(named: name) {
      let refusal = set(path, named: name, in: &page)
      if refusal == nil { return }
      problem = problem ?? refusal
    } else if !name.isEmpty {
      problem = problem ?? "the image that the layout names is not in the record's folder: \(name.prefix(LayoutNumbers.longestShownName))"
    }
    page.problem = problem ?? "no image lies beside the text"
  }

  /// Takes a file as the page's image, or says why it cannot be.
  private func set(_ path: String, named name: String, in page: inout PageFinder.Page) -> String? {
    guard var head = folder.bytes(of: path, limit: LayoutNumbers.imageHead) else { return "\(name) cannot be read" }
    var header = ImageHeader(head)
    if header == nil, ImageHeader.mayNeedMore(head), let more = folder.bytes(of: path, limit: LayoutNumbers.longestImageHead) {
      head = more
      header = ImageHeader(head)
    }
    if let header {
      (page.imagePath, page.width, page.height, page.problem) = (path, header.width, header.height, nil)
      return nil
    }
    if ImageHeader.isTIFF(head) { return "\(name) is TIFF, which browsers do not show: put a PNG or JPEG of the page beside the text" }
    return "\(name) is no PNG or JPEG that can be read"
  }
}
