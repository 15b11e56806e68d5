import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Gradient-boosted trees that turn what is known about an edit into the probability that it is right.
///
/// Trained by LightGBM (`Training/acceptance.py`); the nodes of all trees stand in one table.
package struct BoostedTrees {
  /// Inner node: feature, threshold, and where to go on when the value is at most the threshold and when it is more;
  /// from 0 on the number of a node, below 0 a leaf (−1 − its number).
  package struct Node: BitwiseCopyable {
    var feature: Int32
    package var threshold: Float
    package var left: Int32
    package var right: Int32
  }

  /// What a node asks, and the leaves that may still be reached when the value is more than the threshold.
  private struct Question {
    let feature: Int32
    let threshold: Float
    let reachable: UInt32
  }

  /// Of all trees, one after the other; the leaves of a tree from the leftmost to the rightmost.
  private var questions: [Question] = []
  private var values: [Float] = []
  private var trees: [(nodes: Int, leaves: Int)] = []
  /// How many features a row has.
  private let features: Int
  /// Leaves of a tree, at most: a mask of 32 bits has one for each.
  private static let mostLeaves = 32
  /// Every node asks for a feature that there is and leads on within the tables, later in its tree than it stands itself,
  /// so that each way ends in a leaf, no tree has more than 32 leaves, and what these add are numbers.
  package let isSound: Bool
  package var isEmpty: Bool { trees.isEmpty }

  /// - Parameters:
  ///   - features: how many features the judged have.
  ///   - table: the numbers of trees, nodes and leaves and a 0 (int32), then nodes, leaf values and roots.
  package init(_ table: UnsafeRawBufferPointer, features: Int) {
    self.features = features
    func part<T: BitwiseCopyable>(_ type: T.Type, _ start: Int, _ count: Int) -> UnsafeBufferPointer<T> {
      UnsafeRawBufferPointer(rebasing: table[start..<start + count * MemoryLayout<T>.stride]).bindMemory(to: type)
    }
    // A model may have no judge.
    if table.isEmpty {
      isSound = true
      return
    }
    let counts = table.count < 16 ? [] : part(Int32.self, 0, 3).map(Int.init)
    guard counts.count == 3, counts.allSatisfy({ $0 >= 0 }), counts[0] <= CorrectorNumbers.mostTrees,
      table.count == 16 + counts[1] * 16 + counts[2] * 4 + counts[0] * 4
    else {
      isSound = false
      return
    }
    let nodes = part(Node.self, 16, counts[1])
    let leaves = part(Float.self, 16 + counts[1] * 16, counts[2])
    let roots = part(Int32.self, 16 + counts[1] * 16 + counts[2] * 4, counts[0])
    isSound =
      leaves.allSatisfy { abs($0) <= CorrectorNumbers.largestLeaf } && Self.isSound(nodes, leaves: leaves.count, roots, features: features)
    if isSound { for root in roots { add(root, nodes, leaves) } }
  }

  private mutating func add(_ root: Int32, _ nodes: UnsafeBufferPointer<Node>, _ leaves: UnsafeBufferPointer<Float>) {
    let (firstQuestion, firstValue) = (questions.count, values.count)
    func visit(_ at: Int32) {
      guard at >= 0 else {
        values.append(leaves[Int(-1 - at)])
        return
      }
      let node = nodes[Int(at)]
      let before = values.count - firstValue
      visit(node.left)
      let after = values.count - firstValue
      // The leaves on its left, of those that the mask holds.
      let left = (1 << UInt64(min(after, 63))) - (1 << UInt64(min(before, 63)))
      questions.append(
        Question(feature: node.feature, threshold: node.threshold, reachable: ~UInt32(truncatingIfNeeded: left)))
      visit(node.right)
    }
    visit(root)
    trees.append((questions.count - firstQuestion, values.count - firstValue))
  }

  /// Goes no farther than a tree may, for a file may hold a chain of a million nodes, or ways that meet again.
  private static func isSmall(_ root: Int32, _ nodes: UnsafeBufferPointer<Node>) -> Bool {
    var open = [root]
    var leaves = 0
    while let at = open.popLast() {
      if at < 0 { leaves += 1 } else { open += [nodes[Int(at)].left, nodes[Int(at)].right] }
      // Each way ends in a leaf at least.
      if leaves + open.count > mostLeaves { return false }
    }
    return true
  }

  private static func isSound(
    _ nodes: UnsafeBufferPointer<Node>, leaves: Int, _ roots: UnsafeBufferPointer<Int32>, features: Int
  ) -> Bool {
    func isPlace(_ place: Int32, after node: Int) -> Bool {
      place < 0 ? Int(-1 - place) < leaves : node < Int(place) && Int(place) < nodes.count
    }
    return nodes.indices.allSatisfy {
      (0..<features).contains(Int(nodes[$0].feature)) && !nodes[$0].threshold.isNaN && isPlace(nodes[$0].left, after: $0)
        && isPlace(nodes[$0].right, after: $0)
    } && roots.allSatisfy { isPlace($0, after: -1) && isSmall($0, nodes) }
  }

  /// The probability of each row, from 0 to 1.
  ///
  /// Eight rows at a time, and no tree is walked: every node strikes the leaves out that its answer makes unreachable, and
  /// the first leaf that is left is where the walk would have ended (Lucchese et al., QuickScorer, SIGIR 2015).
  func probabilities(_ rows: [some FeatureRow]) -> [Double] {
    var found = [Double](repeating: 0, count: rows.count)
    var columns = [SIMD8<Float>](repeating: .zero, count: features)
    for start in stride(from: 0, to: rows.count, by: 8) {
      let count = min(8, rows.count - start)
      for feature in columns.indices {
        for k in 0..<count { columns[feature][k] = rows[start + k][feature] }
      }
      let sums = columns.withUnsafeBufferPointer { (columns: UnsafeBufferPointer<SIMD8<Float>>) -> SIMD8<Float> in self.sums(of: columns) }
      for k in 0..<count { found[start + k] = 1 / (1 + exp(-Double(sums[k]))) }
    }
    return found
  }

  private func sums(of columns: UnsafeBufferPointer<SIMD8<Float>>) -> SIMD8<Float> {
    var sums = SIMD8<Float>.zero
    var first = 0
    var leaf = 0
    for tree in trees {
      var open = SIMD8<UInt32>(repeating: ~0)
      for node in first..<first + tree.nodes {
        let question = questions[node]
        let isMore = columns[Int(question.feature)] .> question.threshold
        open.replace(with: open & question.reachable, where: isMore)
      }
      for k in 0..<8 { sums[k] += values[leaf + open[k].trailingZeroBitCount] }
      first += tree.nodes
      leaf += tree.leaves
    }
    return sums
  }
}
