import EmendCore

/// The pages of the review, made of the templates in Templates/review. A function throws only where a template does not parse.
enum ReviewPages {
  static func queue(_ view: QueueView) throws -> String {
    var context = frame(view.frame, "Queue")
    context.merge(counts(view.counts)) { $1 }
    context.merge(filter(view.filter)) { $1 }
    context.merge(pager(view.previousURL, view.nextURL)) { $1 }
    context.merge(unplaced(view.unplaced, of: view.unplacedCount)) { $1 }
    context["progress"] = optional(view.progress)
    context["busy"] = view.progress.isEmpty ? "" : "1"
    context["emptyText"] = empty(view.filter, "No records.")
    context["records"] = view.records.map { row in
      counts(row.counts).merging([
        "url": ReviewText.exact(row.url), "path": row.path, "lowest": row.lowest, "note": row.note, "isFailed": row.isFailed,
        "isDone": row.isDone,
      ]) { $1 }
    }
    return try ReviewTemplates.render("queue", context)
  }

  static func alikes(_ view: AlikesView) throws -> String {
    var context = frame(view.frame, "Alikes")
    context.merge(filter(view.filter)) { $1 }
    context.merge(pager(view.previousURL, view.nextURL)) { $1 }
    context["emptyText"] = empty(view.filter, "No suggestions.")
    context["rows"] = view.rows.map { row in
      [
        "url": ReviewText.exact(row.url), "rule": row.rule, "stage": stage(row.rule), "count": row.count, "records": row.records,
        "open": row.open, "isDone": row.open == 0, "edit": ReviewText.edit(row.original, row.replacement),
      ] as [String: Any]
    }
    return try ReviewTemplates.render("alikes", context)
  }

  static func concordance(_ view: ConcordanceView) throws -> String {
    var context = frame(view.frame, "Concordance")
    context.merge(counts(view.counts)) { $1 }
    context.merge(pager(view.previousURL, view.nextURL)) { $1 }
    context["edit"] = ReviewText.edit(view.original, view.replacement)
    context["middle"] = ReviewText.shown(view.original.isEmpty ? view.replacement : view.original)
    context["rule"] = view.rule
    context["stage"] = view.stage
    context["summary"] = optional(view.summary)
    context["decideURL"] = ReviewText.exact(view.decideURL)
    context["emptyText"] = "This edit stands in no record as it is now."
    context["rows"] = view.rows.map { row in
      [
        "id": row.id, "path": row.path, "url": ReviewText.exact(row.url), "line": row.line, "before": row.before, "after": row.after,
        "probability": row.probability, "state": row.state, "stateWord": sign(row.state), "decided": row.decided,
        "isWithheld": row.isWithheld,
      ] as [String: Any]
    }
    return try ReviewTemplates.render("concordance", context)
  }

  static func apply(_ view: ApplyView) throws -> String {
    var context = frame(view.frame, "Apply")
    let records = view.rows.count == 1 ? "1 record" : "\(view.rows.count) records"
    context["isDone"] = view.isDone
    context["heading"] = view.isDone ? "Applied" : "Apply"
    context["lead"] =
      view.isDone
      ? "Each result undoes to its source; its ledger names who decided what, and when."
      : "Writes each result anew from its source by the decisions. Each undoes to its source; its ledger names who decided what, and when."
    context["target"] = view.target
    context["onlyDecided"] = view.onlyDecided
    context["summary"] = optional(view.summary)
    context["actionURL"] = ReviewText.exact(view.actionURL)
    context["recordWords"] = records
    context["rows"] = view.rows.map { row in
      counts(row.counts).merging([
        "path": row.path, "url": ReviewText.exact(row.url), "applied": row.applied, "undecided": row.undecided,
        "outcome": row.outcome, "isFailed": row.isFailed,
      ]) { $1 }
    }
    return try ReviewTemplates.render("apply", context)
  }

