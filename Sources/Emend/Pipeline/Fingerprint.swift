extension Pipeline {
  /// A name for all that the output of this pipeline follows from but the text: the version, the stages and what they were
  /// told, the dictionaries, the model and what is ignored. Another one may give another output. In hexadecimal.
  public var fingerprint: String {
    var parts = ["emend \(Version.current)", "min-confidence=\(level.rawValue)", "dictionaries=\(dictionaries.checksum)"]
    parts += stages.map(\.id)
    parts += options.settings.map { "\($0.0)=\($0.1)" }
    parts += ignored.map { "ignored=\($0)" }
    for case let stage as CorrectorStage in stages {
      parts += stage.model.file.table(.checksum, of: UInt64.self).map { "model=\($0)" }
    }
    return String(FileFacts.sha256(Array(parts.joined(separator: "\n").utf8)).prefix(32))
  }
}
