import Synchronization

/// Candidates that were searched for before: the same misreadings come again in the other records of a collection.
///
/// What is kept follows from the string alone, so that it makes no difference which document asked first.
final class CandidateMemo: Sendable {
  private let known = Mutex<[UInt64: [CandidateSearch.Candidate]]>([:])
  /// Some ten megabytes; a full table starts anew.
  private static let most = 40_000

  func candidates(_ key: UInt64) -> [CandidateSearch.Candidate]? { known.withLock { $0[key] } }

  func note(_ key: UInt64, _ candidates: [CandidateSearch.Candidate]) {
    known.withLock { known in
      if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
      known[key] = candidates
    }
  }
}
