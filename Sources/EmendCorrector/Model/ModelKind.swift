import EmendCore

extension ModelFile {
  /// True for bytes that start as a model of any version does.
  package static func isModel(_ bytes: [UInt8]) -> Bool {
    // The last two bytes of the magic are the version.
    let magic = withUnsafeBytes(of: magic.littleEndian) { Array($0) }
    return bytes.starts(with: magic.prefix(6))
  }
}
