import Foundation
import Testing

/// What the templates and the style of the review must keep to, whatever stands in them.
struct ReviewPagesTests {
  private static let folder = repository.appending(path: "Templates/review")
  private static let templates = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
    $0.hasSuffix(".mustache")
  }.sorted()

  /// The pages' Content-Security-Policy lets none of these through: they would be dead, or the way in for a record's text.
  @Test(arguments: templates) func nothingInline(template: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: template), encoding: .utf8)
    #expect(text.firstMatch(of: /<[^>]*\s(style|on[a-z]+)\s*=/) == nil)
    #expect(text.firstMatch(of: /<style|javascript:|<base/) == nil)
    #expect(text.matches(of: /<script/).count == text.matches(of: /<script src="\{\{\{rootURL\}\}\}\/assets\/review\.js"><\/script>/).count)
    #expect(text.firstMatch(of: /https?:/) == nil)
  }

  /// Values that go into a page as they are: each is escaped before, by ReviewText.exact or ReviewText.shown, or is HTML of the library.
  @Test(arguments: templates) func whatIsNotEscapedHereIsEscapedBefore(template: String) throws {
    let escaped: Set = [
      "action", "actionURL", "applyURL", "backURL", "boxesValue", "concordanceURL", "decideURL", "edit", "editorValue", "fragmentURL",
      "learnURL", "markURL", "middle", "nextURL", "noteValue", "place", "prefill", "previousURL", "readingShown", "rightValue", "rootURL",
      "rows",
      "runValue",
      "shown", "text", "tokenValue", "url", "value", "wrongValue",
    ]
    let text = try String(contentsOf: Self.folder.appending(path: template), encoding: .utf8)
    let raw = Set(text.matches(of: /\{\{\{(\w+)\}\}\}/).map { String($0.1) })
    #expect(raw.isSubset(of: escaped), "\(raw.subtracting(escaped))")
    // A value that a browser sends back must come back as it is, so it is never escaped for show; and each stands in quotation marks.
    #expect(text.firstMatch(of: /(value|href|action|src|data-(?:url|run|decide|boxes))="\{\{[a-zA-Z]*(Value|URL|url)\}\}"/) == nil)
    #expect(text.firstMatch(of: /=\{\{/) == nil)
  }

  @Test func everyControlHasALabelAndEveryFormItsToken() throws {
    try #require(Self.templates.count >= 15)
    var (forms, fields) = (0, 0)
    for template in Self.templates {
      let text = try String(contentsOf: Self.folder.appending(path: template), encoding: .utf8)
      for form in text.matches(of: /<form[^>]*method="post"[\s\S]*?<\/form>/) {
        forms += 1
        #expect(form.0.contains(#"name="token""#), "\(template): \(form.0.prefix(80))")
      }
      for id in text.matches(of: /<(?:textarea|input) id="([^"]+)"(?![^>]*aria-label)[^>]*>/) where id.1 != "keys-on" {
        fields += 1
        #expect(text.contains("<label for=\"\(id.1)\">"), "\(template): \(id.1)")
      }
    }
    #expect(forms > 0 && fields > 0)
  }

  @Test(.enabled(if: Shell.has("python3"), "needs python3")) func contrastIsEnoughInBothThemes() throws {
    let result = try Shell.run("/usr/bin/env", ["python3", repository.appending(path: "Tests/review/contrast.py").path])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}
