import EmendCore
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

enum Threads {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `body` on a thread of its own.
  /// - Throws: `Failure` when the system gives no further thread.
  static func start(_ body: @escaping @Sendable () -> Void) throws {
    var work = body
    // What the thread writes goes where its starter writes.
    if let captured = CapturedOutput.current { work = { CapturedOutput.$current.withValue(captured) { body() } } }
    let box = Unmanaged.passRetained(Body(work))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { box in
        Unmanaged<Body>.fromOpaque(box!).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    if code != 0 {
      box.release()
      throw Failure("cannot start a thread: \(String(cString: strerror(code))) (give a smaller --jobs)")
    }
    pthread_detach(thread)
  }
}

/// A lock on which a thread can wait until another has changed something.
final class Lock: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func locked<T>(_ body: () throws -> T) rethrows -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Inside `locked`: lets others in until one of them calls `wakeAll`.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// As `wait`, but no longer than so many milliseconds.
  func wait(milliseconds: Int) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    time.tv_nsec += milliseconds * 1_000_000
    time.tv_sec += time.tv_nsec / 1_000_000_000
    time.tv_nsec %= 1_000_000_000
    pthread_cond_timedwait(condition, mutex, &time)
  }

  func wakeAll() { pthread_cond_broadcast(condition) }
}
