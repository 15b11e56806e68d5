import EmendCommandLine

EmendCommand.main()
