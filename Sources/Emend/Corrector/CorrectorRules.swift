/// The rules of the stage `corrector`: one for each way in which a word was damaged.
enum CorrectorRules {
  static func id(_ kind: Proposal.Kind) -> String {
    switch kind {
    case .word: "corrector.word"
    case .merge: "corrector.merge"
    case .split: "corrector.split"
    case .realWord: "corrector.real-word"
    }
  }

  static let all: [Rule] = []
}
