/// What a report says of a file.
package struct FileFacts: Hashable, Sendable {
  package let path: String
  package let bytes: Int
  /// In hexadecimal.
  package let sha256: String

  package init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  package init(path: String, content: [UInt8]) {
    self.init(path: path, bytes: content.count, sha256: Self.sha256(content))
  }

  /// SHA-256 in hexadecimal.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var hash = ContentHash()
    bytes.withUnsafeBytes { hash.add($0) }
    return hash.hexadecimal
  }
}
