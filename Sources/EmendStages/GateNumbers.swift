import EmendCore

/// Probabilities that say on which side of the gate an edit is to be, and no more than that: they stand at its thresholds.
enum GateNumbers {
  /// For what is to be applied by default, however weak the evidence.
  static var applied: Double { Confidence.Level.likely.threshold + 0.01 }
  /// For what is a suggestion, however strong the evidence.
  static var suggested: Double { Confidence.Level.likely.threshold - 0.05 }
  /// For what is never applied, whatever confidence is asked for.
  static var never: Double { Confidence.Level.suggested.threshold - 0.05 }
}
