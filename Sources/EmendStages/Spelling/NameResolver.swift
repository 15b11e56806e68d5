import EmendCore
import EmendLexicon

/// Resolves misread titles and names by the record itself and by the gazetteer: `Ambassalor Utevenson` is Ambassador
/// Stevenson because he stands in the same record.
///
/// Pairs are noted while the text is read, and resolved when all of it is known.
package struct NameResolver {
  private let bytes: [UInt8]
  private let dictionaries: Dictionaries
  /// How often a capitalised word follows a title: `ambassador` → `Stevenson` → 9.
  private var counts: [String: [String: Int]] = [:]
  /// Titles and names of which one at least is damaged.
  private var damaged: [Pair] = []
  /// How often each damaged word stands in the record.
  private var recurrence = WordEvidence()

  package init(_ bytes: [UInt8], _ dictionaries: Dictionaries) {
    self.bytes = bytes
    self.dictionaries = dictionaries
  }

  /// Names that stand behind one title.
  private struct Named {
    let names: SpellingList
    /// How often each stands in the record, the most frequent first.
    let counts: [Int]
    let byName: [String: Int]
  }

  private struct Pair {
    let title: SpellingStage.Token
    let name: SpellingStage.Token
    /// A name or another title stands right before the title, so that the title may be a name.
    let followsName: Bool
    /// A word with a capital stands right before the title.
    let followsCapital: Bool
  }

  private struct Reading {
    let title: String
    let name: String
    let titleCost: Int
    let nameCost: Int
    let count: Int
    var cost: Int { titleCost + nameCost }
  }

  /// Looks at two neighbouring words: a title, damaged or not, and the name behind it, damaged or not; `before` stands
  /// before both.
  package mutating func note(_ title: SpellingStage.Token, _ name: SpellingStage.Token, after before: SpellingStage.Token?) {
    guard bytes[title.range.lowerBound].isUpper, bytes[name.range.lowerBound].isUpper,
      isTitleGap(title.range.upperBound..<name.range.lowerBound)
    else { return }
    let isTitle = title.flags.contains(.title)
    if isTitle {
      counts[bytes.text(title.range).lowercased(), default: [:]][bytes.text(name.range), default: 0] += 1
    }
    guard name.range.count >= SpellingNumbers.shortestName,
      isTitle ? !name.isKnown : !title.isKnown && title.range.count >= SpellingNumbers.shortestTitle,
      name.range.upperBound == bytes.count || !bytes[name.range.upperBound].isDigit, !hasGluedLetter(name.range),
      isTitle || !hasInnerCapital(title.range)
    else { return }
    let capital = before.map { $0.range.upperBound + 1 == title.range.lowerBound && bytes[$0.range.lowerBound].isUpper } ?? false
    let isName = capital && bytes[title.range.lowerBound - 1] == .space && !(before?.flags.contains(.word) ?? false)
    damaged.append(Pair(title: title, name: name, followsName: isName || isTitled(before, title), followsCapital: capital))
  }

  /// `Mr. ` or `SSG ` before a word.
  private func isTitled(_ before: SpellingStage.Token?, _ title: SpellingStage.Token) -> Bool {
    guard let before, before.flags.contains(.title) else { return false }
    return isTitleGap(before.range.upperBound..<title.range.lowerBound)
  }

  /// `CommissionMr`: two words run together.
  private func hasInnerCapital(_ range: Range<Int>) -> Bool {
    zip(bytes[range], bytes[range].dropFirst()).contains { $0.isLower && $1.isUpper }
  }

  /// `DullesA`: a note letter is glued to the name.
  private func hasGluedLetter(_ range: Range<Int>) -> Bool {
    bytes[range.upperBound - 1].isUpper && bytes[range.upperBound - 2].isLower
  }

  /// The repairs of all pairs noted.
  package mutating func resolved() -> [Edit] {
    if damaged.isEmpty { return [] }
    var known: [String: [(title: String, cost: Int)]] = [:]
    let titled = damaged.map { pair in
      let read = bytes.text(pair.title.range)
      let titles = known[read] ?? titles(near: pair.title)
      known[read] = titles
      return titles
    }
    for (pair, titles) in zip(damaged, titled) where !titles.isEmpty {
      for word in [pair.title, pair.name] where !word.isKnown { recurrence.want(Array(bytes[word.range])) }
    }
    recurrence.read(bytes)
    let evidence = counts.mapValues { names in
      // Bounded, so that the time stays linear in a file that joins thousands of records.
      let frequent = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(SpellingNumbers.namesPerTitle)
      return Named(names: SpellingList(frequent.map(\.key)), counts: frequent.map(\.value), byName: names)
    }
    var edits: [Edit] = []
    for (pair, titles) in zip(damaged, titled) where !titles.isEmpty { resolve(pair, titles, evidence, &edits) }
    return edits
  }

  private func resolve(
    _ pair: Pair, _ titles: [(title: String, cost: Int)], _ evidence: [String: Named], _ edits: inout [Edit]
  ) {
    let (title, name) = (pair.title, pair.name)
    let soundTitle = title.flags.contains(.title)
    // A first name, or a rank of its own: `Khalid Shaikh Mohammed`.
    if !soundTitle, pair.followsName { return }
    let read = bytes.text(name.range)
    var readings = readings(of: name, read, titles, evidence)
    guard !readings.isEmpty else {
      // A title that is no word before a known name: the title alone, where a look-alike explains it.
      if name.isKnown, titles.count == 1, (1..<SpellingNumbers.plainLetter).contains(titles[0].cost), !pair.followsCapital {
        let isInCapitals = bytes[name.range.lowerBound + 1].isUpper
        propose(
          title.range, titles[0].title, Confidence(isInCapitals ? SpellingNumbers.titleBeforeCapitals : SpellingNumbers.titleAlone),
          "no word; the nearest title before \(read)", [], &edits)
      }
      return
    }
    readings.sort { ($0.cost, -$0.count, $0.name) < ($1.cost, -$1.count, $1.name) }
    let best = readings[0]
    let rivals = readings.dropFirst().filter {
      $0.name.lowercased() != best.name.lowercased() && $0.cost < best.cost + SpellingNumbers.rivalLead
        && SpellingNumbers.rivalShare.isExceeded(by: $0.count, of: best.count)
    }
    let p = probability(of: best, pair, read, evidence)
    let why =
      best.count > 0
      ? "\(best.title) \(best.name) stands \(best.count) \(best.count == 1 ? "time" : "times") in the record"
      : "names.tsv has \(best.title) \(best.name)"
    let alternatives = rivals.map(\.name)
    if best.name.lowercased() != read.lowercased() {
      propose(name.range, best.name, Confidence(p), why, alternatives, &edits)
    }
    if best.title.lowercased() != bytes.text(title.range).lowercased() {
      propose(title.range, best.title, Confidence(p), why, alternatives, &edits)
    }
  }

  /// How likely the best reading of a pair is right.
  private func probability(of best: Reading, _ pair: Pair, _ read: String, _ evidence: [String: Named]) -> Double {
    let (title, name) = (pair.title, pair.name)
    let soundTitle = title.flags.contains(.title)
    // A name that only the table has may be that of another person whose name is like it.
    if best.count == 0 { return best.cost <= SpellingNumbers.nearInTable ? SpellingNumbers.inTable : SpellingNumbers.farInTable }
    var p =
      (best.count > 1 ? SpellingNumbers.oftenInRecord : SpellingNumbers.onceInRecord) - Double(best.cost) / SpellingNumbers.costUnit
    // One other mention proves little, and a change that no look-alike explains may be a spelling of its own, as may one of vowels:
    // Kagan and Kagen.
    if soundTitle, best.count < 2 || best.cost >= SpellingNumbers.dearName { p = min(p, SpellingNumbers.weak) }
    if best.count < SpellingNumbers.strong,
      best.nameCost >= SpellingNumbers.plainLetter || soundTitle && isVowelChange(read, best)
    {
      p = min(p, SpellingNumbers.weak)
    }
    // A reading that recurs may be another person's name.
    if !name.isKnown, title.isKnown, evidence[best.title.lowercased()]?.byName[read] ?? 0 > 1 { p = SpellingNumbers.recurs }
    // A form that the record has again and again is hardly a misreading.
    let changed = best.nameCost > 0 ? name : title
    if !changed.isKnown,
      SpellingNumbers.rivalShare.isExceeded(by: recurrence.count(of: Array(bytes[changed.range])) - 1, of: best.count)
    {
      p = SpellingNumbers.recurs
    }
    return p
  }

  private func propose(
    _ range: Range<Int>, _ right: String, _ confidence: Confidence, _ reason: String,
    _ alternatives: [String], _ edits: inout [Edit]
  ) {
    let original = Array(bytes[range])
    let word = Array(right.utf8)
    let replacement = LetterCase(original) == .upper ? LetterCase.upper.applied(to: word) : word
    edits.append(
      Edit(
        range: range, original: original, replacement: replacement, rule: "spelling.title-name", confidence: confidence,
        reason: reason, alternatives: alternatives))
  }

  /// True when the words differ in vowels only, and the tables do not have the name with its title.
  private func isVowelChange(_ read: String, _ best: Reading) -> Bool {
    let vowels: Set<UInt8> = Set("aeiou".utf8)
    let name = Spelling(best.name)
    if dictionaries.gazetteer.persons(titled: best.title)?.near(name, limit: 0, dictionaries.glyphs).isEmpty == false { return false }
    let (a, b) = (read.lowercased().utf8, name.lower)
    return a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || vowels.contains($0) && vowels.contains($1) }
  }

  /// One blank, or a full stop and a blank: `Mr. McCone`.
  private func isTitleGap(_ gap: Range<Int>) -> Bool {
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
    guard token.range.count >= SpellingNumbers.shortestTitle else { return [] }
    let limit = token.range.count >= SpellingNumbers.longTitle ? SpellingNumbers.longLimit : SpellingNumbers.middleLimit
    let spelling = Spelling(read)
    return dictionaries.gazetteer.titles.near(spelling, limit: limit, dictionaries.glyphs).map { ($0.name, $0.cost) }
  }

  /// What a name of so many letters may cost, in hundredths of a letter.
  private static func limit(_ letters: Int) -> Int {
    switch letters {
    case SpellingNumbers.longName...: SpellingNumbers.longLimit
    case SpellingNumbers.middleName...: SpellingNumbers.middleLimit
    default: SpellingNumbers.shortLimit
    }
  }

  private func readings(
    of token: SpellingStage.Token, _ read: String, _ titles: [(title: String, cost: Int)], _ evidence: [String: Named]
  ) -> [Reading] {
    let spelling = Spelling(read)
    let limit = token.isKnown ? 0 : Self.limit(read.utf8.count)
    var found: [Reading] = []
    for (title, titleCost) in titles {
      let named = evidence[title.lowercased()]
      for (number, name, cost) in named?.names.near(spelling, limit: limit, dictionaries.glyphs) ?? [] {
        // A word as it was read is no evidence that it was read rightly.
        if name == read, titleCost == 0 || !token.isKnown { continue }
        let count = named?.counts[number] ?? 0
        guard count > 1 || !dictionaries.vocabulary.flags(of: Array(name.utf8)).isDisjoint(with: .known) else { continue }
        found.append(Reading(title: title, name: name, titleCost: titleCost, nameCost: cost, count: count))
      }
      for (_, name, cost) in dictionaries.gazetteer.persons(titled: title)?.near(spelling, limit: limit, dictionaries.glyphs) ?? []
      where named?.byName[name] == nil && cost + titleCost > 0 {
        found.append(Reading(title: title, name: name, titleCost: titleCost, nameCost: cost, count: 0))
      }
    }
    return found
  }
}
