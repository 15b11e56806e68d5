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
      isSound = true
      return
    }
    nodes = part(Node.self, 16, counts[1])
    leaves = part(Float.self, 16 + counts[1] * 16, counts[2])
    roots = part(Int32.self, 16 + counts[1] * 16 + counts[2] * 4, counts[0])
    isSound = Self.isSound(nodes, leaves: leaves.count, roots, features: features)
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

  /// How far a sum may lie below what is needed and still be made up for by the trees to come. Measured: of ten thousand
  /// rows that are needed in the end some five lie farther below, and three in four of the others are let go after 32 trees.
  private static func slack(after trees: Int) -> Float { trees <= 16 ? 0.6 : trees < 128 ? 1.2 : 0.8 }

  /// The probability of each row, from 0 to 1; 0 for one that is not going to reach `least`.
  ///
  /// Tree by tree over some rows, so that a tree is read once for all of them.
  func probabilities(_ rows: [Features], _ least: Double) -> [Double] {
    let needed = least > 0 ? Float(log(least / (1 - least))) : -.infinity
    var found = [Double](repeating: 0, count: rows.count)
    rows.withUnsafeBufferPointer { rows in
      for start in stride(from: 0, to: rows.count, by: 64) {
        var open = (start..<min(start + 64, rows.count)).map { Sum(row: $0, values: Self.values(rows, $0)) }
        for (number, root) in roots.enumerated() {
          add(root, to: &open)
          if least > 0, number % 16 == 15 {
            let hopeless = needed - Self.slack(after: number + 1)
            open.removeAll { $0.sum < hopeless }
          }
        }
        for sum in open { found[sum.row] = 1 / (1 + exp(-Double(sum.sum))) }
      }
    }
    return found
  }

  /// A row and what the trees so far say of it.
  private struct Sum {
    let row: Int
    let values: UnsafePointer<Float>
    var sum: Float = 0
  }

  private static func values(_ rows: UnsafeBufferPointer<Features>, _ row: Int) -> UnsafePointer<Float> {
    UnsafeRawPointer(rows.baseAddress! + row).assumingMemoryBound(to: Float.self)
  }

  /// Adds a tree's leaves: eight rows walk down side by side, so that one need not wait for what another reads.
  @inline(__always)
  private func add(_ root: Int32, to sums: inout [Sum]) {
    sums.withUnsafeMutableBufferPointer { sums in
      var first = 0
      while first + 8 <= sums.count {
        var at = InlineArray<8, Int32>(repeating: root)
        var isOpen = root >= 0
        while isOpen {
          isOpen = false
          for k in 0..<8 {
            let node = nodes[Int(max(at[k], 0))]
            let next = sums[first + k].values[Int(node.feature)] <= node.threshold ? node.left : node.right
            at[k] = at[k] < 0 ? at[k] : next
            isOpen = isOpen || at[k] >= 0
          }
        }
        for k in 0..<8 { sums[first + k].sum += leaves[Int(-1 - at[k])] }
        first += 8
      }
      for i in first..<sums.count {
        var at = root
        while at >= 0 {
          let node = nodes[Int(at)]
          at = sums[i].values[Int(node.feature)] <= node.threshold ? node.left : node.right
        }
        sums[i].sum += leaves[Int(-1 - at)]
      }
    }
  }
}
