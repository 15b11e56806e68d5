import EmendCore

/// What all searches of a model have in common: trees and operations in both directions.
package final class SearchTables: Sendable {
  nonisolated(unsafe) let forward: Side
  nonisolated(unsafe) let backward: Side
  nonisolated(unsafe) let wordCosts: UnsafeBufferPointer<UInt8>
  /// The number that each operation read backwards has when read forwards.
  let forwardNumbers: [Int32]

  package init(_ model: CorrectorModel) {
    forward = Side(model.trie, model.channel, isBackward: false)
    backward = Side(model.backwardTrie, model.backwardChannel, isBackward: true)
    wordCosts = model.wordCosts
    func key(_ operation: ChannelModel.Operation) -> UInt64 { unsafeBitCast(operation, to: UInt64.self) }
    var numbers: [UInt64: Int32] = [:]
    for number in model.channel.operations.indices { numbers[key(model.channel.operations[number])] = Int32(number) }
    forwardNumbers = model.backwardChannel.operations.map { numbers[key($0.reversed)] ?? -1 }
  }

  deinit {
    forward.deallocate()
    backward.deallocate()
  }

  /// An operation as the search applies it, in one word: cost, number of true symbols, number of read ones, three true
  /// symbols, and its number in the channel.
  package struct Step: BitwiseCopyable {
    private let bits: UInt64

    package init(_ number: Int, _ operation: ChannelModel.Operation) {
      bits =
        UInt64(operation.cost) | UInt64(operation.trueCount) << 8 | UInt64(operation.readCount) << 12
        | UInt64(operation.truth.0) << 16 | UInt64(operation.truth.1) << 24 | UInt64(operation.truth.2) << 32 | UInt64(number) << 40
    }

    package var cost: Int { Int(bits & 0xFF) }
    package var trueCount: Int { Int(bits >> 8 & 15) }
    var readCount: Int { Int(bits >> 12 & 15) }
    package var number: Int16 { Int16(truncatingIfNeeded: bits >> 40) }

    @inline(__always)
    package func truth(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt64(16 + 8 * place)) }

    /// The first true symbol, where it is one that words have; 0 for a blank or nothing.
    package var group: Int {
      trueCount == 0 || truth(0) < Alphabet.firstLetter || truth(0) >= Alphabet.firstSign ? 0 : Int(truth(0))
    }
  }

  /// Steps in lists, each by cost.
  package struct Lists {
    private let steps: UnsafeMutableBufferPointer<Step>
    private let starts: UnsafeMutableBufferPointer<UInt16>

    package init(_ lists: [[Step]]) {
      steps = .allocate(capacity: lists.reduce(0) { $0 + $1.count })
      starts = .allocate(capacity: lists.count + 1)
      var end = 0
      for (number, list) in lists.enumerated() {
        starts[number] = UInt16(end)
        for step in list {
          steps[end] = step
          end += 1
        }
      }
      starts[lists.count] = UInt16(end)
    }

    package func deallocate() {
      steps.deallocate()
      starts.deallocate()
    }

    @inline(__always)
    package subscript(number: Int) -> UnsafeBufferPointer<Step> {
      let start = Int(starts[number])
      return UnsafeBufferPointer(start: steps.baseAddress! + start, count: Int(starts[number + 1]) - start)
    }
  }

  /// A direction to read in.
  package struct Side {
    let trie: WordTrie
    package let channel: ChannelModel
    let isBackward: Bool
    /// Steps that read nothing, by group.
    package let silent: Lists
    /// Steps that read one symbol: 64 groups a symbol.
    package let single: Lists
    /// Steps that read more: a list for each first and second symbol that there are, and which list that is.
    package let long: Lists
    private let longNumbers: UnsafeMutableBufferPointer<UInt16>

    package init(_ trie: WordTrie, _ channel: ChannelModel, isBackward: Bool) {
      (self.trie, self.channel, self.isBackward) = (trie, channel, isBackward)
      var silent = [[Step]](repeating: [], count: 64)
      var single = [[Step]](repeating: [], count: 256 * 64)
      var long: [[Step]] = [[]]
      longNumbers = .allocate(capacity: 1 << 16)
      longNumbers.initialize(repeating: 0)
      for (number, operation) in channel.operations.enumerated() {
        let step = Step(number, operation)
        switch step.readCount {
        case 0: silent[step.group].append(step)
        case 1: single[Int(operation.read.0) << 6 | step.group].append(step)
        default:
          let pair = Int(operation.read.0) << 8 | Int(operation.read.1)
          if longNumbers[pair] == 0 {
            longNumbers[pair] = UInt16(long.count)
            long.append([])
          }
          long[Int(longNumbers[pair])].append(step)
        }
      }
      (self.silent, self.single, self.long) = (Lists(silent), Lists(single), Lists(long))
    }

    /// Steps that read the two symbols, and perhaps a third.
    @inline(__always)
    package func long(_ first: UInt8, _ second: UInt8) -> UnsafeBufferPointer<Step> {
      long[Int(longNumbers[Int(first) << 8 | Int(second)])]
    }

    /// The third symbol that a step reads.
    @inline(__always)
    package func third(_ step: Step) -> UInt8 { channel.operations[Int(step.number)].read.2 }

    fileprivate func deallocate() {
      silent.deallocate()
      single.deallocate()
      long.deallocate()
      longNumbers.deallocate()
    }
  }
}
