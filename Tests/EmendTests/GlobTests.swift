import Testing

@testable import EmendCore
@testable import EmendFiles

@Suite struct GlobTests {
  @Test(arguments: [
    ("*.txt", "a.txt"), ("*.txt", "box1/a.txt"), ("*.txt", "b/c/.txt"), ("a?.txt", "aé.txt"), ("**/box1/*", "box1/a"),
    ("**/box1/*", "x/y/box1/a.txt"), ("**/box1/*", "box1/sub/a"), ("box?/", "box1/a.txt"), ("box?/", "x/box2/y/a"), ("box1", "box1/a"),
    ("/a.txt", "a.txt"), ("./a.txt", "a.txt"), ("a/b", "a/b/c"), ("a/**/b", "a/b"), ("a/**/b", "a/x/y/b"), ("a/**", "a/b"), ("**", "a/b"),
    ("[ab].txt", "a.txt"), ("[!ab].txt", "c.txt"), ("[a-c]x", "bx"), ("[]]", "]"), ("[\\]]", "]"), ("\\*.txt", "*.txt"),
    ("a*b*c", "axxbyybzc"),
    ("* draft *", "my draft 1.txt"), ("e\u{301}*", "e\u{301}a"), ("***", "a"),
  ]) func fits(pattern: String, path: String) throws { #expect(try Glob(pattern).fits(path), "\(pattern) \(path)") }

  @Test(arguments: [
    ("*.txt", "a.text"), ("*.txt", "a.txt.bak"), ("a?.txt", "a.txt"), ("box?/", "box1"), ("box?/", "box12/a"), ("**/box1/*", "box1"),
    ("/a.txt", "x/a.txt"), ("a/b", "x/a/b"), ("a/*", "b/a/c"), ("a/**/b", "a/xb"), ("a/**", "a"), ("[ab].txt", "c.txt"),
    ("[!ab].txt", "a.txt"),
    ("\\*.txt", "a.txt"), ("a*b*c", "axxbyyb"), ("A.txt", "a.txt"), ("?", "ab/cd"), ("*", ""), ("[c-a]", "b"),
  ]) func doesNotFit(pattern: String, path: String) throws { #expect(try !Glob(pattern).fits(path), "\(pattern) \(path)") }

  @Test func foldersAreFittedAsFolders() throws {
    #expect(try Glob("box?/").fits("box1", isFolder: true))
    #expect(try Glob("**/draft").fits("a/draft", isFolder: true))
  }

  @Test(arguments: ["", "/", "//", ".", "[a", "a/[!", "[\\"]) func whatIsNoPatternIsAnError(pattern: String) {
    #expect(throws: EmendError.self) { try Glob(pattern) }
  }

  @Test func longNamesTakeLittleTime() throws {
    let glob = try Glob(String(repeating: "a*", count: 40) + "b")
    #expect(!glob.fits(String(repeating: "a", count: 5_000)))
    #expect(try !Glob(String(repeating: "**/a/", count: 20) + "b").fits(String(repeating: "a/", count: 100) + "c"))
  }

  @Test func aSelectionTakesTexts() throws {
    let texts = Selection()
    for name in ["a.txt", "b/c.TXT", "x.ocr", "y.md", "e.text"] { #expect(texts.takes(name), "\(name)") }
    for name in ["a.png", "txt", "b/.txt", "c", "a.txt.emend.json"] { #expect(!texts.takes(name), "\(name)") }
    let some = Selection(include: [try Glob("*.dat"), try Glob("box1/")], exclude: [try Glob("*draft*"), try Glob("/box2")])
    for name in ["x.dat", "b/x.dat", "box1/any"] { #expect(some.takes(name), "\(name)") }
    for name in ["x.txt", "a draft.dat", "box2/x.dat", "drafts/x.dat", "box1/a.txt.emend.json"] { #expect(!some.takes(name), "\(name)") }
    #expect(some.excludes("box2", isFolder: true) && !some.excludes("box1", isFolder: true))
  }
}
