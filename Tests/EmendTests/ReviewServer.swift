import Foundation
import Testing

@testable import EmendCommandLine
@testable import EmendCore

/// A running `emend review`, and a client of it that speaks plain HTTP.
final class ReviewServer {
  struct Answer {
    let status: Int
    let headers: String
    let body: String
  }

  let port: UInt16
  let token: String
  private let process = Process()
  private let output: URL

  /// - Parameters:
  ///   - files: how many the program may have open.
  ///   - opensBrowser: true to let it open a browser.
  init(
    _ arguments: [String], in folder: URL, files: Int? = nil, opensBrowser: Bool = false, environment: [String: String] = [:]
  ) throws {
    output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: output)
    try Data().write(to: output.appendingPathExtension("errors"))
    process.executableURL = URL(filePath: "/bin/sh")
    let limit = files.map { "ulimit -n \($0); " } ?? ""
    process.arguments =
      ["-c", limit + "exec \"$@\"", "sh", CommandLineTests.program, "review", "--editor", "A. Reader"]
      + (opensBrowser ? [] : ["--no-open"]) + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CONFIG_HOME": "/nonexistent"]) { $1 }.merging(environment) {
      $1
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: output.appendingPathExtension("errors"))
    try process.run()
    var address = ""
    let (process, output) = (self.process, self.output)
    try Self.wait("the address of the review", while: process.isRunning && !address.hasSuffix("\n")) {
      address = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
    let parts = address.split { ":/?=\n".contains($0) }
    guard parts.count == 5, let port = UInt16(parts[2]) else {
      process.terminate()
      throw CocoaError(.featureUnsupported)
    }
    self.port = port
    token = String(parts[4])
    var page = "class=\"progress\""
    try Self.wait("the records to be read", while: page.contains("class=\"progress\"")) { page = try get("/").body }
  }

  /// Looks again and again. Five minutes are for what never comes: no machine is so slow.
  private static func wait(_ what: String, while isOpen: @autoclosure () throws -> Bool, _ look: () throws -> Void) throws {
    for _ in 0..<12_000 where try isOpen() {
      try look()
      Thread.sleep(forTimeInterval: 0.025)
    }
    try #require(try !isOpen(), "waited in vain for \(what)")
  }

  deinit {
    if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: output)
    try? FileManager.default.removeItem(at: output.appendingPathExtension("errors"))
  }

  /// What it said on standard error.
  var errors: String {
    String(decoding: (try? Data(contentsOf: output.appendingPathExtension("errors"))) ?? Data(), as: UTF8.self)
  }

  /// Ctrl-C.
  func end() {
    Foundation.kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
  }

  /// As a power cut would: nothing is told to the program.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func get(_ path: String, _ headers: [String: String] = [:]) throws -> Answer {
    try send("GET", path, ["X-Emend-Token": token].merging(headers) { $1 })
  }

  /// A form, as the script sends it.
  func post(_ path: String, _ form: [(String, String)], _ headers: [String: String] = [:]) throws -> Answer {
    let body = form.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)" }.joined(separator: "&")
    let own = ["X-Emend-Token": token, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"]
    return try send("POST", path, own.merging(headers) { $1 }, body)
  }

  /// The run of a record, which decisions have to name.
  func run(_ record: Int) throws -> String {
    let page = try get("/record/\(record)").body
    guard let start = page.range(of: "data-run=\"") else { return "" }
    return String(page[start.upperBound...].prefix { $0 != "\"" })
  }

  func decide(_ record: Int, _ number: Int, _ verdict: String, reading: String? = nil, scope: String? = nil) throws -> Answer {
    var form = [("run", try run(record)), ("number", String(number)), ("verdict", verdict)]
    if let reading { form.append(("reading", reading)) }
    if let scope { form.append(("scope", scope)) }
    return try post("/record/\(record)/decide", form)
  }

  /// A header with an empty value is left out.
  func send(_ method: String, _ path: String, _ headers: [String: String], _ body: String? = nil) throws -> Answer {
    var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"].merging(headers) { $1 }
    if let body { all["Content-Length"] = String(body.utf8.count) }
    let head = all.filter { !$0.value.isEmpty }.map { "\($0): \($1)\r\n" }.joined()
    let connection = try Connection(port)
    try connection.send("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body ?? "")")
    return try #require(connection.answer())
  }

  /// One connection, for requests that no client makes by mistake.
  final class Connection {
    private let descriptor: Int32
    private var bytes: [UInt8] = []

    init(_ port: UInt16) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      let code = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
      }
      guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let n = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard n > 0 else { throw POSIXError(.EPIPE) }
        rest = rest.dropFirst(n)
      }
    }

    /// The next answer; nil when the server has closed the connection.
    func answer() -> Answer? {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        if let length = Self.length(bytes), bytes.count >= length {
          let text = String(decoding: bytes.prefix(length), as: UTF8.self)
          bytes.removeFirst(length)
          guard let end = text.range(of: "\r\n\r\n") else { return nil }
          let lines = text[..<end.lowerBound]
          return Answer(status: Int(lines.split(separator: " ")[1]) ?? 0, headers: String(lines), body: String(text[end.upperBound...]))
        }
        let n = recv(descriptor, &buffer, buffer.count, 0)
        guard n > 0 else { return nil }
        bytes += buffer[..<n]
      }
    }

    /// Of a whole answer, when its head has come.
    private static func length(_ bytes: [UInt8]) -> Int? {
      guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
      let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
      guard let field = head.range(of: "content-length: ") else { return nil }
      return Int(head[field.upperBound...].prefix { $0.isNumber }).map { $0 + end.upperBound }
    }
  }
}
