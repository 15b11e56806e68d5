import EmendCommandLine
import EmendCore

EmendCommand.main()
