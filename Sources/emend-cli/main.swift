import Emend
#if canImport(Glibc)
import Glibc
#endif
func slurp(_ p: String) -> [UInt8] {
  let f = fopen(p, "rb")!; fseek(f, 0, SEEK_END); let n = ftell(f); rewind(f)
  return [UInt8](unsafeUninitializedCapacity: n) { b, c in c = fread(b.baseAddress, 1, n, f) }
}
let clock = ContinuousClock()
for p in CommandLine.arguments.dropFirst() where !p.hasPrefix("-") {
  let bytes = slurp(p)
  var pipeline: Pipeline!
  let load = clock.measure { pipeline = .standard() }
  var run: Run!
  let t = clock.measure { run = try! pipeline.run(bytes) }
  if CommandLine.arguments.contains("-t") {
    print("load", load, "run", t, Double(bytes.count) / 1e6 / (Double(t.components.attoseconds) / 1e18 + Double(t.components.seconds)), "MB/s")
    for s in pipeline.stages { let d = Document(bytes); print(s.id, clock.measure { _ = s.edits(in: d) }) }
  } else {
  for pass in run.passes { for e in pass.script.edits { print(pass.stage, e.range, e.rule, e.confidence.probability, e.originalText.debugDescription, "->", e.replacementText.debugDescription, e.reason, e.artifact.map { "\($0.fields)" } ?? "") }
    for (e, why) in pass.withheldWithReasons { print("  WITHHELD", e.rule, e.confidence.probability, e.originalText.debugDescription, "->", e.replacementText.debugDescription, e.reason, why) } }
  precondition(run.undo() == bytes)
  }
}
