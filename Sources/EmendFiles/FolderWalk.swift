import EmendCore

#if canImport(Glibc)
  import Glibc
#endif

/// The records below a folder in the order of their paths, found one after the other, so that a folder of any size takes no
/// more memory than the folders that are open. Hidden files and links are left out.
package struct FolderWalk: IteratorProtocol, Sequence {
  /// A record by its path below the folder, or what cannot be read.
  package enum Found {
    case file(String)
    case failure(Failure)
  }

  private let root: String
  private let takes: (String) -> Bool
  private let excludes: (String) -> Bool
  /// What is left of the open folders, the next at the end.
  private var open: [[Entry]] = []

  private enum Entry {
    case folder(String)
    case file(String)
    case failure(Failure)

    /// What it is sorted by: a folder stands where its files stand.
    var key: String {
      switch self {
      case .folder(let path): path + "/"
      case .file(let path): path
      case .failure: ""
      }
    }
  }

  package init(_ root: String, _ selection: Selection) {
    self.init(root, takes: selection.takes, excludes: { selection.excludes($0, isFolder: true) })
  }

  /// - Parameters:
  ///   - takes: says of a file, by its path below the folder, whether it is wanted.
  ///   - excludes: says of a folder whether it is passed over.
  package init(_ root: String, takes: @escaping (String) -> Bool, excludes: @escaping (String) -> Bool = { _ in false }) {
    self.root = root
    self.takes = takes
    self.excludes = excludes
    open = [entries(of: "")]
  }

  package mutating func next() -> Found? {
    while let last = open.indices.last {
      guard let entry = open[last].popLast() else {
        open.removeLast()
        continue
      }
      switch entry {
      case .folder(let path): open.append(entries(of: path))
      case .file(let path): return .file(path)
      case .failure(let failure): return .failure(failure)
      }
    }
    return nil
  }

  /// The entries of a folder, the first at the end.
  private func entries(of folder: String) -> [Entry] {
    let place = folder.isEmpty ? root : root.appendingPath(folder)
    guard let entries = FileSystem.entries(of: place) else { return [.failure(Failure(place, errno, doing: "list"))] }
    var found: [Entry] = []
    for entry in entries where entry.name.utf8.first != UInt8(ascii: ".") {
      let path = folder.isEmpty ? entry.name : folder.appendingPath(entry.name)
      switch kind(entry.type, place.appendingPath(entry.name)) {
      case S_IFDIR: if !excludes(path) { found.append(.folder(path)) }
      case S_IFREG: if takes(path) { found.append(.file(path)) }
      default: continue
      }
    }
    return found.map { (key: ExactPath($0.key), entry: $0) }.sorted { $0.key > $1.key }.map(\.entry)
  }

  /// Some file systems do not say in the folder what an entry is.
  private func kind(_ type: UInt8, _ path: String) -> mode_t {
    switch Int(type) {
    case Int(DT_DIR): return S_IFDIR
    case Int(DT_REG): return S_IFREG
    case Int(DT_UNKNOWN):
      return FileSystem.status(path, followsLinks: false).map { $0.st_mode & S_IFMT } ?? 0
    default: return 0
    }
  }
}
