import EmendCore
import EmendCorrector
import Foundation

/// A panel for each kind of edit: what was predicted across, what was observed up. Light and dark follow the reader.
struct CalibrationChart {
  private let calibration: Calibration
  private static let side = 190.0
  private static let gap = 22.0
  private static let left = 58.0
  private static let top = 56.0

  init(_ calibration: Calibration) { self.calibration = calibration }

  var svg: String {
    let width = Self.left + 4 * Self.side + 3 * Self.gap + 18
    let height = Self.top + Self.side + 62
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))" width="\(n(width))" height="\(n(height))" role="img"
        aria-label="Predicted probability against observed precision, by kind of edit">
      <style>
        svg { background: #fff; font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; --ink: #24292f; --dim: #6e7781; --line: #d0d7de; --mark: #0969da; }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117; --ink: #e6edf3; --dim: #8d96a0; --line: #30363d; --mark: #58a6ff; }
        }
        text { fill: var(--dim); } .name { fill: var(--ink); font-weight: 600; font-size: 13px; }
        .frame { fill: none; stroke: var(--line); } .grid { stroke: var(--line); stroke-width: .6; }
        .level { stroke: var(--dim); stroke-width: .8; stroke-dasharray: 2 3; } .ideal { stroke: var(--dim); stroke-width: 1; }
        .curve { fill: none; stroke: var(--mark); stroke-width: 1.2; stroke-opacity: .45; } .bar { stroke: var(--mark); stroke-width: 1.2; stroke-opacity: .6; }
        .dot { fill: var(--mark); } .small { font-size: 10px; } .axis { fill: var(--ink); }
      </style>

      """
    for (index, kind) in calibration.kinds.enumerated() {
      out += panel(kind, at: Self.left + Double(index) * (Self.side + Self.gap), isFirst: index == 0)
    }
    let middle = Self.left + 2 * Self.side + 1.5 * Self.gap
    out += "<text class=\"axis\" x=\"\(n(middle))\" y=\"\(n(height - 18))\" text-anchor=\"middle\">predicted probability</text>\n"
    let y = Self.top + Self.side / 2
    out +=
      "<text class=\"axis\" x=\"16\" y=\"\(n(y))\" text-anchor=\"middle\" transform=\"rotate(-90 16 \(n(y)))\">share that is right</text>\n"
    return out + "</svg>\n"
  }

  private func panel(_ kind: Calibration.Kind, at x0: Double, isFirst: Bool) -> String {
    func x(_ p: Double) -> Double { x0 + p * Self.side }
    func y(_ p: Double) -> Double { Self.top + (1 - p) * Self.side }
    func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
      "<line class=\"\(style)\" x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\"/>\n"
    }
    func text(_ style: String, _ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
      "<text class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">\(text)</text>\n"
    }
    let bins = kind.bins.filter { $0.count >= 10 }
    let count = kind.bins.reduce(0) { $0 + $1.count }
    var out = text("name", x(0), 22, "start", kind.name) + text("small", x(1), 22, "end", "\(grouped(count)) proposals")
    for tick in [0.25, 0.5, 0.75] { out += line("grid", x(0), y(tick), x(1), y(tick)) }
    out += "<rect class=\"frame\" x=\"\(n(x(0)))\" y=\"\(n(y(1)))\" width=\"\(n(Self.side))\" height=\"\(n(Self.side))\"/>\n"
    for level in Confidence.Level.allCases {
      out += line("level", x(level.threshold), y(0), x(level.threshold), y(1) - 4)
      out += text("small", x(level.threshold), y(1) - 9, "middle", level.rawValue)
    }
    out += line("ideal", x(0), y(0), x(1), y(1))
    for tick in [0, 0.25, 0.5, 0.75, 1] {
      out += text("small", x(tick), y(0) + 15, "middle", label(tick))
      if isFirst { out += text("small", x(0) - 8, y(tick) + 3.5, "end", label(tick)) }
    }
    out += "<polyline class=\"curve\" points=\"\(bins.map { "\(n(x($0.predicted))),\(n(y($0.observed)))" }.joined(separator: " "))\"/>\n"
    for bin in bins {
      let (low, high) = interval(bin)
      out += line("bar", x(bin.predicted), y(low), x(bin.predicted), y(high))
      out +=
        "<circle class=\"dot\" cx=\"\(n(x(bin.predicted)))\" cy=\"\(n(y(bin.observed)))\" r=\"\(n(2 + log10(Double(bin.count)) * 0.7))\">"
        + "<title>\(bin.right) of \(bin.count) right, predicted \(String(format: "%.3f", bin.predicted))</title></circle>\n"
    }
    return out
  }

  /// Wilson's interval of 95 %.
  private func interval(_ bin: Calibration.Bin) -> (Double, Double) {
    let (n, p, z) = (Double(bin.count), bin.observed, 1.96)
    let middle = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return ((middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n))
  }

  private func n(_ value: Double) -> String { String(format: "%g", (value * 10).rounded() / 10) }
  private func label(_ tick: Double) -> String { tick == 0 || tick == 1 ? "\(Int(tick))" : String(format: "%g", tick) }

  private func grouped(_ count: Int) -> String {
    let digits = String(count)
    return digits.count > 3 ? digits.dropLast(3) + "," + digits.suffix(3) : digits
  }
}
