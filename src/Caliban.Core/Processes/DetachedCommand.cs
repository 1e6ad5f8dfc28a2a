namespace Caliban.Core.Processes;

/// <summary>The command that runs a program so that it outlives us, and writes down in a <see cref="ControlFolder"/> what becomes of it.</summary>
internal static class DetachedCommand
{
    /// <summary>On every POSIX system.</summary>
    public const string Shell = "/bin/sh";

    // The first line opens what may fail. 'started' is made only where it is not there ('set -C'), so of two that come
    // at once one runs the program; a build that has died reads no pipe, which must not end us. The shell survives the
    // signals that end the program, which has them as usual: a trapped signal is reset in children. What the shell itself says of a killed program is not part
    // of its output. Names of variables
    // are such that nobody exports them: an exported one would be changed in the program's environment.
    // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
    private const string Script = """
        exec </dev/null 2>/dev/null 8>>"$1/out" 9>>"$1/err"
        trap : HUP INT TERM
        caliban__folder=$1
        shift
        caliban__field() { caliban__start=$caliban__boot/${20}; }
        if read -r caliban__boot </proc/sys/kernel/random/boot_id && read -r caliban__stat </proc/$$/stat; then
            caliban__field ${caliban__stat##*) }
        else
            caliban__start=$(LC_ALL=C TZ=UTC /bin/ps -o lstart= -p $$)
            caliban__start=$(echo $caliban__start)
        fi
        set -C
        printf '%s %s\n' $$ "$caliban__start" >"$caliban__folder/started" || exit 125
        set +C
        trap '' PIPE
        echo started
        trap - PIPE
        exec >/dev/null
        (exec "$@" >&8 2>&9 8>&- 9>&-)
        set -- $?
        echo $1 >"$caliban__folder/exit"
        exit $1
        """;

    /// <summary>What the script says on its standard output before it closes it and starts the program.</summary>
    public const string Confirmation = "started";

    /// <summary>The arguments of <see cref="Shell"/>.</summary>
    /// <param name="functions">Functions of bash that are exported, which other shells do not hand on.</param>
    public static IReadOnlyList<string> Arguments(ControlFolder folder, ProcessSpecification program, IReadOnlyList<string> functions) =>
    [
        "-c", Script, "caliban-job", folder.Path,
        .. functions.Count > 0 ? ["/usr/bin/env", .. functions] : Array.Empty<string>(),
        program.FileName,
        .. program.Arguments,
    ];
}
