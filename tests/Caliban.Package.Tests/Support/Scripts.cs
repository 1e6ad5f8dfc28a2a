namespace Caliban.Package.Tests.Support;

/// <summary>Python programs that jobs run.</summary>
internal static class Scripts
{
    /// <summary>Prints its arguments.</summary>
    public const string Hello = """
        import sys
        print("hello from", *sys.argv[1:])
        """;

    /// <summary>Prints a line, then waits until a file exists, whose path is the first argument; not for ever.</summary>
    public const string Waiting = """
        import os, sys, time
        print("the first line", flush=True)
        for _ in range(2400):
            if os.path.exists(sys.argv[1]):
                print("the last line")
                sys.exit()
            time.sleep(0.1)
        sys.exit("nobody made " + sys.argv[1])
        """;
}
