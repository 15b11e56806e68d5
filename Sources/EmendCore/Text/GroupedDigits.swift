extension Int {
  /// For people: 99980 as `99,980`.
  package var grouped: String {
    var digits = String(self)
    var out = ""
    while digits.count > 3 {
      out = "," + digits.suffix(3) + out
      digits = String(digits.dropLast(3))
    }
    return digits + out
  }
}
