/// An ordered list of edits in few bytes each.
///
/// A file whose every line end changes holds as many edits as lines, a decomposed text as many as letters. So an edit is
/// two variable-length integers, the distance from the edit before and the number of its payload, and equal payloads
/// (same bytes, rule, confidence, reason, artifact) are stored once. Starts never decrease; at equal starts the list order counts.
package struct EditList: Sendable {
  /// What edits at different places have in common.
  package struct Payload: Hashable, Sendable {
    package var original: Range<Int>
    package var replacement: Range<Int>
    package var rule: Int32
    package var reason: Int32
    package var artifact: Int32
    package var alternatives: Int32
    package var confidence: Float

    /// What undoes the payload.
    package var reversed: Payload {
      var copy = self
      (copy.original, copy.replacement) = (replacement, original)
      return copy
    }
  }

  /// Everything about every 16th edit that finding a place in the middle needs.
  package struct Checkpoint: Sendable {
    /// Where in `stream` the edit starts.
    package var stream: Int
    /// Start of the edit before it, the base of its distance.
    package var base: Int
    /// Output length minus input length of all edits before it.
    package var shift: Int
  }

  static let checkpointInterval = 16

  package private(set) var count = 0
  /// Output length minus input length.
  package private(set) var growth = 0

  package private(set) var stream: [UInt8] = []
  package private(set) var pool: [UInt8] = []
  package private(set) var payloads: [Payload] = []
  private(set) var checkpoints: [Checkpoint] = []
  package private(set) var artifacts: [Artifact] = []
  private var alternatives: [[String]] = []
  private var rules = Interner()
  private var reasons = Interner()
  private var index: [Int: Int32] = [:]
  package private(set) var lastStart = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// Registers what an edit does, without its place; equal payloads get the same number.
  package mutating func payload(
    original: ArraySlice<UInt8>, replacement: ArraySlice<UInt8>, rule: String,
    confidence: Confidence, reason: String, alternatives: [String] = [], artifact: Artifact? = nil
  ) -> Int {
    var payload = Payload(
      original: 0..<0, replacement: 0..<0, rule: rules[rule], reason: reasons[reason], artifact: -1,
      alternatives: -1, confidence: Float(confidence.probability))
    let shared = alternatives.isEmpty
    var key = 0
    if shared {
      // FNV-1a: the index hashes the key once more.
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
      for byte in original { mix(UInt64(byte)) }
      mix(UInt64(original.count) << 8)
      for byte in replacement { mix(UInt64(byte)) }
      mix(UInt64(UInt32(bitPattern: payload.rule)) << 32 | UInt64(UInt32(bitPattern: payload.reason)))
      mix(UInt64(payload.confidence.bitPattern))
      if let artifact {
        for byte in artifact.text.utf8 { mix(UInt64(byte)) }
        for field in artifact.fields { for byte in field.value.utf8 { mix(UInt64(byte)) } }
        mix(UInt64(artifact.fields.count))
      }
      key = Int(bitPattern: UInt(hash))
      if let known = index[key] {
        let found = payloads[Int(known)]
        if found.rule == payload.rule, found.reason == payload.reason,
          found.confidence == payload.confidence,
          pool[found.original].elementsEqual(original),
          pool[found.replacement].elementsEqual(replacement),
          found.artifact < 0 ? artifact == nil : artifacts[Int(found.artifact)] == artifact
        {
          return Int(known)
        }
      }
    }
    if let artifact {
      payload.artifact = Int32(artifacts.count)
      artifacts.append(artifact)
    }
    if !alternatives.isEmpty {
      payload.alternatives = Int32(self.alternatives.count)
      self.alternatives.append(alternatives)
    }
    let start = pool.count
    pool.append(contentsOf: original)
    payload.original = start..<pool.count
    pool.append(contentsOf: replacement)
    payload.replacement = payload.original.upperBound..<pool.count
    payloads.append(payload)
    // A second payload of the same hash is stored but not indexed: it is not shared, which costs memory and changes no edit.
    if shared, index[key] == nil { index[key] = Int32(payloads.count - 1) }
    return payloads.count - 1
  }

  /// Appends an edit of a registered payload; `start` may not lie before the start of the last one.
  package mutating func append(start: Int, payload number: Int) {
    precondition(start >= lastStart, "edits must come in the order of their starts")
    if count % Self.checkpointInterval == 0 {
      checkpoints.append(Checkpoint(stream: stream.count, base: lastStart, shift: growth))
    }
    stream.appendVarint(start - lastStart)
    stream.appendVarint(number)
    let payload = payloads[number]
    growth += payload.replacement.count - payload.original.count
    lastStart = start
    count += 1
  }

  package mutating func append(_ edit: Edit) {
    let number = payload(
      original: edit.original[...], replacement: edit.replacement[...], rule: edit.rule,
      confidence: edit.confidence, reason: edit.reason, alternatives: edit.alternatives,
      artifact: edit.artifact)
    append(start: edit.range.lowerBound, payload: number)
  }

  /// The same payloads, no edits: what a filtered or inverted copy starts from.
  package func emptied(reversingPayloads: Bool = false) -> EditList {
    var copy = self
    copy.count = 0
    copy.growth = 0
    copy.stream = []
    copy.checkpoints = []
    copy.lastStart = 0
    if reversingPayloads {
      copy.index = [:]
      copy.payloads = payloads.map { $0.reversed }
    }
    return copy
  }

  /// The edit of that payload at that place.
  package func edit(start: Int, payload number: Int) -> Edit {
    let p = payloads[number]
    return Edit(
      range: start..<start + p.original.count, original: Array(pool[p.original]),
      replacement: Array(pool[p.replacement]), rule: rules.names[Int(p.rule)],
      confidence: Confidence(Double(p.confidence)), reason: reasons.names[Int(p.reason)],
      alternatives: p.alternatives < 0 ? [] : alternatives[Int(p.alternatives)],
      artifact: p.artifact < 0 ? nil : artifacts[Int(p.artifact)])
  }

  package func ruleName(ofPayload number: Int) -> String { rules.names[Int(payloads[number].rule)] }
  package func artifact(ofPayload number: Int) -> Artifact? {
    let i = payloads[number].artifact
    return i < 0 ? nil : artifacts[Int(i)]
  }
  package func hasAlternatives(_ number: Int) -> Bool { payloads[number].alternatives >= 0 }
}

