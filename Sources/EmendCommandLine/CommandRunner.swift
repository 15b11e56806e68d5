import ArgumentParser
import Emend
import EmendConfiguration
import EmendCore
import EmendFiles

/// Parses a command line and runs it: how what it throws becomes an exit code and a message is said here alone.
package enum CommandRunner {
  /// What a command wrote, and the exit code it ended with.
  package struct Outcome: Sendable {
    package let status: Int32
    package let output: [UInt8]
    package let errors: [UInt8]
  }

  /// Runs a command inside another program, which keeps its handlers of signals; several may run at once. Standard input and
  /// the current folder are those of that program.
  package static func capture(_ arguments: [String]) -> Outcome {
    let captured = CapturedOutput()
    let status = CapturedOutput.$current.withValue(captured) { run(arguments) }
    return Outcome(status: status, output: captured.output, errors: captured.errors)
  }

  /// - Parameter arguments: what stands behind the name of the program.
  /// - Returns: the exit code; what went wrong is on standard error.
  package static func run(_ arguments: [String]) -> Int32 {
    do {
      var command = try EmendCommand.parseAsRoot(arguments)
      try command.run()
      return ExitCodes.clean
    } catch let code as ExitCode {
      return code.rawValue
    } catch let error as Failure {
      Console.error(error.description)
      return ExitCodes.error
    } catch is Interruption.Stopped {
      return ExitCodes.stopped
    } catch let error as EmendError {
      Console.error(error.description)
      return ExitCodes.error
    } catch let errors as ConfigurationErrors {
      for message in errors.messages { Console.error(message) }
      return ExitCodes.error
    } catch {
      // Help and version end well; any other complaint of the parser is an error like ours.
      let message = EmendCommand.fullMessage(for: error)
      if EmendCommand.exitCode(for: error) == .success {
        try? Output.standard.write(Array((message + "\n").utf8))
        return ExitCodes.clean
      }
      Console.writeLines(message)
      return ExitCodes.error
    }
  }
}
