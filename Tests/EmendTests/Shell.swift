import Foundation

@testable import EmendCore

/// Runs a program and collects what it says.
enum Shell {
  /// True where all of these programs are there; a test that needs them says so in `.enabled(if:)`.
  static func has(_ programs: String...) -> Bool {
    programs.allSatisfy { (try? run("/bin/sh", ["-c", "command -v \"$1\"", "sh", $0]))?.status == 0 }
  }

  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], in directory: URL? = nil, input: [UInt8]? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    // What a developer's own program learned must not count here.
    process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CONFIG_HOME": "/nonexistent"].merging(environment) { $1 }) {
      $1
    }
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = directory }
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files, not pipes: nobody has to empty them while the program runs.
    func file(_ name: String, _ content: [UInt8] = []) throws -> FileHandle {
      let url = scratch.appending(path: name)
      try Data(content).write(to: url)
      return try name == "in" ? FileHandle(forReadingFrom: url) : FileHandle(forWritingTo: url)
    }
    process.standardInput = try file("in", input ?? [])
    process.standardOutput = try file("out")
    process.standardError = try file("err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: scratch.appending(path: name)), as: UTF8.self) }
    return Result(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
  }
}