extension EditList {
  /// Walks the list without making an `Edit` of each entry.
  package struct Cursor {
    @usableFromInline let stream: [UInt8]
    @usableFromInline var position: Int
    @usableFromInline var start: Int

    package init(_ list: borrowing EditList, at checkpoint: Checkpoint? = nil) {
      stream = list.stream
      position = checkpoint?.stream ?? 0
      start = checkpoint?.base ?? 0
    }

    @inlinable package mutating func next() -> (start: Int, payload: Int)? {
      guard position < stream.count else { return nil }
      start += stream.readVarint(at: &position)
      return (start, stream.readVarint(at: &position))
    }
  }
}

extension EditList: Sequence {
  package struct Iterator: IteratorProtocol {
    package let list: EditList
    package var cursor: Cursor

    package mutating func next() -> Edit? {
      cursor.next().map { list.edit(start: $0.start, payload: $0.payload) }
    }
  }

  package func makeIterator() -> Iterator { Iterator(list: self, cursor: Cursor(self)) }
  package var underestimatedCount: Int { count }
}

/// Names by number and numbers by name.
package struct Interner: Sendable {
  package private(set) var names: [String] = []
  private var numbers: [String: Int32] = [:]
  private var last: Int32 = -1

  package subscript(name: String) -> Int32 {
    mutating get {
      // Runs of equal names are the rule, and comparing is cheaper than hashing.
      if last >= 0, names[Int(last)] == name { return last }
      if let known = numbers[name] {
        last = known
        return known
      }
      last = Int32(names.count)
      names.append(name)
      numbers[name] = last
      return last
    }
  }
}

extension [UInt8] {
  /// Appends a non-negative integer, seven bits a byte, the lowest first (LEB128).
  mutating func appendVarint(_ value: Int) {
    var rest = UInt(value)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  @inline(__always)
  @inlinable func readVarint(at position: inout Int) -> Int {
    let first = self[position]
    if first < 0x80 {
      position += 1
      return Int(first)
    }
    let second = self[position + 1]
    if second < 0x80 {
      position += 2
      return Int(first & 0x7F) | Int(second) << 7
    }
    return readLongVarint(at: &position)
  }

  @usableFromInline func readLongVarint(at position: inout Int) -> Int {
    var value: UInt = 0
    var shift: UInt = 0
    while true {
      let byte = self[position]
      position += 1
      value |= UInt(byte & 0x7F) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
    }
  }
}
