import EmendCore

/// The numbers of the stage `decode`, all of them probabilities, chosen and not measured.
enum DecodeNumbers {
  /// A charset that the bytes bear out: applied, or it would not have come this far. The sureness of ICU's detection, 0...1, times
  /// `sureness` is added, which orders the doubtful ones.
  static var charset: Double { GateNumbers.applied }
  static let sureness = 0.2
  /// A byte that no charset gives a meaning, marked with U+FFFD.
  static let lostByte = 0.8
}
