import EmendCore
import EmendFiles
import Yams

/// Reads the nodes of `emend.yml` and gathers what is wrong with them.
package struct ConfigurationReader {
  package let path: String
  package let folder: String
  private let isTrusted: Bool
  package private(set) var problems: [(line: Int, text: String)] = []
  /// Behind a key that stands a second time, so that the rest of the file can be read.
  private static let again = " (again)"

  package init(path: String, folder: String, isTrusted: Bool) {
    self.path = path
    self.folder = folder
    self.isTrusted = isTrusted
  }

  var sortedProblems: [String] {
    problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map {
      "\(path):\($0.element.line): \($0.element.text)"
    }
  }

  private mutating func problem(_ node: Node, _ text: String) { problems.append((node.mark?.line ?? 1, text)) }

  /// The document; nil for an empty one.
  package mutating func parse(_ text: String) throws -> Node? {
    var text = text
    while true {
      do {
        // Without rules a scalar is text, whatever it looks like: what it must be, the key says.
        return try compose(yaml: text, .basic)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard let renamed = renamingSecond(keys.first ?? "", from: context.mark, in: text) else {
          throw ConfigurationErrors(["\(path):\(context.mark.line): the key \(keys.joined(separator: ", ")) stands here twice; keep one"])
        }
        text = renamed
      } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
        YamlError.composer(_, let problem, let mark, _)
      {
        throw ConfigurationErrors(["\(path):\(mark.line): is not YAML: \(problem) (column \(mark.column))"])
      } catch {
        throw ConfigurationErrors(["\(path): is not YAML: \(String(describing: error).split(separator: "\n").joined(separator: " "))"])
      }
    }
  }

  /// The text with the second of two equal keys, in the column of the first, named otherwise; nil where none is found.
  private func renamingSecond(_ key: String, from mark: Mark, in text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = mark.column - 1
    for number in lines.indices.dropFirst(mark.line) {
      let characters = Array(lines[number])
      guard characters.count > start, characters[..<start].allSatisfy({ $0 == " " || $0 == "-" }) else { continue }
      let rest = String(characters[start...])
      guard rest.hasPrefix(key), rest.dropFirst(key.count).drop(while: { $0 == " " }).first == ":" else { continue }
      lines[number] = String(characters[..<start]) + key + Self.again + rest.dropFirst(key.count)
      return lines.joined(separator: "\n")
    }
    return nil
  }

  mutating func readRoot(_ root: Node, into file: inout ConfigurationFile) {
    guard let mapping = root.mapping else {
      if root.scalar?.string != "" { problem(root, "must be keys with values, such as min-confidence: likely") }
      return
    }
    for (key, value) in mapping {
      if key.string == "overrides" {
        for entry in value.sequence.map(Array.init) ?? [] { readOverride(entry, into: &file) }
        if value.sequence == nil { problem(key, "overrides must be a list, each with paths and settings") }
      } else {
        read(key, value, under: "", isOverride: false, into: &file.settings)
      }
    }
  }

  private mutating func readOverride(_ node: Node, into file: inout ConfigurationFile) {
    guard let mapping = node.mapping else { return problem(node, "an override must have paths and settings") }
    var patterns: [String] = []
    var settings = Settings()
    for (key, value) in mapping {
      if key.string == "paths" {
        patterns = self.patterns(key, value, "paths") ?? []
      } else {
        read(key, value, under: "", isOverride: true, into: &settings)
      }
    }
    if patterns.isEmpty, !mapping.keys.contains(where: { $0.string == "paths" }) {
      problem(node, "the override says not for which paths; give it paths: [\"box7/**\"]")
    }
    file.overrides.append((patterns, settings))
  }

  private mutating func read(_ key: Node, _ value: Node, under prefix: String, isOverride: Bool, into settings: inout Settings) {
    guard let word = key.string else { return problem(key, "a key must be a word") }
    if word.hasSuffix(Self.again) {
      return problem(key, "the key \(word.dropLast(Self.again.count)) stands here a second time; keep one")
    }
    let name = prefix + word
    if let known = SettingKey.named[name] {
      if isOverride, !known.isPerRecord { return problem(key, "\(name) holds for a whole run and cannot stand in overrides") }
      if let values = values(of: known, key, value) { settings.set(name, values, .file(path: path, line: key.mark?.line ?? 1)) }
    } else if SettingKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
      guard let mapping = value.mapping else {
        return problem(key, "\(name) needs keys below it: \(Self.children(of: name + ".").joined(separator: ", "))")
      }
      for (key, value) in mapping { read(key, value, under: name + ".", isOverride: isOverride, into: &settings) }
    } else {
      problem(key, "unknown key \"\(word)\"" + Self.hint(word, under: prefix, isOverride: isOverride))
    }
  }

  /// The keys right below a prefix.
  private static func children(of prefix: String) -> [String] {
    var seen: Set<String> = []
    return SettingKey.all.filter { $0.name.hasPrefix(prefix) }.map { String($0.name.dropFirst(prefix.count).prefix { $0 != "." }) }
      .filter { seen.insert($0).inserted }
  }

  private static func hint(_ word: String, under prefix: String, isOverride: Bool) -> String {
    let here = children(of: prefix) + (prefix.isEmpty ? [isOverride ? "paths" : "overrides"] : [])
    if let near = Nearest.name(to: word, among: here) { return "; did you mean \(near)?" }
    // Right, but under another key; or the name of the option on the command line.
    let elsewhere = SettingKey.all.map(\.name).filter { $0.split(separator: ".").count > 1 }
    let endings = elsewhere.map { String($0.split(separator: ".").last!) }
    if let near = Nearest.name(to: word, among: endings), let index = endings.firstIndex(of: near) {
      return "; did you mean \(elsewhere[index])?"
    }
    return prefix.isEmpty
      ? "; the keys are \(here.joined(separator: ", "))" : "; below \(prefix.dropLast()) are \(here.joined(separator: ", "))"
  }

  /// The value of a key; nil, and a problem noted, when it cannot be.
  private mutating func values(of key: SettingKey, _ node: Node, _ value: Node) -> [String]? {
    switch key.kind {
    case .choice(let allowed):
      guard let text = string(node, value, key.name, "one of \(allowed.joined(separator: ", "))") else { return nil }
      if allowed.contains(text) { return [text] }
      let near = Nearest.name(to: text, among: allowed).map { "; did you mean \($0)?" } ?? ""
      problem(value, "\(key.name) cannot be \"\(text)\"; it is one of \(allowed.joined(separator: ", "))\(near)")
      return nil
    case .flag:
      guard let text = string(node, value, key.name, "true or false") else { return nil }
      if text == "true" || text == "false" { return [text] }
      problem(value, "\(key.name) must be true or false, not \"\(text)\"")
      return nil
    case .file:
      guard let text = string(node, value, key.name, "the name of a file") else { return nil }
      if key.name == SettingKey.model, !isTrusted {
        problem(value, "\(key.name): a configuration that comes with records names no model; give --model \(text), or \(Trust.option)")
        return nil
      }
      // A baseline may be named before the first one is written.
      return key.name == SettingKey.baseline ? inside(resolved(text), text, value).map { [$0] } : existing(text, value).map { [$0] }
    case .files:
      guard let items = items(node, value, key.name) else { return nil }
      let found = items.map { existing($0.text, $0.node) }
      return found.contains(nil) ? nil : found.compactMap { $0 }
    case .stages:
      guard let items = items(node, value, key.name) else { return nil }
      for (text, item) in items where !SettingKey.stages.contains(text) {
        let near = Nearest.name(to: text, among: SettingKey.stages).map { "; did you mean \($0)?" }
        problem(
          item, "\(key.name): there is no stage \"\(text)\"" + (near ?? "; the stages are \(SettingKey.stages.joined(separator: ", "))"))
      }
      return items.map(\.text)
    case .patterns: return patterns(node, value, key.name)
    }
  }

  private mutating func patterns(_ key: Node, _ value: Node, _ name: String) -> [String]? {
    let items = items(key, value, name)
    for (text, node) in items ?? [] {
      do { _ = try Glob(text) } catch { problem(node, "\(name): \(error)") }
    }
    return items?.map(\.text)
  }

  private mutating func string(_ key: Node, _ value: Node, _ name: String, _ wanted: String) -> String? {
    if let text = value.scalar?.string, !text.isEmpty { return text }
    let found = value.mapping != nil ? "keys below it" : value.sequence != nil ? "a list" : "nothing"
    problem(key, "\(name) must be \(wanted), not \(found)")
    return nil
  }

  /// The words of a list; a single word is a list of one.
  private mutating func items(_ key: Node, _ value: Node, _ name: String) -> [(text: String, node: Node)]? {
    if let text = value.scalar?.string, !text.isEmpty { return [(text, value)] }
    let items = value.sequence?.map { (text: $0.scalar?.string ?? "", node: $0) }
    if let items, !items.contains(where: { $0.text.isEmpty }) { return items }
    problem(key, "\(name) must be a list of words, such as [one, two]")
    return nil
  }

  private func resolved(_ text: String) -> String { WorkingFolder.shown(text.hasPrefix("/") ? text : folder.appendingPath(text)) }

  /// The file, if the configuration may name it; else a problem is noted.
  private mutating func inside(_ file: String, _ text: String, _ value: Node) -> String? {
    if isTrusted || Files.isBelow(file, folder) { return file }
    problem(value, "\(text) lies outside the folder of \(path.lastPathComponent); name it on the command line, or give \(Trust.option)")
    return nil
  }

  private mutating func existing(_ text: String, _ value: Node) -> String? {
    let file = resolved(text)
    if Files.exists(file), !Files.isDirectory(file) { return inside(file, text, value) }
    problem(value, "there is no file \(text) here; paths are relative to the folder of \(path.lastPathComponent)")
    return nil
  }
}
