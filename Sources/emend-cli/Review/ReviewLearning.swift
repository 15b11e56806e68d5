import Emend

/// A decision that becomes an entry of a dictionary.
extension ReviewSite {
  func learn(_ visit: Visit) throws -> LearnView { throw ReviewSession.Missing() }
}
