import EmendCore
import Synchronization

/// Values that are made when they are first asked for: each once, though several threads ask at the same time. Of many only
/// those last asked for are kept.
package final class MadeOnce<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private struct Slots {
    var found: [Key: Slot] = [:]
    /// The one last asked for at the end.
    var order: [Key] = []
  }

  private let limit: Int
  private let slots = Mutex(Slots())

  /// - Parameter limit: how many are kept.
  package init(limit: Int) { self.limit = limit }

  /// Who asks for another value meanwhile need not wait. A value that could not be made is tried again by the next.
  package func value(for key: Key, make: () throws -> Value) throws -> Value {
    let slot = slots.withLock { slots in
      if slots.order.last != key {
        slots.order.removeAll { $0 == key }
        slots.order.append(key)
        if slots.order.count > limit { slots.found[slots.order.removeFirst()] = nil }
      }
      if let known = slots.found[key] { return known }
      let new = Slot()
      slots.found[key] = new
      return new
    }
    return try slot.value.withLock { value in
      if let value { return value }
      let made = try make()
      value = made
      return made
    }
  }
}
