import EmendCore

/// Works on items on several threads and hands the results on in the order of the items.
///
/// A thread that is free takes the next item, unless too much waits already: results that an earlier item, still in work,
/// holds up are bounded in number and in bytes. The first item without a result is always in work, so nothing waits for ever.
final class OrderedWork<Item: Sendable, Result: Sendable>: @unchecked Sendable {
  private let jobs: Int
  /// What a result weighs while it waits, in bytes.
  private let weight: @Sendable (Result) -> Int
  private let work: @Sendable (Item) -> Result
  /// True when each result is emitted as soon as it can be; else several together, for thousands of threads changing places
  /// in a second cost more than small records.
  private let isEager: Bool

  /// Called by the thread that holds `feed`.
  private let source: () throws -> Item?
  private let feed = Lock()

  // All below belongs to the thread that holds `state`.
  private let state = Lock()
  private var taken = 0
  private var emitted = 0
  private var waiting: [Int: Result] = [:]
  private var waitingBytes = 0
  private var running = 0
  /// True while a thread waits for room.
  private var isFull = false
  private var isOver = false
  private var failure: (any Error)?

  private static var mostWaiting: Int { 1024 }
  private static var mostWaitingBytes: Int { 16 << 20 }
  private static var together: Int { 32 }

  /// - Parameters:
  ///   - jobs: the number of threads.
  ///   - source: gives the next item, nil behind the last; called on any of the threads, by one at a time.
  init(
    jobs: Int, isEager: Bool = false, weight: @escaping @Sendable (Result) -> Int = { _ in 0 },
    source: @escaping () throws -> Item?, work: @escaping @Sendable (Item) -> Result
  ) {
    self.isEager = isEager
    self.jobs = jobs
    self.weight = weight
    self.source = source
    self.work = work
  }

  /// - Parameters:
  ///   - idle: is called some times a second while there is nothing to emit.
  ///   - emit: gets the results in order. Both are called on the calling thread.
  /// - Throws: what `source`, `emit` or `idle` threw. No further item is taken then, and those in work are dropped.
  func run(idle: () throws -> Void = {}, emit: (Result) throws -> Void) throws {
    state.locked { running = jobs }
    for _ in 0..<jobs { try Threads.start { self.loop() } }
    defer { state.locked { isOver = true } }
    while let result = try next(idle) { try emit(result) }
    if let failure = state.locked({ failure }) { throw failure }
  }

  /// The next result in order; nil behind the last.
  private func next(_ idle: () throws -> Void) throws -> Result? {
    while true {
      let (result, isLast) = state.locked { () -> (Result?, Bool) in
        if waiting[emitted] == nil, running > 0 { state.wait(milliseconds: isEager ? 200 : 10) }
        guard let result = waiting.removeValue(forKey: emitted) else { return (nil, running == 0) }
        emitted += 1
        waitingBytes -= weight(result)
        if isFull {
          isFull = false
          state.wakeAll()
        }
        return (result, false)
      }
      if let result { return result }
      if isLast { return nil }
      try idle()
    }
  }

  private func loop() {
    while let (number, item) = take() {
      let result = work(item)
      state.locked {
        waiting[number] = result
        waitingBytes += weight(result)
        if isEager || waiting.count % Self.together == 0 { state.wakeAll() }
      }
    }
    state.locked {
      running -= 1
      state.wakeAll()
    }
  }

  private func take() -> (number: Int, item: Item)? {
    feed.locked {
      let isOver = state.locked {
        while !self.isOver, taken - emitted >= jobs + Self.mostWaiting || waitingBytes >= Self.mostWaitingBytes {
          isFull = true
          state.wait()
        }
        return self.isOver
      }
      if isOver { return nil }
      do {
        let item = try source()
        return state.locked {
          guard let item else {
            self.isOver = true
            return nil
          }
          defer { taken += 1 }
          return (taken, item)
        }
      } catch {
        state.locked {
          failure = error
          self.isOver = true
        }
        return nil
      }
    }
  }
}
