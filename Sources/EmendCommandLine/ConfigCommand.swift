import ArgumentParser
import Emend
import EmendCore
import EmendFiles

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Prints what is in force for a record, and where each value comes from.",
    discussion: """
      A line a key: the key as emend.yml has it, its value, and `default`, FILE:LINE or `command line`.

      Examples:
        emend config                      in the current folder
        emend config scans/box7/24.txt
        emend config --skip boilerplate
      """)

  @Argument(help: "A record or a folder; without it the current folder.")
  var path: String?

  @OptionGroup var pipelineOptions: PipelineOptions

  func run() throws {
    let pipelines = try pipelineOptions.pipelines()
    var input = Input.standard
    if let path {
      guard Files.exists(path) else { throw Failure("\(path): there is no such file or folder; check the name") }
      // A record in the folder stands for the folder itself.
      input = .file(path: Files.isDirectory(path) ? path.appendingPath(".") : path, relative: path)
    }
    let settings = try pipelines.settings(for: input)
    // What cannot be put together is better told here than by the first run.
    _ = try pipelines.pipeline(for: input)
    try Output.standard.write(Array(settings.table.utf8))
  }
}
