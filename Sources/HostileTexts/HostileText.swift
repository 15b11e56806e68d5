/// A kind of text that no archive wrote, made to any length: what a program does with it shows whether its time and its memory grow
/// as the text does, or faster.
public struct HostileText: Sendable {
  public let name: String
  /// Of so many of its bytes one is enough to measure it: the stages take long over each.
  public let share: Int
  private let make: @Sendable (inout Maker) -> Void

  init(_ name: String, share: Int = 1, _ make: @escaping @Sendable (inout Maker) -> Void) {
    (self.name, self.share, self.make) = (name, share, make)
  }

  /// The same each time; at least `count` bytes, and hardly more.
  public func bytes(_ count: Int) -> [UInt8] {
    var maker = Maker(count: count)
    make(&maker)
    return maker.bytes
  }

  /// Any text over and over.
  public static func repeated(_ name: String, _ part: [UInt8]) -> HostileText {
    HostileText(name) { maker in maker.fill { text, _ in text.add(part) } }
  }

  static func repeated(_ name: String, _ part: String, share: Int = 1) -> HostileText {
    HostileText(name, share: share) { maker in maker.fill { text, _ in text.add(part) } }
  }

  /// Puts a text together until it is long enough.
  struct Maker {
    let count: Int
    private(set) var bytes: [UInt8] = []
    private var random: UInt64 = 1

    init(count: Int) {
      self.count = count
      bytes.reserveCapacity(count + 64)
    }

    var isFull: Bool { bytes.count >= count }

    mutating func add(_ part: String) { bytes += part.utf8 }
    mutating func add(_ part: [UInt8]) { bytes += part }

    /// Adds parts, counted from 0, to a share of the whole length.
    mutating func fill(to share: Double = 1, _ part: (inout Maker, Int) -> Void) {
      var number = 0
      while Double(bytes.count) < Double(count) * share {
        part(&self, number)
        number += 1
      }
    }

    /// A number below `limit` (SplitMix64).
    mutating func below(_ limit: Int) -> Int {
      random &+= 0x9E37_79B9_7F4A_7C15
      var z = random
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(limit))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// So many letters of an alphabet.
    mutating func letters(_ count: Int, of alphabet: String) -> String {
      let all = Array(alphabet)
      return String((0..<count).map { _ in pick(all) })
    }
  }
}
