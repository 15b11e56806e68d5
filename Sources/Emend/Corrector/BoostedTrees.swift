#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Gradient-boosted trees that turn what is known about an edit into the probability that it is right.
///
/// Trained by LightGBM (`Training/acceptance.py`); the nodes of all trees stand in one table.
struct BoostedTrees {
  /// Inner node: feature, threshold, and where to go on when the value is at most the threshold and when it is more;
  /// from 0 on the number of a node, below 0 a leaf (−1 − its number).
  struct Node: BitwiseCopyable {
    var feature: Int32
    var threshold: Float
    var left: Int32
    var right: Int32
  }

  private let nodes: UnsafeBufferPointer<Node>
  private let leaves: UnsafeBufferPointer<Float>
  private let roots: UnsafeBufferPointer<Int32>
  /// For each tree the most that it and all after it can add, and 0 at the end.
  private let most: [Float]
  /// Every node asks for a feature that there is and leads on within the tables, later in its tree than it stands itself,
  /// so that each way ends in a leaf.
  let isSound: Bool
  var isEmpty: Bool { roots.isEmpty }

  /// - Parameters:
  ///   - features: how many features the judged have.
  ///   - file: its section holds the numbers of trees, nodes and leaves and a 0, then nodes, leaf values and roots.
  init(_ file: ModelFile, features: Int) {
    let table = UnsafeRawBufferPointer(file.table(.trees, of: UInt8.self))
    func part<T: BitwiseCopyable>(_ type: T.Type, _ start: Int, _ count: Int) -> UnsafeBufferPointer<T> {
      UnsafeRawBufferPointer(rebasing: table[start..<start + count * MemoryLayout<T>.stride]).bindMemory(to: type)
    }
    let counts = table.count < 16 ? [0, 0, 0] : part(Int32.self, 0, 3).map(Int.init)
    guard table.count >= 16 + counts[1] * 16 + counts[2] * 4 + counts[0] * 4, counts[0] > 0 else {
      (nodes, leaves, roots) = (.init(start: nil, count: 0), .init(start: nil, count: 0), .init(start: nil, count: 0))
      (most, isSound) = ([0], true)
      return
    }
    nodes = part(Node.self, 16, counts[1])
    leaves = part(Float.self, 16 + counts[1] * 16, counts[2])
    roots = part(Int32.self, 16 + counts[1] * 16 + counts[2] * 4, counts[0])
    isSound = Self.isSound(nodes, leaves: leaves.count, roots, features: features)
    most = isSound ? Self.most(nodes, leaves, roots) : []
  }

  private static func isSound(
    _ nodes: UnsafeBufferPointer<Node>, leaves: Int, _ roots: UnsafeBufferPointer<Int32>, features: Int
  ) -> Bool {
    func isPlace(_ place: Int32, after node: Int) -> Bool {
      place < 0 ? Int(-1 - place) < leaves : node < Int(place) && Int(place) < nodes.count
    }
    return nodes.indices.allSatisfy {
      (0..<features).contains(Int(nodes[$0].feature)) && isPlace(nodes[$0].left, after: $0) && isPlace(nodes[$0].right, after: $0)
    } && roots.allSatisfy { isPlace($0, after: -1) }
  }

  /// The probability of each row, from 0 to 1; 0 for one that cannot reach `least` any more.
  ///
  /// Tree by tree over some rows, so that a tree is read once for all of them.
  func probabilities(_ rows: [Features], _ least: Double) -> [Double] {
    let needed = least > 0 ? Float(log(least / (1 - least))) : -.infinity
    var found = [Double](repeating: 0, count: rows.count)
    rows.withUnsafeBufferPointer { rows in
      var start = 0
      while start < rows.count {
        let end = min(start + 64, rows.count)
        var open = (start..<end).map { (row: $0, sum: Float(0)) }
        for number in roots.indices {
          let root = Int(roots[number])
          for i in open.indices { open[i].sum += leaf(root, rows.baseAddress! + open[i].row) }
          if number % 16 == 15 {
            let rest = most[number + 1]
            open.removeAll { $0.sum + rest < needed }
            if open.isEmpty { break }
          }
        }
        for (row, sum) in open { found[row] = 1 / (1 + exp(-Double(sum))) }
        start = end
      }
    }
    return found
  }

  @inline(__always)
  private func leaf(_ root: Int, _ row: UnsafePointer<Features>) -> Float {
    let values = UnsafeRawPointer(row).assumingMemoryBound(to: Float.self)
    var at = root
    while at >= 0 {
      let node = nodes[at]
      at = Int(values[Int(node.feature)] <= node.threshold ? node.left : node.right)
    }
    return leaves[-1 - at]
  }

  private static func most(_ nodes: UnsafeBufferPointer<Node>, _ leaves: UnsafeBufferPointer<Float>, _ roots: UnsafeBufferPointer<Int32>)
    -> [Float]
  {
    var sums: [Float] = [0]
    for number in roots.indices.reversed() {
      var best = -Float.infinity
      func visit(_ at: Int32) {
        if at < 0 {
          best = max(best, leaves[Int(-1 - at)])
        } else {
          visit(nodes[Int(at)].left)
          visit(nodes[Int(at)].right)
        }
      }
      visit(roots[number])
      sums.append(sums.last! + best)
    }
    return sums.reversed()
  }
}
