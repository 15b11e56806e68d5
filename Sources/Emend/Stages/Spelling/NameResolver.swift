/// Resolves misread titles and names by the record itself and by the gazetteer: `Ambassalor Utevenson` is Ambassador
/// Stevenson because he stands in the same record.
struct NameResolver {
  private let bytes: [UInt8]
  private let dictionaries: Dictionaries
  private var evidence: Evidence?
  private static let namesPerTitle = 400

  init(_ bytes: [UInt8], _ dictionaries: Dictionaries) {
    self.bytes = bytes
    self.dictionaries = dictionaries
  }

  /// What the record says of names, counted once when first asked for.
  private struct Evidence {
    /// How often a capitalised word follows a title: `ambassador` → `Stevenson`, 9.
    var titled: [String: Named] = [:]
  }

  private struct Named {
    let names: SpellingList
    /// How often each stands in the record, the most frequent first.
    let counts: [Int]
    let byName: [String: Int]
  }

  private struct Reading {
    let title: String
    let name: String
    let cost: Int
    let count: Int
  }

  /// How often a name of several words stands in the record, as whole words.
  func count(of name: String) -> Int {
    let needle = Array(name.utf8)
    var count = 0
    var position = 0
    while let found = bytes.firstIndex(of: needle, from: position) {
      position = found + needle.count
      if position == bytes.count || !bytes[position].isLetter, found == 0 || !bytes[found - 1].isLetter { count += 1 }
    }
    return count
  }

  /// Looks at a title, damaged or not, and the name behind it, damaged or not.
  mutating func resolve(
    _ title: SpellingStage.Token, _ name: SpellingStage.Token?, _ edits: inout [Edit]
  ) {
    guard let name, bytes[title.range.lowerBound].isUpper, bytes[name.range.lowerBound].isUpper,
      name.range.count >= 4, Self.isTitleGap(bytes, title.range.upperBound..<name.range.lowerBound),
      !title.isKnown || title.flags.contains(.title), !title.isKnown || !name.isKnown,
      name.range.upperBound == bytes.count || !bytes[name.range.upperBound].isDigit
    else { return }
    let titles = titles(near: title)
    if titles.isEmpty { return }
    let read = bytes.text(name.range)
    var readings = readings(of: name, read, titles)
    guard !readings.isEmpty else {
      // A title that is no word before a known name: the title alone.
      if name.isKnown, titles.count == 1, titles[0].cost > 0 {
        let confidence = Confidence(0.82)
        propose(title.range, titles[0].title, "spelling.title-name", confidence, "no word; the nearest title before \(read)", [], &edits)
      }
      return
    }
    readings.sort { ($0.cost, -$0.count, $0.name) < ($1.cost, -$1.count, $1.name) }
    let best = readings[0]
    let rivals = readings.dropFirst().filter {
      $0.name.lowercased() != best.name.lowercased() && $0.cost < best.cost + 50 && $0.count * 4 > best.count
    }
    let seen = gathered().titled[best.title.lowercased()]?.byName[read] ?? 0
    var p: Double
    let why: String
    if best.count > 0 {
      p = (best.count > 1 ? 0.95 : 0.86) - Double(best.cost) / 4000
      // A reading that recurs may be another person's name.
      if name.isKnown == false, title.isKnown, seen > 1 { p = 0.6 }
      why = "\(best.title) \(best.name) stands \(best.count) \(best.count == 1 ? "time" : "times") in the record"
    } else {
      p = best.cost <= 60 ? 0.8 : 0.6
      why = "names.tsv has \(best.title) \(best.name)"
    }
    let alternatives = rivals.map(\.name)
    if best.name.lowercased() != read.lowercased() {
      propose(name.range, best.name, "spelling.title-name", Confidence(p), why, alternatives, &edits)
    }
    if best.title.lowercased() != bytes.text(title.range).lowercased() {
      propose(title.range, best.title, "spelling.title-name", Confidence(p), why, alternatives, &edits)
    }
  }

