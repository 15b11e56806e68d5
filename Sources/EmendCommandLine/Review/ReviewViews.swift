import EmendCore

/// What the pages of the review show: plain values for the templates. Texts are as they are; the templates escape them.

/// One of several things to choose from in a filter.
struct Choice {
  /// Of the query, such as `corrector.word`.
  let value: String
  let label: String
  let count: Int
  let isSelected: Bool
}

/// The filters of a page; each is a parameter of the query: `stage`, `rule`, `level`, `state`, and `order` of the queue.
struct FilterView {
  /// The address that the form goes to.
  let action: String
  let stages: [Choice]
  let rules: [Choice]
  let levels: [Choice]
  /// open, accepted, rejected, changed (another reading), applied and withheld by the pipeline.
  let states: [Choice]
  let orders: [Choice]
  /// True when something is filtered out.
  let isActive: Bool
}

struct Counts {
  let suggestions: Int
  let open: Int
  let accepted: Int
  let rejected: Int
  /// Decided with a reading that the editor typed.
  let changed: Int

  var decided: Int { suggestions - open }
  /// 0 to 100.
  var percent: Int { suggestions == 0 ? 100 : decided * 100 / suggestions }
}

struct QueueRow {
  let url: String
  let path: String
  let counts: Counts
  /// `.53`, the least confidence among the open ones; empty when there are none.
  let lowest: String
  /// What there is to say of the record: that it cannot be read, has changed, was applied and when; mostly empty.
  let note: String
  let isFailed: Bool
  let isDone: Bool
}

struct QueueView {
  let frame: Frame
  let counts: Counts
  let filter: FilterView
  let records: [QueueRow]
  /// `reading 12 of 40 records`; empty when all are read.
  let progress: String
  /// Where the list is parted: addresses of the pages before and behind, empty without.
  let previousURL: String
  let nextURL: String
  /// Decisions that find no place in any record: the first of them, and how many there are.
  let unplaced: [UnplacedView]
  let unplacedCount: Int
}

/// A suggestion as the editor sees it.
struct SuggestionView {
  /// From 1 in the record; the id of its marks is `e12`, of its list item `s12`.
  let number: Int
  let stage: String
  let rule: String
  /// What the rule does, in a line.
  let summary: String
  let original: String
  let replacement: String
  /// True when it takes text out and puts nothing in.
  let isRemoval: Bool
  /// certain, likely or suggested.
  let level: String
  /// `.87`
  let probability: String
  let reason: String
  /// Why the pipeline held it back; empty for one that it applies.
  let why: String
  /// Other readings that it holds possible.
  let alternatives: [String]
  /// In the source, from 1.
  let line: Int
  let page: String
  /// open, accepted, rejected or changed.
  let state: String
  /// What the editor typed, when changed.
  let reading: String
  /// `rejected by A. Reader, 22 Nov 2026 10:14 UTC`; empty when open.
  let decided: String
  /// Why the decision cannot take effect as things stand (it overlaps another one); mostly empty.
  let conflict: String
  /// How often the same edit stands in all records, with this one.
  let alike: Int
  let concordanceURL: String
  let learnURL: String
}

/// A part of a record: what is loaded at a time.
struct PartView {
  /// From 1.
  let number: Int
  /// The record page with this part.
  let url: String
  /// The part alone, for the script.
  let fragmentURL: String
  let firstLine: Int
  let lastLine: Int
  /// Suggestions that pass the filter, and of those the ones that nobody decided.
  let suggestions: Int
  let open: Int
  /// Numbers of its first and last suggestion, whether they pass the filter or not; 0 when it has none.
  let firstNumber: Int
  let lastNumber: Int
  let isShown: Bool
  /// Rows of source and result, HTML that is escaped already; empty when not shown.
  let rows: String
  let items: [SuggestionView]
}

struct ImageView {
  let url: String
  let label: String
  /// Boxes of the words under suggestions, for the script: JSON, number of the suggestion to [left, top, right, bottom] in
  /// shares of the image from 0 to 1. `{"12": [[0.1, 0.2, 0.15, 0.22]]}`
  let boxes: String
}

struct ArtifactView {
  let kind: String
  let text: String
  let fields: [(name: String, value: String)]
  let page: String
  let line: Int
  /// Of its line in the record page, with the part that has it.
  let url: String
}

struct PageView {
  let name: String
  let line: Int
  let url: String
  /// What is irregular about its number; mostly empty.
  let finding: String
}

/// A decision from another time that finds no place in the record as it is now.
struct UnplacedView {
  let path: String
  let original: String
  let replacement: String
  let verdict: String
  let decided: String
  let before: String
  let after: String
  /// Why it has no place.
  let why: String
}

struct RecordView {
  let frame: Frame
  let id: Int
  let path: String
  /// Belongs into each form as the field `run`: the server refuses decisions about a run that is no longer current.
  let run: String
  let counts: Counts
  let filter: FilterView
  let parts: [PartView]
  let previousURL: String
  let nextURL: String
  let images: [ImageView]
  let artifacts: [ArtifactView]
  let pages: [PageView]
  let unplaced: [UnplacedView]
  let unplacedCount: Int
  /// For the action of the forms.
  let decideURL: String
  let applyURL: String
}

/// Edits alike, in all records.
struct AlikeRow {
  let url: String
  let rule: String
  let original: String
  let replacement: String
  let isRemoval: Bool
  let count: Int
  let records: Int
  let open: Int
}

struct AlikesView {
  let frame: Frame
  let filter: FilterView
  let rows: [AlikeRow]
  let previousURL: String
  let nextURL: String
}

/// One place of a concordance.
struct ConcordanceRow {
  /// Of the form's field `id`, which may stand several times.
  let id: Int
  let path: String
  let url: String
  let line: Int
  let before: String
  let after: String
  let probability: String
  let state: String
  let decided: String
  /// True when the pipeline holds it back.
  let isWithheld: Bool
}

struct ConcordanceView {
  let frame: Frame
  let rule: String
  let stage: String
  let summary: String
  let original: String
  let replacement: String
  let isRemoval: Bool
  let counts: Counts
  let rows: [ConcordanceRow]
  let decideURL: String
  let previousURL: String
  let nextURL: String
}

/// What applying would do, or did.
struct ApplyRow {
  let path: String
  let url: String
  let counts: Counts
  /// Edits that the result has, and of those the ones that nobody decided.
  let applied: Int
  let undecided: Int
  /// What was written, or why it was not.
  let outcome: String
  let isFailed: Bool
}

struct ApplyView {
  let frame: Frame
  /// True after it was done.
  let isDone: Bool
  /// Where results go: `in place, each with its ledger NAME.emend.json`, or a folder.
  let target: String
  let rows: [ApplyRow]
  let actionURL: String
  /// True when only accepted edits are to be applied.
  let onlyDecided: Bool
  /// `12 records written, 1 failed`
  let summary: String
}

/// A dictionary entry that a decision can become.
struct LearnView {
  let frame: Frame
  /// correction, phrase, name, protected.
  let kinds: [Choice]
  /// record, folder, everywhere.
  let scopes: [Choice]
  /// The wrong form, or the word that is protected.
  let wrong: String
  let right: String
  let note: String
  /// The file that the entry goes to.
  let file: String
  /// The diff of that table, lines with their sign; empty while there is something wrong.
  let diff: String
  /// What is wrong with the entry; empty when it can be added.
  let problem: String
  let actionURL: String
  let backURL: String
  /// True after it was added.
  let isDone: Bool
}

struct MessageView {
  let frame: Frame
  let heading: String
  let text: String
  let backURL: String
}
