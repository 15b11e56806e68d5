/// A part of a whole, as counts are held against it: half, or 3 of 5.
public struct Share: Sendable {
  @usableFromInline let part: Int
  @usableFromInline let whole: Int

  @inlinable public init(_ part: Int, of whole: Int) { (self.part, self.whole) = (part, whole) }

  /// True when `count` of `all` is this share or more.
  @inlinable public func isReached(by count: Int, of all: Int) -> Bool { count * whole >= all * part }

  /// True when `count` of `all` is more than this share.
  @inlinable public func isExceeded(by count: Int, of all: Int) -> Bool { count * whole > all * part }
}
