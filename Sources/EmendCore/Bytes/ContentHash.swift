import CSHA

/// SHA-256 of bytes that come piece by piece, as `FileFacts.sha256` has it of an array.
package struct ContentHash {
  private var state = SHA256_CTX()

  package init() { SHA256_Init(&state) }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) { SHA256_Update(&state, bytes.baseAddress, bytes.count) }

  /// In hexadecimal.
  package var hexadecimal: String {
    var (copy, digest) = (state, [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH)))
    SHA256_Final(&digest, &copy)
    return digest.hexadecimal
  }
}
