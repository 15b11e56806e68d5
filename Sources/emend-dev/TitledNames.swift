import EmendCore

/// Surnames right behind a title (`Ambassador Thompson`), counted in a corpus.
struct TitledNames {
  /// How often each title stands right before each surname.
  private(set) var titles: [String: [String: Int]] = [:]
  private(set) var volumeCounts: [String: Int] = [:]
  /// How often each name, given names too, stands right behind any title.
  private(set) var namesBehind: [String: Int] = [:]

  private struct Title {
    let text: String
    /// Form numbers, each with the gap before it.
    let forms: [UInt32]
    let gaps: [Corpus.Gap]
    let isAbbreviation: Bool
  }

  /// - Parameter titles: as in names.tsv; those that are abbreviations end in a full stop.
  init(_ corpus: Corpus, titles names: [String]) {
    var byFirst: [UInt32: [Title]] = [:]
    for name in names {
      let words = name.split { $0 == " " || $0 == "-" }.map { $0.filter { $0 != "." } }
      let forms = words.compactMap { corpus.formNumber(of: $0) }
      guard forms.count == words.count else { continue }
      let separators = name.filter { $0 == " " || $0 == "-" }
      byFirst[forms[0], default: []].append(
        Title(text: name, forms: forms, gaps: separators.map { $0 == " " ? .space : .hyphen }, isAbbreviation: name.hasSuffix(".")))
    }
    for key in byFirst.keys { byFirst[key]!.sort { $0.forms.count > $1.forms.count } }
    for volume in corpus.volumes {
      var seen: Set<String> = []
      var i = 0
      while i < volume.count {
        let title = byFirst[volume[i].form]?.first { title in
          i + title.forms.count < volume.count
            && title.forms.indices.dropFirst().allSatisfy {
              volume[i + $0].form == title.forms[$0] && volume[i + $0].gap == title.gaps[$0 - 1]
            }
        }
        guard let title else {
          i += 1
          continue
        }
        i += title.forms.count
        guard volume[i].gap == (title.isAbbreviation ? .stop : .space), let (name, end) = Surname.read(volume, at: i, corpus)
        else { continue }
        namesBehind[name, default: 0] += 1
        // `General Dwight Eisenhower`: a given name stands there.
        guard
          end >= volume.count || volume[end].gap != .space && volume[end].gap != .hyphen
            || !Surname.isCapitalised(corpus.forms[Int(volume[end].form)])
        else { continue }
        self.titles[name, default: [:]][title.text, default: 0] += 1
        seen.insert(name)
      }
      for name in seen { volumeCounts[name, default: 0] += 1 }
    }
  }

  func count(_ name: String) -> Int { titles[name]?.values.reduce(0, +) ?? 0 }

  /// The titles that stand at least three times before a name, the most frequent first.
  func frequentTitles(_ name: String) -> [String] {
    (titles[name] ?? [:]).filter { $0.value >= 3 }.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key.precedes($1.key) }.map(
      \.key)
  }
}

/// How surnames are written: `McCloy`, `O'Brien`, `von Brentano`, `Acosta García`.
enum Surname {
  private static let particles: Set = [
    "de", "De", "del", "von", "Von", "van", "Van", "della", "di", "Di", "da", "dos", "des", "la", "La", "den", "der", "le", "Le", "ibn",
    "zu",
  ]

  /// The surname at a token, and the token behind it.
  static func read(_ volume: [Corpus.Token], at start: Int, _ corpus: Corpus) -> (name: String, end: Int)? {
    func form(_ i: Int) -> String { corpus.forms[Int(volume[i].form)] }
    var parts: [String] = []
    var i = start
    while i + 1 < volume.count, particles.contains(form(i)), volume[i + 1].gap == .space, parts.count < 3 {
      parts.append(form(i))
      i += 1
    }
    guard i < volume.count else { return nil }
    var name = form(i)
    if name == "O", i + 1 < volume.count, volume[i + 1].gap == .apostrophe, isCapitalised(form(i + 1)) {
      i += 1
      name = "O'" + form(i)
    }
    guard isCapitalised(name) else { return nil }
    i += 1
    if i < volume.count, volume[i].gap == .hyphen, isCapitalised(form(i)) {
      name += "-" + form(i)
      i += 1
    }
    return ((parts + [name]).joined(separator: " "), i)
  }

  /// A capital, then small letters, once or twice in a word.
  static func isCapitalised(_ word: String) -> Bool {
    let letters = Array(word.filter { $0 != "'" })
    guard letters.count > 1, letters[0].isUppercase, letters.last!.isLowercase else { return false }
    return !zip(letters.dropFirst(), letters.dropFirst(2)).contains { $0.isUppercase && $1.isUppercase } && word.capitalPieces().count <= 2
  }
}
