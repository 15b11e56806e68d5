/// Strips banners, caveats, downgrade blocks, stamps, letterheads and handling lines, and keeps them as artifacts.
///
/// A line is read twice: by itself (`MarkingTemplates.match`), then with what stands around it (`MarkingReview`). Only then
/// do edits come of it, one for each block of lines that belong together.
public struct MarkingsStage: Stage {
  public let id = "markings"
  public let summary = "strips banners, caveats, stamps, letterheads and handling lines, read through OCR damage"
  public let keeps = "portion marks, editorial brackets, TO/FROM/SUBJECT lines, cable cites, `Source:` notes"
  private let dictionaries: Dictionaries

  public init(dictionaries: Dictionaries = .embedded) { self.dictionaries = dictionaries }

  public let rules = MarkingRules.all

  /// A line and where it stands. A file of many pages has hundreds of thousands of these, so they are small.
  struct Place {
    private let start: Int
    private let count: UInt32
    /// Where the content starts in the line, and how long it is.
    private let indent: UInt32
    private let contentCount: UInt32
    private let number: Int32
    private let head: Int32
    private var foot = Int32.max

    init(line: Range<Int>, content: Range<Int>, ordinal: Int, fromHead: Int) {
      start = line.lowerBound
      // A line of four billion bytes is no marking.
      count = UInt32(clamping: line.count)
      indent = UInt32(clamping: content.lowerBound - line.lowerBound)
      contentCount = UInt32(clamping: content.count)
      number = Int32(truncatingIfNeeded: ordinal)
      head = Int32(truncatingIfNeeded: fromHead)
    }

    /// The line with its end, and without the blanks around it.
    var line: Range<Int> { start..<start + Int(count) }
    var content: Range<Int> { start + Int(indent)..<start + Int(indent) + Int(contentCount) }
    /// Number of the line among those that are not blank.
    var ordinal: Int { Int(number) }
    /// Lines that are not blank between this one and the head of its page.
    var fromHead: Int { Int(head) }
    /// Lines that are not blank between this one and the foot of its page.
    var fromFoot: Int {
      get { Int(foot) }
      set { foot = Int32(truncatingIfNeeded: newValue) }
    }
  }

  /// A line that is a marking, stands beside one, or at the edge of a page.
  @dynamicMemberLookup
  struct Row {
    var place: Place
    /// What the line reads as by itself.
    let own: MarkingTemplates.Match?
    /// What it reads as where it stands, and how sure that is.
    var reading: MarkingTemplates.Match?
    /// Of the confidence, in thousandths; below 0 for nil.
    private var thousandths: Int16 = -1
    var because = Because.itself
    /// By itself the line is no marking: another one must stand beside it.
    let needsCompany: Bool

    init(_ place: Place, _ match: MarkingTemplates.Match?) {
      (self.place, own, reading) = (place, match, match)
      needsCompany = match?.needsCompany ?? false
    }

    subscript<T>(dynamicMember path: KeyPath<Place, T>) -> T { place[keyPath: path] }

    var confidence: Confidence? {
      get { thousandths < 0 ? nil : Confidence(Double(thousandths) / 1000) }
      set { thousandths = newValue.map { Int16(($0.probability * 1000).rounded()) } ?? -1 }
    }

    /// Whether the line is taken out as things stand: only such a line is company for another.
    var isTaken: Bool { confidence?.reaches(.likely) == true }
  }

  /// What had a part in the reading of a line.
  enum Because: Equatable {
    case itself, atHead, atFoot, inside
    /// Number of the template that the line beside it reads as.
    case beside(UInt16)
  }

  /// Lines beside a marking, and at each edge of a page, that get a second look.
  private static let reach = 2
  private static let edge = 7

  public func edits(in document: Document) -> EditList {
    var scratch = dictionaries.markings.scratch(count: document.bytes.count)
    var rows: [Row] = []
    var glued: [GluedStamp.Cut] = []
    read(document, &rows, &glued, &scratch)
    MarkingReview(document, dictionaries).revise(&rows, &scratch)
    return editList(rows, glued, document)
  }