  static func learn(_ view: LearnView) throws -> String {
    var context = frame(view.frame, "Learn")
    context["heading"] = view.isDone ? "Added to the dictionary" : "A dictionary entry"
    context["isDone"] = view.isDone
    context["kinds"] = view.kinds.map(choice)
    context["scopes"] = view.scopes.map(choice)
    context["wrongValue"] = ReviewText.exact(view.wrong)
    context["rightValue"] = ReviewText.exact(view.right)
    context["noteValue"] = ReviewText.exact(view.note)
    context["file"] = view.file
    context["problem"] = optional(view.problem)
    context["hasDiff"] = !view.diff.isEmpty
    context["diff"] = view.diff.split(separator: "\n").enumerated().map { index, line in
      // The first two lines name the files.
      ["text": String(line), "kind": index < 2 ? "same" : line.hasPrefix("+") ? "add" : line.hasPrefix("-") ? "del" : "same"]
    }
    context["actionURL"] = ReviewText.exact(view.actionURL)
    context["backURL"] = optional(ReviewText.exact(view.backURL))
    return try ReviewTemplates.render("learn", context)
  }

  static func message(_ view: MessageView) throws -> String {
    var context = frame(view.frame, "Message")
    context["heading"] = view.heading
    context["text"] = view.text
    context["backURL"] = optional(ReviewText.exact(view.backURL))
    return try ReviewTemplates.render("message", context)
  }

  static func help(_ view: Frame) throws -> String { try ReviewTemplates.render("help", frame(view, "Help")) }

  // MARK: What pages share

  /// Of a context, an empty text as none: a template takes a section for an empty text too, and looks further out for one that lacks.
  static func optional(_ text: String) -> Any { text.isEmpty ? false : text }

  static func frame(_ frame: Frame, _ page: String) -> [String: Any] {
    [
      "title": frame.title, "pageName": page, "is\(page)": true, "folder": frame.folder, "openTotal": frame.open,
      "editor": optional(frame.editor), "editorValue": ReviewText.exact(frame.editor), "tokenValue": ReviewText.exact(frame.token),
      "rootURL": ReviewText.exact(frame.root), "notice": optional(frame.notice),
    ]
  }

  static func counts(_ counts: Counts) -> [String: Any] {
    [
      "suggestions": counts.suggestions, "open": counts.open, "accepted": counts.accepted, "rejected": counts.rejected,
      "changed": counts.changed, "changedWord": counts.changed == 1 ? "other reading" : "other readings", "decided": counts.decided,
      "percent": counts.percent,
    ]
  }

  static func filter(_ filter: FilterView) -> [String: Any] {
    let fields = [
      ("stage", "Stage", filter.stages), ("rule", "Rule", filter.rules), ("level", "Confidence", filter.levels),
      ("state", "State", filter.states), ("order", "Order", filter.orders),
    ].filter { !$0.2.isEmpty }
    return [
      "action": ReviewText.exact(filter.action), "isActive": filter.isActive,
      "fields": fields.map { name, label, choices in
        // An order is always one of them; of the others none may be asked for.
        let all = name == "order" || choices.contains { $0.value.isEmpty } ? [] : [["value": "", "label": "all", "isSelected": false]]
        return ["name": name, "label": label, "choices": all + choices.map(choice)] as [String: Any]
      },
    ]
  }

  static func pager(_ previous: String, _ next: String) -> [String: Any] {
    [
      "hasPager": !(previous.isEmpty && next.isEmpty), "previousURL": optional(ReviewText.exact(previous)),
      "nextURL": optional(ReviewText.exact(next)),
    ]
  }

  static func unplaced(_ decisions: [UnplacedView], of count: Int) -> [String: Any] {
    [
      "hasUnplaced": !decisions.isEmpty, "unplacedCount": count, "hasMore": count > decisions.count,
      "unplacedMore": count - decisions.count,
      "unplaced": decisions.map { decision in
        [
          "path": decision.path, "edit": "<span class=\"edit\">\(ReviewText.edit(decision.original, decision.replacement))</span>",
          "verdict": decision.verdict, "decided": decision.decided, "before": decision.before, "after": decision.after,
          "why": decision.why,
        ]
      },
    ]
  }

  static func empty(_ filter: FilterView, _ text: String) -> String {
    filter.isActive ? "Nothing passes the filter." : text
  }

  /// Beside who decided and when; the word for it is there.
  static func sign(_ state: String) -> String {
    switch state {
    case "accepted": "✓"
    case "rejected": "✗"
    case "changed": "✎"
    default: state
    }
  }

  static func stage(_ rule: String) -> String { String(rule.prefix { $0 != "." }) }

  private static func choice(_ choice: Choice) -> [String: Any] {
    [
      "value": ReviewText.exact(choice.value), "label": choice.label, "count": choice.count, "hasCount": choice.count > 0,
      "isSelected": choice.isSelected,
    ]
  }
}
