/// The numbers by which a charset is believed. All of them are chosen, not measured.
enum CharsetNumbers {
  // MARK: Bytes of the text

  /// What the evidence looks at behind the first byte in doubt.
  static let evidence = 1_048_576
  /// What ICU's detector gets: so many before the first byte in doubt, and so many in all.
  static let sampleBefore = 2048
  static let sample = 65_536

  // MARK: Bytes in doubt

  /// Below this they tell no alphabet from another.
  static let fewest = 12
  /// Hundredths of them that make sense as Windows-1252, for it to be that; and from which on another Latin charset needs the
  /// detector to be surer.
  static let western = 70
  static let clearlyWestern = 95
  /// How many stand side by side, on average, in words of another alphabet.
  static let bytesInRow = 2

  // MARK: Sureness of ICU's detector, 0...1, at least

  /// For any charset, and for one that the bytes must bear out as another alphabet.
  static let leastSureness = 0.1
  static let sureness = 0.2
  /// For a Latin charset, and for one whose bytes read well as Windows-1252 too.
  static let latinSureness = 0.3
  static let surerLatin = 0.5

  // MARK: Probability

  /// UTF-16 or UTF-32 without a byte order mark.
  static let unmarked = 0.93
}
