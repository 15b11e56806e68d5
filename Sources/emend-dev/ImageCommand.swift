import ArgumentParser
import EmendCore
import EmendLexicon
import FoundationEssentials

struct ImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Makes tables.image from the tables that are built in, so that emend need not parse them.")

  @Argument(help: "The image.") var path = "Dictionaries/tables.image"

  func run() throws { try Data(Dictionaries.image()).write(to: URL(filePath: path)) }
}
