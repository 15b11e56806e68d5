import EmendCore

/// A stretch of a record in a TEI report: what stands in the source, and what a run made of it.
package struct TEINode {
  package enum Kind {
    /// The same on both sides.
    case kept
    case changed
    /// Taken out and kept as data; what stands in its place is `output`, mostly nothing.
    case removed(Artifact)
  }

  /// An applied edit: its pass and its payload there.
  package struct EditNumber: Hashable {
    package let pass: Int
    package let payload: Int
    /// Among the edits of its pass.
    package let index: Int
  }

  package var kind: Kind
  /// Bytes of the source.
  package var source: Range<Int>
  /// Bytes of the output; of a kept stretch those of the source.
  package var output: [UInt8] = []
  /// What a change was made to, in the order of the source.
  package var children: [TEINode] = []
  /// The edit that made the change; edits of its children go before it.
  package var edits: [EditNumber] = []

  /// Bytes in the text that the passes so far have made.
  package var count: Int {
    if case .kept = kind { return source.count }
    return output.count
  }

  /// All edits that made the stretch what it is, in the order of the passes.
  var allEdits: [EditNumber] { children.flatMap(\.allEdits) + edits }
}

extension TEINode {
  /// A run as stretches that follow each other, from the first byte of the source to the last. Edits of several passes that
  /// overlap are one stretch; matter that was taken out inside of it is among its children.
  package static func all(of run: Run) -> [TEINode] {
    var nodes = run.source.isEmpty ? [] : [TEINode(kind: .kept, source: run.source.indices)]
    for (number, pass) in run.passes.enumerated() where !pass.script.isEmpty {
      nodes = applying(pass.script, pass: number, to: nodes)
    }
    return nodes
  }

  /// Nodes one after the other, with their places in the text that they make up.
  private struct Feed {
    private var nodes: ArraySlice<TEINode>
    /// Where the next node starts.
    private(set) var position = 0

    init(_ nodes: [TEINode]) { self.nodes = nodes[...] }

    var next: TEINode? { nodes.first }

    mutating func take() -> TEINode {
      let node = nodes.removeFirst()
      position += node.count
      return node
    }

    /// Parts the next node, which is a kept one, `count` bytes behind its start.
    mutating func split(after count: Int) {
      let node = nodes[nodes.startIndex]
      let middle = node.source.lowerBound + count
      nodes[nodes.startIndex].source = middle..<node.source.upperBound
      first = TEINode(kind: .kept, source: node.source.lowerBound..<middle)
    }

    /// The part before a split, given out first.
    private var first: TEINode?

    mutating func takeSplit() -> TEINode {
      let node = first!
      first = nil
      position += node.count
      return node
    }

    /// The nodes before a place; text that goes on behind it is cut there.
    mutating func take(upTo end: Int) -> [TEINode] {
      var taken: [TEINode] = []
      while position < end, let node = next {
        if case .kept = node.kind, position + node.count > end {
          split(after: end - position)
          taken.append(takeSplit())
        } else {
          taken.append(take())
        }
      }
      return taken
    }
  }

  private static func applying(_ script: EditScript, pass: Int, to nodes: [TEINode]) -> [TEINode] {
    let edits = script.edits
    var out: [TEINode] = []
    out.reserveCapacity(nodes.count + edits.count)
    var feed = Feed(nodes)
    var cursor = EditList.Cursor(edits)
    var next = cursor.next()
    var index = -1
    while let edit = next {
      var (start, payload) = edit
      next = cursor.next()
      index += 1
      // What stands before the edit; what was taken out right there stays before it.
      while let node = feed.next, feed.position + node.count <= start { out.append(feed.take()) }
      var children: [TEINode] = []
      var output: [UInt8] = []
      if let node = feed.next, feed.position < start {
        if case .kept = node.kind {
          feed.split(after: start - feed.position)
          out.append(feed.takeSplit())
        } else {
          output = Array(node.output.prefix(start - feed.position))
          children.append(feed.take())
        }
      }
      let reachesBack = !children.isEmpty
      var numbers: [EditNumber] = []
      var reachesOn = false
      while true {
        let end = start + edits.payloads[payload].original.count
        children += feed.take(upTo: end)
        output += edits.pool[edits.payloads[payload].replacement]
        numbers.append(EditNumber(pass: pass, payload: payload, index: index))
        // An earlier change that the edit covers in part only: the rest of it stays, up to the next edit that touches it.
        let rest = (children.last { !$0.output.isEmpty }?.output ?? []).suffix(max(0, feed.position - end))
        if !rest.isEmpty { reachesOn = true }
        if let (nextStart, nextPayload) = next, !rest.isEmpty, nextStart < feed.position {
          output += rest.prefix(nextStart - end)
          (start, payload) = (nextStart, nextPayload)
          next = cursor.next()
          index += 1
        } else {
          output += rest
          break
        }
      }
      let source = children.first.map { $0.source.lowerBound..<children.last!.source.upperBound } ?? place(after: out)
      var kind = Kind.changed
      if numbers.count == 1, !reachesBack, !reachesOn, let artifact = edits.artifact(ofPayload: payload) { kind = .removed(artifact) }
      out.append(TEINode(kind: kind, source: source, output: output, children: children, edits: numbers))
    }
    while feed.next != nil { out.append(feed.take()) }
    return out
  }

  /// The empty place behind the nodes.
  private static func place(after nodes: [TEINode]) -> Range<Int> {
    let end = nodes.last?.source.upperBound ?? 0
    return end..<end
  }
}
