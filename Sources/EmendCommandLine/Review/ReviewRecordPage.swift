import EmendCore

/// The page of a record, and its parts for the script.
extension ReviewPages {
  static func record(_ view: RecordView) throws -> String {
    var context = frame(view.frame, "Record")
    context.merge(counts(view.counts)) { $1 }
    context.merge(filter(view.filter)) { $1 }
    context.merge(pager(view.previousURL, view.nextURL)) { $1 }
    context.merge(unplaced(view.unplaced, of: view.unplacedCount)) { $1 }
    context.merge(forms(view)) { $1 }
    context["path"] = view.path
    context["markURL"] = ReviewText.exact("\(view.frame.root)/record/\(view.id)/mark")
    context["applyURL"] = ReviewText.exact(view.applyURL)
    context["emptyText"] = empty(view.filter, "No suggestions: the result is the source.")
    context["parts"] = view.parts.map(part)
    context["digits"] = String(view.parts.last?.lastLine ?? 0).count
    context["hasImages"] = !view.images.isEmpty
    context["images"] = view.images.map {
      ["url": ReviewText.exact($0.url), "label": $0.label, "boxesValue": ReviewText.exact($0.boxes)]
    }
    context["hasArtifacts"] = !view.artifacts.isEmpty
    context["artifactCount"] = view.artifacts.count
    context["artifacts"] = zip(1..., view.artifacts).map { number, artifact in
      [
        "number": number, "kind": artifact.kind, "text": ReviewText.shown(artifact.text), "page": artifact.page,
        "place": ReviewText.exact(artifact.url), "hasFields": !artifact.fields.isEmpty,
        "fields": artifact.fields.map { ["name": $0.name, "value": $0.value] },
      ] as [String: Any]
    }
    context["hasPages"] = !view.pages.isEmpty
    context["pageCount"] = view.pages.count
    context["pages"] = view.pages.map {
      ["name": $0.name, "line": $0.line, "url": ReviewText.exact($0.url), "finding": $0.finding] as [String: Any]
    }
    return try ReviewTemplates.render("record", context)
  }

  /// One part alone; `view` has it as the shown one.
  static func fragment(_ part: PartView, of view: RecordView) throws -> String {
    var context = forms(view)
    context.merge(self.part(part)) { $1 }
    return try ReviewTemplates.render("fragment", context)
  }

  private static func forms(_ view: RecordView) -> [String: Any] {
    [
      "decideURL": ReviewText.exact(view.decideURL), "runValue": ReviewText.exact(view.run),
      "tokenValue": ReviewText.exact(view.frame.token),
    ]
  }

  private static func part(_ part: PartView) -> [String: Any] {
    let suggestions = part.suggestions == 1 ? "1 suggestion" : "\(part.suggestions) suggestions"
    return [
      "number": part.number, "url": ReviewText.exact(part.url), "fragmentURL": ReviewText.exact(part.fragmentURL),
      "firstLine": part.firstLine, "lastLine": part.lastLine, "lineCount": part.lastLine - part.firstLine + 1,
      "suggestions": part.suggestions, "open": part.open, "firstNumber": part.firstNumber, "lastNumber": part.lastNumber,
      "suggestionWords": "\(suggestions), \(part.open) open", "isShown": part.isShown, "rows": part.rows, "items": part.items.map(item),
    ]
  }

  private static func item(_ item: SuggestionView) -> [String: Any] {
    let values: [String: Any] = [
      "number": item.number, "stage": item.stage, "rule": item.rule, "summary": optional(item.summary), "level": item.level,
      "probability": item.probability, "reason": optional(item.reason), "why": optional(item.why), "line": item.line,
      "page": optional(item.page), "state": item.state, "stateWord": sign(item.state), "decided": item.decided,
      "conflict": optional(item.conflict),
    ]
    let texts: [String: Any] = [
      "edit": ReviewText.edit(item.original, item.replacement),
      "isLong": item.original.utf8.count + item.replacement.utf8.count > 70,
      // An empty reading takes the words out: the element is there for the script in any case.
      "reading": item.state == "changed", "readingShown": item.reading.isEmpty ? "nothing" : ReviewText.shown(item.reading),
      "prefill": ReviewText.exact(ReviewText.inner(item.state == "changed" ? item.reading : item.replacement)),
      "hasAlternatives": !item.alternatives.isEmpty,
      "alternatives": zip(1..., item.alternatives).map { digit, text in
        ["digit": digit < 10 ? String(digit) : "", "value": ReviewText.exact(text), "shown": ReviewText.shown(text)]
      },
      "alikeWords": item.alike > 1 ? "\(item.alike) places" : "only here",
      "concordanceURL": ReviewText.exact(item.concordanceURL), "learnURL": ReviewText.exact(item.learnURL),
    ]
    return values.merging(texts) { $1 }
  }
}
