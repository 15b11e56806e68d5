import Crypto

/// SHA-256 of bytes that come piece by piece, as `FileFacts.sha256` has it of an array.
public struct ContentHash {
  private var hash = SHA256()

  public init() {}

  public mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// In hexadecimal.
  public var hexadecimal: String { Array(hash.finalize()).hexadecimal }
}
