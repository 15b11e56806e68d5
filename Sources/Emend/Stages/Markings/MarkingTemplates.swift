/// All markings, indexed so that a line of body text is dismissed after a glance.
struct MarkingTemplates: Sendable {
  let all: [MarkingTemplate]
  private let glyphs: GlyphCosts
  /// For each triple of glyph classes, 15 bits, the templates that have it (`postings[starts[t]..<starts[t + 1]]`).
  private let starts: [Int32]
  private let postings: [Int32]
  /// Number of triples in each template.
  private let triples: [Int]
  private let longest: Int

  init(_ table: TSV, glyphs: GlyphCosts, of kinds: (Artifact.Kind) -> Bool) throws(EmendError) {
    self.glyphs = glyphs
    var all: [MarkingTemplate] = []
    for row in table.rows {
      let template = try MarkingTemplate(row, file: table.file)
      if kinds(template.kind) { all.append(template) }
    }
    self.all = all
    var lists: [[Int32]] = Array(repeating: [], count: 1 << 15)
    var triples: [Int] = []
    for (number, template) in all.enumerated() {
      let found = Self.triples(of: template)
      triples.append(found.count)
      for triple in found { lists[triple].append(Int32(number)) }
    }
    self.triples = triples
    var starts: [Int32] = [0]
    for list in lists { starts.append(starts.last! + Int32(list.count)) }
    self.starts = starts
    postings = lists.flatMap { $0 }
    longest = all.map { $0.glyphs.count + $0.fields.count * 24 }.max() ?? 0
  }

  /// The distinct triples of a template's literal text; they do not run across a field.
  private static func triples(of template: MarkingTemplate) -> Set<Int> {
    var found: Set<Int> = []
    var run: [Int] = []
    for atom in template.atoms {
      switch atom {
      case .glyph(let byte):
        run.append(Int(GlyphClass.of(byte)))
        if run.count >= 3 {
          let k = run.count
          found.insert(run[k - 3] << 10 | run[k - 2] << 5 | run[k - 1])
        }
      case .mark: continue
      case .field: run = []
      }
    }
    return found
  }

  /// A template that a line matches.
  struct Match {
    let template: Int
    /// Weighted edit cost in hundredths of a letter.
    let cost: Int
    /// True when a marking of another meaning is about as near.
    let ambiguous: Bool
    let fields: [Artifact.Field]
    /// False for a line that has the letters of the template but not its capitals.
    let sameCase: Bool

    /// Cost in proportion to the letters, 0...1.
    func damage(_ template: MarkingTemplate) -> Double {
      Double(cost) / 100 / Double(template.glyphs.count)
    }
  }

  /// Scratch memory for one pass over a text.
  struct Scratch {
    var counts: [UInt16]
    var touched: [Int32] = []
  }

  func scratch() -> Scratch { Scratch(counts: Array(repeating: 0, count: all.count)) }

  /// The best template for a line, nil when none is near enough.
  func match(_ line: FoldedLine, in text: [UInt8], where admitted: (MarkingTemplate) -> Bool, _ scratch: inout Scratch) -> Match? {
    let classes = line.classes
    guard classes.count >= 3, classes.count <= longest, resembles(classes, mostlyLower: line.lowers > line.uppers)
    else { return nil }
    scratch.touched.removeAll(keepingCapacity: true)
    var triple = Int(classes[0]) << 5 | Int(classes[1])
    for k in 2..<classes.count {
      triple = (triple << 5 | Int(classes[k])) & 0x7FFF
      for p in Int(starts[triple])..<Int(starts[triple + 1]) {
        let number = Int(postings[p])
        if scratch.counts[number] == 0 { scratch.touched.append(Int32(number)) }
        scratch.counts[number] += 1
      }
    }
    var near: [(number: Int, share: Double)] = []
    for touched in scratch.touched {
      let number = Int(touched)
      let share = Double(scratch.counts[number]) / Double(max(triples[number], 1))
      scratch.counts[number] = 0
      let template = all[number]
      guard share >= 0.25, !template.capitalsOnly || line.uppers > line.lowers * 2, admitted(template) else { continue }
      let length = template.glyphs.count
      let slack = max(1, template.tolerance / 100 + 1)
      guard classes.count + slack >= length, template.fields.isEmpty ? classes.count <= length + slack : true
      else { continue }
      near.append((number, share))
    }
    guard !near.isEmpty else { return nil }
    near.sort { ($0.share, all[$0.number].glyphs.count, $1.number) > ($1.share, all[$1.number].glyphs.count, $0.number) }
    var best: (number: Int, alignment: Alignment)?
    var second = Int.max
    for (number, _) in near.prefix(8) {
      let template = all[number]
      guard let alignment = Alignment(line, template, glyphs: glyphs) else { continue }
      if let current = best {
        let better =
          (alignment.cost, -template.glyphs.count) < (current.alignment.cost, -all[current.number].glyphs.count)
        let loser = better ? current.alignment.cost : alignment.cost
        let other = all[better ? current.number : number]
        let winner = better ? template : all[current.number]
        if other.constants != winner.constants { second = min(second, loser) }
        if better { best = (number, alignment) }
      } else {
        best = (number, alignment)
      }
    }
    guard let best else { return nil }
    let template = all[best.number]
    guard best.alignment.cost <= template.tolerance else { return nil }
    return Match(
      template: best.number, cost: best.alignment.cost,
      ambiguous: best.alignment.cost >= 25 && second < best.alignment.cost + 50,
      fields: best.alignment.fields(of: template, line, in: text),
      sameCase: line.uppers >= line.lowers || template.text.utf8.contains(where: \.isLower))
  }

  /// A glance: does the line share enough letter triples with any marking at all? Prose shares a third with the
  /// markings together, so a long line must share more.
  private func resembles(_ classes: [UInt8], mostlyLower: Bool) -> Bool {
    var hits = 0
    var triple = Int(classes[0]) << 5 | Int(classes[1])
    for k in 2..<classes.count {
      triple = (triple << 5 | Int(classes[k])) & 0x7FFF
      if starts[triple] != starts[triple + 1] { hits += 1 }
    }
    let share = hits * 100 / (classes.count - 2)
    return share >= (mostlyLower ? 55 : classes.count > 40 ? 40 : 25)
  }
}
