import EmendCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How scans are misread: operations from up to three true characters to up to three read ones, each with its cost.
///
/// A blank is a character like others, so words that were split or run together are confusions like any. Costs are −ln of
/// the probability, in twelfths of a nat.
package struct ChannelModel {
  package static let step: Float = 1 / 12
  /// Symbols of an operation on either side; an operation is eight bytes.
  package static let longest = 3
  /// Operations at most: a search knows them by numbers of fifteen bits.
  package static let most = Int(Int16.max)

  /// Eight bytes: lengths (true << 4 | read), cost, three true symbols, three read ones.
  package struct Operation: BitwiseCopyable {
    package var lengths: UInt8
    package var cost: UInt8
    package var truth: (UInt8, UInt8, UInt8)
    package var read: (UInt8, UInt8, UInt8)

    package var trueCount: Int { Int(lengths >> 4) }
    var readCount: Int { Int(lengths & 15) }
    var trueSymbols: [UInt8] { Array([truth.0, truth.1, truth.2][..<trueCount]) }
    var readSymbols: [UInt8] { Array([read.0, read.1, read.2][..<readCount]) }

    package var reversed: Operation { Operation(truth: trueSymbols.reversed(), read: readSymbols.reversed(), cost: cost) }

    /// Nil where the probability is too small to be kept.
    package init?(truth: [UInt8], read: [UInt8], probability: Double) {
      let cost = (-log(probability) / Double(ChannelModel.step)).rounded()
      guard cost < Double(CorrectorNumbers.dearestOperation) else { return nil }
      self.init(truth: truth, read: read, cost: UInt8(max(cost, 1)))
    }

    package init(truth t: [UInt8], read r: [UInt8], cost: UInt8) {
      lengths = UInt8(t.count << 4 | r.count)
      self.cost = cost
      truth = (t.first ?? 0, t.count > 1 ? t[1] : 0, t.count > 2 ? t[2] : 0)
      read = (r.first ?? 0, r.count > 1 ? r[1] : 0, r.count > 2 ? r[2] : 0)
    }
  }

  /// By the first symbol read, then by cost.
  let operations: UnsafeBufferPointer<Operation>
  /// Where the operations of each first symbol start; 0 stands for those that read nothing.
  private let index: UnsafeBufferPointer<UInt32>

  package init(_ file: ModelFile) {
    operations = file.table(.operations)
    index = file.table(.operationIndex)
  }

  /// The operations on words read from their ends.
  package init(backwards file: ModelFile) {
    operations = file.table(.backwardOperations)
    index = file.table(.backwardIndex)
  }

  @inline(__always)
  func operations(reading symbol: UInt8) -> Range<Int> { Int(index[Int(symbol)])..<Int(index[Int(symbol) + 1]) }

  /// The sections of a table of operations.
  static func sections(_ operations: [Operation]) -> (operations: [Operation], index: [UInt32]) {
    func first(_ operation: Operation) -> Int { operation.readCount == 0 ? 0 : Int(operation.read.0) }
    let sorted = operations.sorted { a, b in
      (first(a), a.cost, a.read.1, a.read.2, a.lengths, a.truth.0) != (first(b), b.cost, b.read.1, b.read.2, b.lengths, b.truth.0)
        ? (first(a), a.cost, a.read.1, a.read.2, a.lengths, a.truth.0) < (first(b), b.cost, b.read.1, b.read.2, b.lengths, b.truth.0)
        : (a.truth.1, a.truth.2) < (b.truth.1, b.truth.2)
    }
    var index = [UInt32](repeating: 0, count: 257)
    for operation in sorted { index[first(operation) + 1] += 1 }
    for symbol in 1...256 { index[symbol] += index[symbol - 1] }
    return (sorted, index)
  }
}
