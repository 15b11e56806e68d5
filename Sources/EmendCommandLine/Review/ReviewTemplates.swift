import Emend
import EmendCore
import EmendReports
import EmendTemplates
import Mustache

/// The templates, style and script of the review, which are in Templates/review.
enum ReviewTemplates {
  /// The style of all pages: what they share with the reports, and their own.
  static let stylesheet = StageStyles(StageCatalogue.stages).record + file("review.css")
  /// In a function of its own, so that its names are nobody else's.
  static let script =
    "(() => {\n\"use strict\";\n" + ["pages.js", "outbox.js", "record.js", "image.js", "lists.js"].map(file).joined() + "})();\n"

  static func render(_ name: String, _ context: [String: Any]) throws -> String {
    guard let page = try library.get().render(context, withTemplate: name) else { preconditionFailure("no template \(name)") }
    return page
  }

  /// Read once: templates that do not parse fail each page alike.
  private static let library = Result<MustacheLibrary, any Error> {
    MustacheContentTypes.register(ReviewContentType(), named: ReviewContentType.name)
    var library = MustacheLibrary()
    for (name, text) in files where !name.contains(".") {
      try library.register("{{% CONTENT_TYPE: \(ReviewContentType.name)}}" + text, named: name)
    }
    return library
  }

  private static var files: [(name: String, text: String)] {
    UnsafeBufferPointer(start: emend_review_files(), count: Int(emend_review_file_count)).map {
      (String(cString: $0.name), text($0.start, $0.size))
    }
  }

  private static func file(_ name: String) -> String { files.first { $0.name == name }?.text ?? "" }

  private static func text(_ start: UnsafePointer<UInt8>, _ size: UInt) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: Int(size)), as: UTF8.self)
  }
}
