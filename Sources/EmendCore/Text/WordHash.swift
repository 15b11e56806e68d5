/// The hash of a folded word: what the lexicon, the known forms and the document's counts go by.
///
/// Sixty-four bits stand for the word itself: among some million words two that share a hash are not to be expected.
public enum WordHash {
  @inlinable @inline(__always)
  public static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.low ^ product.high
  }

  /// Of symbols, four to eight a step.
  @inlinable @inline(__always)
  public static func of(_ symbols: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x2545_F491_4F6C_DD1D
    var word: UInt64 = 0
    var shift: UInt64 = 0
    for symbol in symbols {
      word |= UInt64(symbol) << shift
      shift += 8
      if shift == 64 {
        hash = mixed(hash, word)
        (word, shift) = (0, 0)
      }
    }
    hash = mixed(hash, word | UInt64(symbols.count) << 56)
    return hash
  }

  @inlinable public static func of(_ symbols: [UInt8]) -> UInt64 { symbols.withUnsafeBufferPointer { of($0) } }

  /// Of the numbers of an n-gram.
  @inlinable @inline(__always)
  public static func of(_ a: UInt32, _ b: UInt32) -> UInt64 { mixed(mixed(0x5851_F42D_4C95_7F2D, UInt64(a) << 32 | UInt64(b)), 2) }

  @inlinable @inline(__always)
  public static func of(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt64 {
    mixed(mixed(0x5851_F42D_4C95_7F2D, UInt64(a) << 32 | UInt64(b)), UInt64(c) << 8 | 3)
  }
}
