import EmendCore
import EmendLexicon

/// Cleans the texts that OCR engines made of scanned records.
///
/// A cleaner proposes edits and rewrites nothing by itself: each edit has a rule, a reason and a probability, those that are
/// sure enough are applied, the others stay as suggestions. What was done can be undone to the byte.
///
/// Making a cleaner takes some milliseconds, with dictionaries of your own a tenth of a second; cleaning changes nothing
/// in it, so one serves all texts and all threads.
public struct Cleaner: Sendable {
  private let pipeline: Pipeline

  /// A cleaner that works as `options` say.
  /// - Throws: ``CleanerError`` for a stage or an option that does not exist, and for a dictionary that cannot be used.
  public init(_ options: Options = Options()) throws(CleanerError) {
    do {
      var told = StageOptions()
      for (name, value) in options.settings {
        guard let option = StageCatalogue.stages.flatMap(\.options).first(where: { $0.name == name }) else {
          let known = StageCatalogue.stages.flatMap(\.options).map(\.name).joined(separator: ", ")
          throw CleanerError("there is no option \(name); the options are \(known)")
        }
        guard option.values.contains(value) else {
          throw CleanerError("\(name) cannot be \(value); it is one of \(option.values.joined(separator: ", "))")
        }
        told[option] = value
      }
      var dictionaries = Dictionaries.embedded
      if !options.dictionaries.isEmpty {
        let tables = try options.dictionaries.map { try UserDictionary(file: $0.name, bytes: $0.content) }
        dictionaries = try Dictionaries(adding: tables)
        told.dictionaries = options.dictionaries.map(\.name)
      }
      pipeline = try Pipeline.standard(options: told, level: options.minConfidence.level, dictionaries: dictionaries)
        .selecting(only: options.only, skip: options.skip)
    } catch let error as CleanerError {
      throw error
    } catch {
      throw CleanerError("\(error)")
    }
  }

  /// The clean form of the bytes of a file: UTF-8, or another charset that is recognised.
  /// - Throws: ``CleanerError`` if undoing what was done would not give the same bytes again, which would be a defect of emend.
  public func clean(_ bytes: [UInt8]) throws(CleanerError) -> Result {
    do { return Result(try pipeline.run(bytes)) } catch { throw CleanerError("\(error)") }
  }

  /// The clean form of a text.
  /// - Throws: ``CleanerError``, as ``clean(_:)-([UInt8])`` does.
  public func clean(_ text: String) throws(CleanerError) -> Result { try clean(Array(text.utf8)) }
}

/// What is wrong, and what to do about it, in words for people.
public struct CleanerError: Error, Sendable, CustomStringConvertible {
  /// The place, the cause and the remedy.
  public let description: String

  init(_ description: String) { self.description = description }
}