  /// Reads each line by itself and collects those worth a second look.
  private func read(
    _ document: Document, _ rows: inout [Row], _ glued: inout [GluedStamp.Cut], _ scratch: inout MarkingTemplates.Scratch
  ) {
    let bytes = document.bytes
    let templates = dictionaries.markings
    let stamps = GluedStamp(dictionaries)
    let starts = document.pageStarts
    // Enough that they seldom move; what is not used costs nothing.
    rows.reserveCapacity(min(starts.count * 4 * Self.edge, bytes.count / 16))
    var page = 0
    var ordinal = 0
    var head = 0
    // The last lines that are not in `rows`, in case they turn out to stand beside a marking or at the foot of a page.
    var recent: [Place] = []
    var wanted = Self.edge
    func endPage() {
      for place in recent.suffix(Self.edge) { rows.append(Row(place, nil)) }
      recent.removeAll(keepingCapacity: true)
      var i = rows.count - 1
      while i >= 0, rows[i].ordinal >= head {
        rows[i].place.fromFoot = ordinal - 1 - rows[i].ordinal
        i -= 1
      }
      head = ordinal
      wanted = Self.edge
    }
    for line in Lines(bytes) {
      let content = bytes.trimmed(line.content)
      if content.isEmpty { continue }
      if page + 1 < starts.count, starts[page + 1] <= content.lowerBound {
        while page + 1 < starts.count, starts[page + 1] <= content.lowerBound { page += 1 }
        endPage()
      }
      let match = templates.match(bytes, content, &scratch) { scratch in
        guard let cut = stamps.cut(bytes, content, &scratch) else { return true }
        glued.append(cut)
        return false
      }
      let place = Place(line: line.full, content: content, ordinal: ordinal, fromHead: ordinal - head)
      ordinal += 1
      if match != nil {
        for place in recent.suffix(Self.reach) { rows.append(Row(place, nil)) }
        recent.removeAll(keepingCapacity: true)
        wanted = max(wanted, Self.reach + 1)
      }
      if wanted > 0 {
        rows.append(Row(place, match))
        wanted -= 1
      } else {
        // More than are needed, so that they seldom move.
        if recent.count == 16 * Self.edge { recent.removeFirst(15 * Self.edge) }
        recent.append(place)
      }
    }
    endPage()
  }

  // MARK: Edits

  private func editList(_ rows: [Row], _ glued: [GluedStamp.Cut], _ document: Document) -> EditList {
    let bytes = document.bytes
    var edits = EditList()
    var written: [ObjectIdentifier: Written] = [:]
    var cut = 0
    var i = 0
    while i < rows.count {
      guard let confidence = rows[i].confidence else {
        i += 1
        continue
      }
      while cut < glued.count, glued[cut].range.lowerBound < rows[i].line.lowerBound {
        edits.append(glued[cut].edit(bytes))
        cut += 1
      }
      var last = i
      if Self.formsBlocks(rows[i].reading!.kind), confidence.reaches(.likely) {
        while last + 1 < rows.count, continues(rows, i...last) { last += 1 }
      }
      append(rows, i...last, bytes, &written, &edits)
      i = last + 1
    }
    for rest in glued[cut...] { edits.append(rest.edit(bytes)) }
    return edits
  }

  /// Kinds whose lines belong together when they stand together.
  private static func formsBlocks(_ kind: Artifact.Kind) -> Bool { kind == .stamp || kind == .downgrade || kind == .letterhead }

  private func template(of reading: MarkingTemplates.Match) -> MarkingTemplate { dictionaries.markings.all[reading.template] }

  /// True when the next row is the next line of a block: same kind, right below, and not its first line once more.
  private func continues(_ rows: [Row], _ block: ClosedRange<Int>) -> Bool {
    let next = block.upperBound + 1
    guard rows[next].isTaken, rows[next].ordinal == rows[block.upperBound].ordinal + 1, rows[next].fromHead > 0,
      let reading = rows[next].reading, reading.kind == rows[block.lowerBound].reading!.kind
    else { return false }
    return !block.contains { rows[$0].reading!.template == reading.template }
  }

