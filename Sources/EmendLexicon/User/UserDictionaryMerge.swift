import EmendCore

/// How tables of the user's own join the ones that the program carries.
extension DictionaryTables {
  /// These tables with others before them. Where both have an entry of the same key, that of the added table counts.
  /// - Throws: `EmendError` for the first row that cannot be used.
  package func adding(_ tables: [UserDictionary]) throws(EmendError) -> DictionaryTables {
    if let problem = UserDictionary.problems(in: tables).first(where: \.isFatal) { throw EmendError(problem.description) }
    var merged = self
    for table in tables where table.kind == .words || table.kind == .names {
      for row in table.rows {
        merged.ownWords += row[0].split(whereSeparator: { !$0.isLetter }).filter { $0.count > 2 || table.kind == .words }.map(String.init)
      }
    }
    let words = Set(merged.ownWords.map { Array($0.lowercased().utf8) })
    func own(_ kind: UserDictionary.Kind) -> [UserDictionary] { tables.filter { $0.kind == kind } }
    merged.corrections = corrections.with(own(.corrections), without: words)
    merged.phrases = phrases.with(own(.phrases))
    merged.names = names.with(own(.names), replaces: false)
    merged.protected = protected.with(own(.protected))
    merged.markings = markings.with(own(.markings))
    merged.compounds = compounds.with(own(.compounds))
    // A name or word that the lexicon lacks is right where a correction puts it, so no other stage may mend it again.
    for table in own(.corrections) + own(.phrases) {
      for row in table.rows {
        merged.ownWords += row[1].split(whereSeparator: { !$0.isLetter }).map(String.init).filter {
          $0.count > 2 && Dictionaries.embedded.vocabulary.flags(of: Array($0.utf8)).isDisjoint(with: .known)
        }
      }
    }
    merged.ownCorrections = own(.corrections).flatMap { $0.rows.map { $0[0].lowercased() } }
    return merged
  }
}

extension TableText {
  /// The text with the rows of other tables before it. Its own rows of the same key, and of the keys `dropped`, are left
  /// out, unless nothing is replaced.
  fileprivate func with(_ tables: [UserDictionary], replaces: Bool = true, without dropped: Set<[UInt8]> = []) -> TableText {
    if tables.isEmpty, dropped.isEmpty { return self }
    var keys: Set<[UInt8]> = []
    var text: [UInt8] = []
    // Of two tables the one named last counts, so that its rows come first and those of the other fall away.
    for table in tables.reversed() {
      var own: Set<[UInt8]> = []
      for row in table.rows {
        let key = Array(row[0].lowercased().utf8)
        if replaces, keys.contains(key) { continue }
        own.insert(key)
        text += Array(table.line(row).utf8) + [.lineFeed]
      }
      keys.formUnion(own)
    }
    for line in bytes.split(separator: .lineFeed) {
      let key = line.prefix { $0 != .tab }.map(\.lowered)
      if replaces, line.first != UInt8(ascii: "#"), keys.contains(key) || dropped.contains(key) { continue }
      text += line + [.lineFeed]
    }
    let memory = TableMemory(text)
    return TableText(file: file, bytes: memory.bytes, memory: memory)
  }
}

extension UserDictionary {
  /// The row as the merged table has it: the note tells where it came from, so that the reason of an edit does.
  fileprivate func line(_ row: TSV.Row) -> String {
    var columns = row.columns
    let note: Int? =
      switch kind {
      case .corrections, .phrases: 2
      case .protected: 1
      default: nil
      }
    if let note {
      while columns.count <= note { columns.append("") }
      columns[note] += (columns[note].isEmpty ? "" : "; ") + "\(Visible.word(file)):\(row.line)"
    }
    if kind == .corrections || kind == .phrases { columns[0] = columns[0].lowercased() }
    return columns.joined(separator: "\t")
  }
}
