extension Pipeline {
  /// A name for all that the output of this pipeline follows from but the text: the version, the stages and what they were
  /// told, the dictionaries, the model and what is ignored. Another one may give another output. In hexadecimal.
  package var fingerprint: String {
    var parts = ["emend \(Version.current)", "min-confidence=\(level.rawValue)", "dictionaries=\(protection.checksum)"]
    parts += stages.map(\.id)
    parts += settings.map { "\($0.0)=\($0.1)" }
    parts += ignored.map { "ignored=\($0)" }
    parts += stages.flatMap(\.ingredients)
    return String(FileFacts.sha256(Array(parts.joined(separator: "\n").utf8)).prefix(32))
  }
}
