import Synchronization

/// Values that are made when they are first asked for, and kept. Threads that ask at once get the same value.
package final class LazyArray<Value: AnyObject & Sendable>: @unchecked Sendable {
  package let count: Int
  private let cells: UnsafeMutablePointer<Atomic<Unmanaged<Value>?>>
  private let make: @Sendable (Int) -> Value

  package init(count: Int, _ make: @escaping @Sendable (Int) -> Value) {
    self.count = count
    self.make = make
    cells = .allocate(capacity: count)
    for i in 0..<count { (cells + i).initialize(to: Atomic(nil)) }
  }

  deinit {
    for i in 0..<count { cells[i].load(ordering: .acquiring)?.release() }
    cells.deinitialize(count: count)
    cells.deallocate()
  }

  @inline(__always)
  package subscript(index: Int) -> Value {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return cells[index].load(ordering: .acquiring)?.takeUnretainedValue() ?? made(index)
  }

  private func made(_ index: Int) -> Value {
    let value = make(index)
    let own = Unmanaged.passRetained(value)
    let (isFirst, first) = cells[index].compareExchange(expected: nil, desired: own, ordering: .acquiringAndReleasing)
    if isFirst { return value }
    own.release()
    return first!.takeUnretainedValue()
  }
}