  /// What a block of lines became, for the next one of the same lines.
  private struct Written {
    let readings: [ObjectIdentifier]
    let because: Because
    let confidence: Confidence
    let payload: Int
  }

  private func append(
    _ rows: [Row], _ block: ClosedRange<Int>, _ bytes: [UInt8], _ written: inout [ObjectIdentifier: Written], _ edits: inout EditList
  ) {
    let first = rows[block.lowerBound]
    let reading = first.reading!
    let range = first.line.lowerBound..<rows[block.upperBound].line.upperBound
    let confidence = block.count == 1 ? first.confidence! : rows[block].compactMap(\.confidence).min()!
    // Banners and stamps recur, and lines of the same bytes have one reading in common.
    if let known = written[ObjectIdentifier(reading)], known.confidence == confidence, known.because == first.because,
      known.readings.elementsEqual(rows[block].lazy.map { ObjectIdentifier($0.reading!) }),
      equal(edits.pool, edits.payloads[known.payload].original, bytes, range)
    {
      edits.append(start: range.lowerBound, payload: known.payload)
      return
    }
    let template = template(of: reading)
    var reason = reason(first)
    var text = bytes.text(first.content)
    var fields = fields(first)
    if block.count > 1 {
      reason = "\(template.kind.words) of \(block.count) lines: \(reason)"
      for row in rows[block].dropFirst() {
        text += "\n"
        text += bytes.text(row.content)
        fields += self.fields(row)
      }
      fields = merged(fields)
    }
    let number = edits.payload(
      original: bytes[range], replacement: EmptyCollection(), rule: template.rule, confidence: confidence, reason: reason,
      artifact: Artifact(kind: template.kind, text: text, fields: fields))
    edits.append(start: range.lowerBound, payload: number)
    written[ObjectIdentifier(reading)] = Written(
      readings: rows[block].map { ObjectIdentifier($0.reading!) }, because: first.because, confidence: confidence, payload: number)
  }

  /// The fields of several lines, each name once.
  private func merged(_ fields: [Artifact.Field]) -> [Artifact.Field] {
    var found: [Artifact.Field] = []
    for field in fields {
      if let known = found.firstIndex(where: { $0.name == field.name }) {
        // RELEASE OF THIS DOCUMENT, AS SANITIZED: the last line says what the first leaves open.
        if field.name == "status", field.value == "sanitized" { found[known] = field }
      } else {
        found.append(field)
      }
    }
    return found
  }

  private func fields(_ row: Row) -> [Artifact.Field] {
    guard let reading = row.reading else { return [] }
    if reading.open.isEmpty, reading.fields.isEmpty { return template(of: reading).constants }
    // Near two meanings, the line is a marking but its meaning is not known: never invert one.
    let constants = template(of: reading).constants.filter { constant in
      !reading.open.contains(constant.name) && !reading.fields.contains { $0.name == constant.name }
    }
    return (reading.open.contains("level") ? [Artifact.Field("level", "unknown")] : []) + constants
      + MarkingFields.normalized(reading.fields, constants)
  }

  private func reason(_ row: Row) -> String {
    let reading = row.reading!
    let template = template(of: reading)
    if reading.cost < 25, case .itself = row.because { return template.name }
    let place =
      switch row.because {
      case .itself: ""
      case .atHead: ", at the head of a page"
      case .atFoot: ", at the foot of a page"
      case .inside: ", inside the \(template.kind.words)"
      case .beside(let number): ", beside \(dictionaries.markings.all[Int(number)].text)"
      }
    if reading.cost < 25 { return template.name + place }
    let damage = Int((reading.damage(template) * 100).rounded())
    return "\(template.kind.words), nearest to \(template.text) (\(damage) % damaged)\(place)"
      + (reading.open.isEmpty ? "" : "; another marking is as near, so its \(reading.open.sorted().joined(separator: " and ")) stays open")
  }
}
