import Emend
import EmendCore
import EmendFiles

#if canImport(Glibc)
  import Glibc
#endif

/// Where a text comes from.
enum Input: Sendable {
  case standard
  /// What cannot be read, and why; the other inputs are.
  case unreadable(path: String, why: Failure)
  /// A file, and its path below the folder that was named, for the output tree.
  case file(path: String, relative: String)

  var path: String {
    switch self {
    case .standard: "-"
    case .unreadable(let path, _), .file(let path, _): path
    }
  }

  var isStandard: Bool { if case .standard = self { true } else { false } }

  /// The name in messages and reports.
  var name: String {
    isStandard ? "standard input" : path
  }

  /// The path below the folder that was named.
  var relative: String {
    if case .file(_, let relative) = self { return relative }
    return path
  }

  /// All bytes.
  func read() throws -> [UInt8] {
    switch self {
    case .standard: return try Files.readAll(descriptor: 0, name: name, size: 0)
    case .file(let path, _): return try Files.read(path)
    case .unreadable(_, let why): throw why
    }
  }

  /// The inputs that the arguments name: `-` and nothing are standard input, folders their text files.
  static func all(_ arguments: [String], _ selection: Selection = Selection()) throws -> [Input] {
    let inputs = Inputs(arguments, selection)
    try inputs.check()
    return Array(inputs)
  }
}

/// The inputs of a run, found anew each time they are gone over: a folder of any size takes no memory.
struct Inputs: Sequence, Sendable {
  /// As named on the command line, or in a list.
  let arguments: [String]
  /// Files of emend's own that were named, which are no records.
  let passedOver: [String]
  let selection: Selection
  /// True when the names come from a list, where each says its place in the output tree.
  private let isListed: Bool
  /// Of the files found in folders only those that this is true for.
  private var isChosen: @Sendable (Input) -> Bool = { _ in true }

  /// - Parameter listed: the names of a list, in the place of arguments.
  init(_ arguments: [String], _ selection: Selection, listed: [String]? = nil) {
    let named = listed ?? (arguments.isEmpty ? ["-"] : arguments)
    func isOwn(_ path: String) -> Bool { OwnFiles.kind(path) != nil && !Files.isDirectory(path) }
    passedOver = named.filter(isOwn)
    self.arguments = passedOver.isEmpty ? named : named.filter { !isOwn($0) }
    self.selection = selection
    isListed = listed != nil
  }

  /// The same, but of the files found in folders only those that `isChosen` is true for.
  func choosing(_ isChosen: @escaping @Sendable (Input) -> Bool) -> Inputs {
    var copy = self
    copy.isChosen = isChosen
    return copy
  }

  /// True when more than one record may come.
  var areSeveral: Bool { isListed || arguments.count + passedOver.count > 1 || arguments.contains(where: Files.isDirectory) }

  /// What a report of the run is headed with.
  var title: String {
    isListed || arguments.count > 3 ? "\(arguments[0]) and \(arguments.count - 1) more" : arguments.joined(separator: ", ")
  }

  /// - Throws: `Failure` for a folder in which there is nothing to do.
  func check() throws {
    if arguments.isEmpty, let refusal = passedOver.first.flatMap(OwnFiles.refusal) { throw refusal }
    for folder in arguments where Files.isDirectory(folder) {
      var records = Inputs([folder], selection).choosing(isChosen).makeIterator()
      if records.next() == nil { throw Failure("\(folder): \(selection.wanted) in this folder") }
    }
    var each = makeIterator()
    if each.next() == nil { throw Failure("there is \(selection.wanted)") }
  }

  func makeIterator() -> Iterator { Iterator(self) }

  struct Iterator: IteratorProtocol {
    private let inputs: Inputs
    private var number = 0
    private var folder: (path: String, prefix: String, walk: FolderWalk)?

    fileprivate init(_ inputs: Inputs) { self.inputs = inputs }

    mutating func next() -> Input? {
      while true {
        if let found = folder?.walk.next() {
          switch found {
          case .file(let path):
            let input = Input.file(
              path: folder!.path.appendingPath(path), relative: folder!.prefix.isEmpty ? path : folder!.prefix.appendingPath(path))
            if OwnFiles.kind(path) == nil, inputs.isChosen(input) { return input }
            continue
          case .failure(let why): return .unreadable(path: folder!.path, why: why)
          }
        }
        folder = nil
        guard number < inputs.arguments.count else { return nil }
        let argument = inputs.arguments[number]
        number += 1
        let place = inputs.isListed ? Inputs.place(argument) : argument.lastPathComponent
        if argument == "-" { return .standard }
        if Files.isDirectory(argument) {
          folder = (argument, inputs.isListed ? place : "", FolderWalk(argument, inputs.selection))
        } else if !inputs.selection.excludes(place, isFolder: false) {
          return .file(path: argument, relative: place)
        }
      }
    }
  }

  /// The place of a listed path below the output folder: the path itself, from where it leaves the folders above.
  private static func place(_ path: String) -> String {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    // `a/../b` is b, and what lies above is left.
    return parts.reduce(into: [String]()) { kept, part in
      if part == ".." { _ = kept.popLast() } else if part != "." { kept.append(part) }
    }.joined(separator: "/")
  }
}
