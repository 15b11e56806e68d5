import EmendCore

/// The header of a TEI report: what the source is, what was done to it, by which rules.
package struct TEIHeader {
  private let run: Run
  private let path: String

  package init(_ run: Run, source path: String) {
    self.run = run
    self.path = path
  }

  package func write(to writer: inout ByteWriter) throws {
    let name = TEIText.content(Visible.bytes(path.split(separator: "/").last.map(String.init) ?? path))
    try writer.write(
      """
      <teiHeader>
      <fileDesc>
      <titleStmt>
      <title>\(name)</title>
      <respStmt xml:id="emend"><resp>corrections and regularizations</resp><name>emend \(Version.current)</name></respStmt>\(editors)
      </titleStmt>
      <publicationStmt><p>Unpublished: written by emend from the source below.</p></publicationStmt>
      <sourceDesc><bibl><title>\(TEIText.content(Visible.bytes(path)))</title>, <extent>\(run.source.count) bytes</extent>, \
      <idno type="SHA-256">\(FileFacts.sha256(run.source))</idno></bibl></sourceDesc>
      </fileDesc>
      <encodingDesc>
      <appInfo><application ident="emend" version="\(Self.version)"><label>emend \(Version.current)</label></application></appInfo>
      <editorialDecl>
      \(declarations.joined(separator: "\n"))
      </editorialDecl>
      \(taxonomy)
      </encodingDesc>
      <revisionDesc><change who="#emend">\(change)</change>\(decisions)</revisionDesc>
      </teiHeader>

      """)
  }

  /// As `@version` allows it: numbers with dots.
  private static var version: String { String(Version.current.prefix { $0.isNumber || $0 == "." }) }

  private var change: String {
    let applied = run.passes.reduce(0) { $0 + $1.script.edits.count }
    let withheld = run.passes.reduce(0) { $0 + $1.withheld.count }
    let settings = run.settings.map { "\($0.name) \(Visible.bytes($0.value))" }.joined(separator: ", ")
    return TEIText.content(
      "\(applied) edits applied, \(withheld) withheld; settings: \(settings); output of \(run.output.count) bytes, SHA-256 \(FileFacts.sha256(run.output))"
    )
  }

  // MARK: Who decided

  private var editors: String {
    TEIElements.editors(of: run).enumerated().map { number, name in
      "\n<respStmt xml:id=\"\(TEIElements.id(ofEditor: number))\"><resp>decisions on corrections</resp><name>\(TEIText.content(name))</name></respStmt>"
    }.joined()
  }

  /// A change for each editor: how many edits went each way, and the day of the last.
  private var decisions: String {
    TEIElements.editors(of: run).enumerated().map { number, name in
      let own = run.passes.flatMap { Array($0.signatures.applied.values) + $0.signatures.withheld.values }.filter { $0.editor == name }
      let day = own.map(\.time).max().map { String($0.prefix(10)) } ?? ""
      let counts = ["accepted", "changed", "rejected"].map { verdict in "\(own.count { $0.verdict == verdict }) \(verdict)" }
      return
        "<change who=\"#\(TEIElements.id(ofEditor: number))\" when=\"\(TEIText.attribute(day))\">\(counts.joined(separator: ", "))</change>"
    }.joined()
  }

  // MARK: What was done, stage by stage

  private var declarations: [String] {
    run.passes.map { pass in
      let stage = run.stages.first { $0.id == pass.stage }
      let text = TEIText.content("\(pass.stage): \(stage?.summary ?? "").")
      switch stage?.role {
      case .decoding where run.isForeign:
        return
          "<normalization method=\"silent\"><p>\(text) The bytes of the source are in another charset; the text starts from them as decoded.</p></normalization>"
      case .decoding, .characters: return "<normalization method=\"markup\"><p>\(text)</p></normalization>"
      case .lines: return "<hyphenation eol=\"some\"><p>\(text)</p></hyphenation>"
      case .words: return "<correction method=\"markup\"><p>\(text)</p></correction>"
      case .gaps: return "<normalization method=\"silent\"><p>\(text)</p></normalization>"
      case .furniture, nil: return "<interpretation><p>\(text)</p></interpretation>"
      }
    } + [
      """
      <normalization method="silent"><p>White space: the amount of it, and line ends, are those of the output; where there is white space \
      on one side only, that is marked. Characters that XML has no place for stand as &lt;g&gt;, form feeds as &lt;pb&gt;.</p></normalization>
      """,
      "<segmentation><p>A blank line ends a paragraph; lb stands before each further line of one.</p></segmentation>",
    ]
  }

  /// The rules that the text points to.
  private var taxonomy: String {
    var used: Set<String> = []
    for pass in run.passes {
      for list in [pass.script.edits, pass.withheld] where !list.isEmpty {
        for payload in list.payloads.indices { used.insert(list.ruleName(ofPayload: payload)) }
      }
    }
    if used.isEmpty { return "" }
    let rules = run.stages.flatMap(\.rules).reduce(into: [:]) { $0[$1.id] = $1.summary }
    let categories = used.sorted().map { rule in
      "<category xml:id=\"\(TEIText.attribute(rule))\"><catDesc>\(TEIText.content(rules[rule] ?? rule))</catDesc></category>"
    }
    return "<classDecl><taxonomy>\n\(categories.joined(separator: "\n"))\n</taxonomy></classDecl>"
  }
}
