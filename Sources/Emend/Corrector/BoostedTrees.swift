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
  var isEmpty: Bool { roots.isEmpty }

  /// - Parameter file: its section holds the numbers of trees, nodes and leaves and a 0, then nodes, leaf values and roots.
  init(_ file: ModelFile) {
    let table = UnsafeRawBufferPointer(file.table(.trees, of: UInt8.self))
    func part<T: BitwiseCopyable>(_ type: T.Type, _ start: Int, _ count: Int) -> UnsafeBufferPointer<T> {
      UnsafeRawBufferPointer(rebasing: table[start..<start + count * MemoryLayout<T>.stride]).bindMemory(to: type)
    }
    let counts = table.count < 16 ? [0, 0, 0] : part(Int32.self, 0, 3).map(Int.init)
    guard table.count >= 16 + counts[1] * 16 + counts[2] * 4 + counts[0] * 4, counts[0] > 0 else {
      (nodes, leaves, roots) = (.init(start: nil, count: 0), .init(start: nil, count: 0), .init(start: nil, count: 0))
      return
    }
    nodes = part(Node.self, 16, counts[1])
    leaves = part(Float.self, 16 + counts[1] * 16, counts[2])
    roots = part(Int32.self, 16 + counts[1] * 16 + counts[2] * 4, counts[0])
  }

  /// Every node asks for a feature that there is and leads on within the tables, later in its tree than it stands itself,
  /// so that each way ends in a leaf.
  func isSound(features: Int) -> Bool {
    func isPlace(_ place: Int32, after node: Int) -> Bool {
      place < 0 ? Int(-1 - place) < leaves.count : node < Int(place) && Int(place) < nodes.count
    }
    return nodes.indices.allSatisfy {
      (0..<features).contains(Int(nodes[$0].feature)) && isPlace(nodes[$0].left, after: $0) && isPlace(nodes[$0].right, after: $0)
    } && roots.allSatisfy { isPlace($0, after: -1) }
  }

  /// Probability from 0 to 1.
  func probability(_ features: [Float]) -> Double {
    var sum: Float = 0
    for root in roots {
      var at = root
      while at >= 0 {
        let node = nodes[Int(at)]
        at = features[Int(node.feature)] <= node.threshold ? node.left : node.right
      }
      sum += leaves[Int(-1 - at)]
    }
    return 1 / (1 + exp(-Double(sum)))
  }
}
