// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "emend",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Emend", targets: ["Emend"]),
    .executable(name: "emend", targets: ["emend-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CICU", pkgConfig: "icu-i18n",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(name: "EmendICU", dependencies: ["CICU"]),
    .target(name: "EmendScan"),
    .target(
      name: "EmendDictionaries", path: "Dictionaries",
      exclude: [
        "SOURCES.md", "by-hand", "compounds.txt", "confusions.tsv", "corrections.tsv", "english.model", "lexicon.txt", "markings.tsv",
        "names.tsv",
        "phrases.tsv",
        "protected.tsv", "tables.image",
      ],
      sources: ["embed.c"], publicHeadersPath: "include"),
    .target(
      name: "EmendTemplates", path: "Templates",
      exclude: ["record.css", "report.css", "report.html.mustache", "review", "run.css", "run.html.mustache"],
      sources: ["embed.c", "embed_review.c"], publicHeadersPath: "include"),
    .target(
      name: "Emend",
      dependencies: [
        "EmendICU", "EmendScan", "EmendDictionaries", "EmendTemplates",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(name: "EmendSystem"),
    .executableTarget(
      name: "emend-cli",
      dependencies: [
        "Emend", "EmendSystem", "EmendTemplates", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"), .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .target(name: "HostileTexts"),
    .executableTarget(
      name: "emend-dev",
      dependencies: [
        "Emend", "HostileTexts", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // What takes any bytes from outside, for libFuzzer (`make fuzz`) and for the tests.
    .target(name: "EmendFuzz", dependencies: ["Emend", "EmendSystem", .product(name: "Yams", package: "Yams")]),
    .executableTarget(name: "emend-fuzz", dependencies: ["EmendFuzz"]),
    .testTarget(
      name: "EmendTests", dependencies: ["Emend", "EmendICU", "EmendFuzz", "HostileTexts"],
      resources: []),
  ],
  cLanguageStandard: .c2x,
  cxxLanguageStandard: .cxx17
)
