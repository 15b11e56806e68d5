import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// Times as they stand in ledgers: UTC, to the millisecond, so that of two decisions the later one shows.
enum Clock {
  /// `2026-11-22T10:14:05.123Z`
  static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func padded(_ number: some BinaryInteger, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))T"
      + "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2)).\(padded(time.tv_nsec / 1_000_000, 3))Z"
  }

  /// `22 Nov 2026 10:14 UTC`, from a time as `now` writes it.
  static func shown(_ time: String) -> String {
    let parts = time.split(whereSeparator: { "-T:Z.".contains($0) }).map(String.init)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count >= 5, let month = Int(parts[1]), months.indices.contains(month - 1) else { return time }
    return "\(Int(parts[2]) ?? 0) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]) UTC"
  }
}
