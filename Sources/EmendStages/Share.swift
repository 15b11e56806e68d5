import EmendCore

/// A part of a whole, as counts are held against it: half, or 3 of 5.
struct Share {
  private let part: Int
  private let whole: Int

  init(_ part: Int, of whole: Int) { (self.part, self.whole) = (part, whole) }

  /// True when `count` of `all` is this share or more.
  @inline(__always)
  func isReached(by count: Int, of all: Int) -> Bool { count * whole >= all * part }

  /// True when `count` of `all` is more than this share.
  @inline(__always)
  func isExceeded(by count: Int, of all: Int) -> Bool { count * whole > all * part }
}
