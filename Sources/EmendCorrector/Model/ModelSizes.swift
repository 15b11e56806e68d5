import EmendCore

extension ModelFile {
  /// Makes sure that the sections are there and that their sizes fit each other, so that a file of another make is refused
  /// and not read outside its tables. What stands in the sections the checksum vouches for.
  /// - Throws: `EmendError` that names the file.
  func checkSizes() throws(EmendError) {
    let words = size(.wordFlags)
    let nodes = size(.trieCosts)
    let operations = size(.operations)
    let fits =
      size(.alphabet) >= Alphabet.directCount + 256 * 4 && size(.alphabet) % 4 == 0
      && words > 0 && size(.wordCosts) == words + 3 && size(.wordBackoffs) == words + 3 && size(.wordOffsets) == (words + 1) * 4
      && isTable(.slots, entry: 8) && (size(.slots) / 8).nonzeroBitCount == 1 && size(.slots) / 8 > words
      && nodes > 0 && size(.trieNodes) == nodes * 4 && size(.trieRanks) == (nodes + 63) / 64 * 4
      && size(.backwardNodes) == size(.backwardCosts) * 4 && size(.backwardCosts) > 0
      && size(.backwardRanks) == (size(.backwardCosts) + 63) / 64 * 4 && size(.backwardWords) == words * 4
      && isTable(.bigrams, entry: 4) && isTable(.trigrams, entry: 4) && isTable(.characters, entry: 4)
      && operations % MemoryLayout<ChannelModel.Operation>.stride == 0 && size(.operationIndex) == 257 * 4
      && size(.backwardOperations) == operations && size(.backwardIndex) == 257 * 4
      && size(.neighbours) % 8 == 0 && size(.forms) % 8 == 0
    if !fits { throw .model(name, "is a model whose parts do not fit each other; make it again with emend train") }
  }

  private func size(_ section: Section) -> Int { table(section, of: UInt8.self).count }
  private func isTable(_ section: Section, entry: Int) -> Bool { size(section) % entry == 0 }
}