  private func propose(
    _ range: Range<Int>, _ right: String, _ rule: String, _ confidence: Confidence, _ reason: String,
    _ alternatives: [String], _ edits: inout [Edit]
  ) {
    let original = Array(bytes[range])
    let word = Array(right.utf8)
    let replacement = LetterCase(original) == .upper ? LetterCase.upper.applied(to: word) : word
    if edits.contains(where: { $0.range == range }) { return }
    edits.append(
      Edit(
        range: range, original: original, replacement: replacement, rule: rule, confidence: confidence,
        reason: reason, alternatives: alternatives))
  }

  /// One blank, or a full stop and a blank: `Mr. McCone`.
  private static func isTitleGap(_ bytes: [UInt8], _ gap: Range<Int>) -> Bool {
    switch gap.count {
    case 1: bytes[gap.lowerBound] == .space
    case 2: bytes[gap.lowerBound] == UInt8(ascii: ".") && bytes[gap.lowerBound + 1] == .space
    default: false
    }
  }

  /// The titles that a word may be: itself, or, when it is no word, those within a letter or two.
  private func titles(near token: SpellingStage.Token) -> [(title: String, cost: Int)] {
    let read = bytes.text(token.range)
    if token.flags.contains(.title) { return [(read, 0)] }
    guard token.range.count >= 6 else { return [] }
    let limit = token.range.count >= 9 ? 150 : 100
    let spelling = Spelling(read)
    return dictionaries.gazetteer.titles.near(spelling, limit: limit, dictionaries.glyphs).map { ($0.name, $0.cost) }
  }

  private mutating func readings(
    of token: SpellingStage.Token, _ read: String, _ titles: [(title: String, cost: Int)]
  ) -> [Reading] {
    let spelling = Spelling(read)
    let limit = token.isKnown ? 0 : read.utf8.count >= 8 ? 150 : read.utf8.count >= 6 ? 100 : 50
    let evidence = gathered()
    var found: [Reading] = []
    for (title, titleCost) in titles {
      let named = evidence.titled[title.lowercased()]
      for (number, name, cost) in named?.names.near(spelling, limit: limit, dictionaries.glyphs) ?? [] {
        // The reading itself is no evidence for itself.
        if name == read, titleCost == 0 || !token.isKnown { continue }
        let count = named?.counts[number] ?? 0
        guard count > 1 || !dictionaries.vocabulary.flags(of: Array(name.utf8)).isDisjoint(with: .known) else { continue }
        found.append(Reading(title: title, name: name, cost: cost + titleCost, count: count))
      }
      for (_, name, cost) in dictionaries.gazetteer.persons(titled: title)?.near(spelling, limit: limit, dictionaries.glyphs) ?? []
      where named?.byName[name] == nil && cost + titleCost > 0 {
        found.append(Reading(title: title, name: name, cost: cost + titleCost, count: 0))
      }
    }
    return found
  }

  private mutating func gathered() -> Evidence {
    let found = evidence ?? Self.gather(bytes, dictionaries)
    evidence = found
    return found
  }

  private static func gather(_ bytes: [UInt8], _ dictionaries: Dictionaries) -> Evidence {
    var counts: [String: [String: Int]] = [:]
    let span = bytes.span
    let raw = span.bytes
    var title: Range<Int>?
    var position = 0
    while let word = Words.next(in: span, from: position) {
      position = word.upperBound
      guard bytes[word.lowerBound].isUpper else {
        title = nil
        continue
      }
      if let title, isTitleGap(bytes, title.upperBound..<word.lowerBound) {
        counts[bytes.text(title).lowercased(), default: [:]][bytes.text(word), default: 0] += 1
      }
      title = dictionaries.vocabulary.flags(of: raw, word).contains(.title) ? word : nil
    }
    return Evidence(
      titled: counts.mapValues { names in
        // Bounded, so that the time stays linear in a file that joins thousands of records.
        let frequent = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(namesPerTitle)
        return Named(names: SpellingList(frequent.map(\.key)), counts: frequent.map(\.value), byName: names)
      })
  }
}
