import EmendCore
import EmendDictionaries
import Synchronization

/// All that the corrector knows, in one file: alphabet, lexicon, language model, channel and the judge of its edits.
package final class CorrectorModel: Sendable {
  package let file: ModelFile
  package nonisolated(unsafe) let alphabet: Alphabet
  nonisolated(unsafe) let lexicon: ModelLexicon
  nonisolated(unsafe) let trie: WordTrie
  nonisolated(unsafe) let backwardTrie: WordTrie
  nonisolated(unsafe) let backwardChannel: ChannelModel
  nonisolated(unsafe) let language: LanguageModel
  nonisolated(unsafe) let characters: CharacterModel
  nonisolated(unsafe) let channel: ChannelModel
  package let trees: BoostedTrees
  /// Candidates of strings met before, in whatever document.
  package let memo = CandidateMemo()
  /// Made when the first record needs them.
  private let searchTables = Mutex<SearchTables?>(nil)
  /// Costs of the words by themselves, as stored.
  nonisolated(unsafe) let wordCosts: UnsafeBufferPointer<UInt8>

  /// - Throws: `EmendError` when a section is missing or does not fit the others, and for anything in a file from outside that
  ///   a look-up would go astray by.
  package init(_ file: ModelFile) throws(EmendError) {
    self.file = file
    try file.checkSizes()
    if file.isForeign { try ModelCheck.run(file) }
    alphabet = Alphabet(file.table(.alphabet))
    lexicon = ModelLexicon(file)
    trie = WordTrie(file)
    backwardTrie = WordTrie(backwards: file)
    backwardChannel = ChannelModel(backwards: file)
    language = LanguageModel(file)
    characters = CharacterModel(file)
    channel = ChannelModel(file)
    trees = BoostedTrees(UnsafeRawBufferPointer(file.table(.trees, of: UInt8.self)), features: Feature.allCases.count)
    wordCosts = file.table(.wordCosts)
    guard trees.isSound else {
      throw .model(file.name, "was made for another version of emend; make it again with emend train")
    }
  }

  package func search() -> CandidateSearch {
    CandidateSearch(
      searchTables.withLock { tables in
        if let tables { return tables }
        let made = SearchTables(self)
        tables = made
        return made
      })
  }

  /// The model with other trees to judge edits by.
  package func withTrees(_ trees: [UInt8]) -> [UInt8] {
    var writer = ModelWriter(file, without: .trees)
    writer.add(.trees, trees)
    return writer.bytes()
  }

  package func text(_ word: Int) -> String { alphabet.text(lexicon.symbols(word)) }
}

extension CorrectorModel {
  /// The model that the program carries.
  package static let embedded: CorrectorModel = {
    let block = UnsafeRawBufferPointer(start: emend_english_start(), count: Int(emend_english_size))
    do { return try CorrectorModel(ModelFile(block, name: "english.model")) } catch {
      let message = "the model that was built in is not valid: \(error)"
      fatalError(message)
    }
  }()

  /// A model from its bytes, which are copied, and checked from end to end.
  package convenience init(bytes: [UInt8], name: String) throws(EmendError) {
    let memory = ModelFile.memory(byteCount: bytes.count)
    memory.copyBytes(from: bytes)
    try self.init(ModelFile(owning: memory, count: bytes.count, name: name))
  }
}

extension CorrectorModel {
  /// The number of a word in the lexicon; nil for one that it lacks, or that its alphabet cannot write.
  package func number(of word: [UInt8]) -> Int? {
    var symbols: [UInt8] = []
    word.withUnsafeBufferPointer { alphabet.append($0, 0..<word.count, to: &symbols) }
    return lexicon.find(WordHash.of(symbols)).map { Int($0) }
  }
}
