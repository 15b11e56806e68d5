import EmendCore
import EmendCorrector
import EmendLexicon
import EmendStages

/// All stages, in the order that Pipeline.md explains.
package enum StageCatalogue {
  /// What a stage may be made of.
  package struct Parts: Sendable {
    package var options = StageOptions()
    package var dictionaries = Dictionaries.embedded
    package var model = CorrectorModel.embedded
  }

  package struct Entry: Sendable {
    package let info: StageInfo
    let make: @Sendable (Parts) -> any Stage

    package init<S: CataloguedStage>(_ make: @escaping @Sendable (Parts) -> S) { (info, self.make) = (S.info, make) }
  }

  package static let entries = [
    Entry { DecodeStage(lineEnds: $0.options.lineEnds) },
    Entry { UnicodeStage(form: $0.options.form, typography: $0.options.typography) },
    Entry { PageMarkersStage(dictionaries: $0.dictionaries) },
    Entry { MarkingsStage($0.options.redactions, dictionaries: $0.dictionaries) },
    Entry { RunningHeadersStage(dictionaries: $0.dictionaries) },
    Entry { BoilerplateStage(dictionaries: $0.dictionaries) },
    Entry { FootnotesStage($0.options.footnotes, dictionaries: $0.dictionaries) },
    Entry { LineEndsStage(reflow: $0.options.reflow, dictionaries: $0.dictionaries) },
    Entry { GlyphsStage(dictionaries: $0.dictionaries) },
    Entry { SpellingStage(dictionaries: $0.dictionaries) },
    Entry { CorrectorStage(model: $0.model) },
    Entry { _ in TidyStage() },
  ]

  package static let stages = entries.map(\.info)
}

extension Pipeline {
  /// The stages of a catalogue, made of these parts.
  package static func standard(
    options: StageOptions = StageOptions(), level: Confidence.Level = .likely, dictionaries: Dictionaries = .embedded,
    model: CorrectorModel = .embedded, catalogue: [StageCatalogue.Entry] = StageCatalogue.entries
  ) -> Pipeline {
    var options = options
    options.model = model === CorrectorModel.embedded ? nil : model.file.name
    let parts = StageCatalogue.Parts(options: options, dictionaries: dictionaries, model: model)
    return Pipeline(
      stages: catalogue.map { $0.make(parts) }, level: level, levels: options.levels,
      settings: options.settings(of: catalogue.map(\.info)),
      protection: model.isEnglish ? dictionaries : Dictionaries.AnyLanguage(dictionaries))
  }
}

extension Pipeline {
  /// Stages in any order, with the dictionaries that protect words.
  package init(stages: [any Stage], level: Confidence.Level = .likely, dictionaries: Dictionaries = .embedded) {
    self.init(stages: stages, level: level, protection: dictionaries)
  }
}

extension CorrectorModel {
  /// True where the model is of the language of the tables: it knows nine tenths of their function words.
  fileprivate var isEnglish: Bool {
    if self === CorrectorModel.embedded { return true }
    let words = Passages.embedded.ownWords
    return words.count { number(of: $0) != nil } * 10 >= words.count * 9
  }
}
