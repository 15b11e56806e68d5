import EmendCore

/// What the indexes of the markings hold of a template.
extension MarkingTemplate {
  /// Letters and digits before each field, and behind the last.
  var segmentGlyphs: [Int] {
    var counts = [0]
    for atom in atoms {
      switch atom {
      case .glyph: counts[counts.count - 1] += 1
      case .mark: continue
      case .field: counts.append(0)
      }
    }
    return counts
  }

  /// The first three glyph classes, nil when fewer stand before the first field.
  package var head: Int? {
    var run: [Int] = []
    for atom in atoms where run.count < 3 {
      switch atom {
      case .glyph(let byte): run.append(Int(GlyphClass.of(byte)))
      case .mark: continue
      case .field: return nil
      }
    }
    return run.reduce(0) { $0 << 5 | $1 }
  }

  /// The first three runs of `length` glyph classes, as far as the text before the first field goes.
  func headGrams(_ length: Int) -> [GramIndex.Run] {
    var classes: [Int] = []
    scan: for atom in atoms {
      switch atom {
      case .glyph(let byte): classes.append(Int(GlyphClass.of(byte)))
      case .mark: continue
      case .field: break scan
      }
    }
    return (0..<3).filter { $0 + length <= classes.count }.map { start in
      GramIndex.Run(classes: classes[start..<start + length].reduce(0) { $0 << 5 | $1 }, length: length)
    }
  }

  /// The distinct runs of `length` glyph classes in the literal text; they do not run across a field.
  func literalGrams(_ length: Int) -> Set<Int> {
    var found: Set<Int> = []
    var run: [Int] = []
    for atom in atoms {
      switch atom {
      case .glyph(let byte):
        run.append(Int(GlyphClass.of(byte)))
        if run.count >= length { found.insert(run.suffix(length).reduce(0) { $0 << 5 | $1 }) }
      case .mark: continue
      case .field: run = []
      }
    }
    return found
  }
}
