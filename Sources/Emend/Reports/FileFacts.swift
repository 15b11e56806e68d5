/// What a report says of a file.
public struct FileFacts: Hashable, Sendable {
  public let path: String
  public let bytes: Int
  /// In hexadecimal.
  public let sha256: String

  public init(path: String, bytes: Int, sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }

  public init(path: String, content: [UInt8]) {
    self.init(path: path, bytes: content.count, sha256: Self.sha256(content))
  }

  /// SHA-256 in hexadecimal.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var hash = ContentHash()
    bytes.withUnsafeBytes { hash.add($0) }
    return hash.hexadecimal
  }
}
