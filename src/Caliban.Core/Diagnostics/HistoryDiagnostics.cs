namespace Caliban.Core.Diagnostics;

/// <summary>CAL7xxx: the history of jobs.</summary>
public static class HistoryDiagnostics
{
    public static DiagnosticDescriptor NotOpened { get; } = new(
        "CAL7001",
        DiagnosticSeverity.Error,
        "The history cannot be opened",
        "The history of jobs in '{0}' cannot be opened: {1}. Nothing was submitted. Let this user write to the file and its folder, or name another place in CalibanHistoryUrl; with CalibanHistoryUrl=none nothing is remembered.",
        "The file of the history, or the folder it is in, cannot be created or opened: a missing permission, a folder that may not be written, a path that is a folder or does not exist.",
        "Correct the permissions of `~/.caliban`, or set `CalibanHistoryUrl` to a file that you may write. `CalibanHistoryUrl=none` runs without a memory.");

    public static DiagnosticDescriptor Locked { get; } = new(
        "CAL7002",
        DiagnosticSeverity.Error,
        "The history is locked",
        "The history of jobs in '{0}' was locked by another program for 30 seconds: {1}. Nothing was changed. End the program that holds it, and try again.",
        "Another program holds a lock on the file or its tables: a database browser in the middle of a change, a backup, a build that was suspended.",
        "End that program, or let it finish, and try again. Several builds at once need nothing of the kind: they take turns.");

    public static DiagnosticDescriptor ReadOnly { get; } = new(
        "CAL7003",
        DiagnosticSeverity.Error,
        "The history cannot be written",
        "The history of jobs in '{0}' can only be read. Nothing was changed. Let this user write to it and its folder, or name another place in CalibanHistoryUrl.",
        "The file, its folder, the disk it is on, or the server is read-only for this user. A history that cannot be written cannot remember what is submitted.",
        "Make it writable (`chmod u+w`, another user, the primary server instead of a standby), or set `CalibanHistoryUrl` to another place.");

    public static DiagnosticDescriptor DiskFull { get; } = new(
        "CAL7004",
        DiagnosticSeverity.Error,
        "There is no room for the history",
        "The history of jobs in '{0}' cannot be written, since its disk is full: {1}. The step was not written, and nothing of it. Make room and try again.",
        "The disk with the file, or that of the server, is full. What was written before is whole.",
        "Make room on the disk and try again.");

    public static DiagnosticDescriptor Damaged { get; } = new(
        "CAL7005",
        DiagnosticSeverity.Error,
        "The history is damaged",
        "'{0}' is not a whole SQLite database: {1}. Nothing was changed. Bring the file back from a backup, or move it away so that a new history begins.",
        "The file was cut off or written over, or it never was a database. What it holds is not guessed.",
        "Bring the file back from a backup. Or move it away, together with the files of the same name that end in `-wal` and `-shm`, and a new history begins; `sqlite3 old.db .recover` may still read the old one.");

    public static DiagnosticDescriptor NotOurs { get; } = new(
        "CAL7006",
        DiagnosticSeverity.Error,
        "The database is not a history",
        "'{0}' is a database of something else, and not a history of jobs. Nothing was changed. Name another place in CalibanHistoryUrl.",
        "The database holds tables of another program and none of ours. Tables of google/caliban may be there: ours live beside them.",
        "Correct `CalibanHistoryUrl` or `CALIBAN_DB_URL`.");

    public static DiagnosticDescriptor Newer { get; } = new(
        "CAL7007",
        DiagnosticSeverity.Error,
        "The history is of a newer version",
        "The history of jobs in '{0}' has version {1}, and this Caliban knows versions up to {2}. Nothing was changed. Use a newer Caliban, or name another place in CalibanHistoryUrl.",
        "A newer version of Caliban has used this history and changed its form. An older one could not keep what the newer one relies on.",
        "Raise the version of `Caliban.Sdk`, or use a history of its own for the older one.");

    public static DiagnosticDescriptor NoAnswer { get; } = new(
        "CAL7008",
        DiagnosticSeverity.Error,
        "The server of the history does not answer",
        "The history of jobs at '{0}' cannot be reached: {1}. Start the server, or correct host, port and sslmode in CALIBAN_DB_URL or CalibanHistoryUrl.",
        "No PostgreSQL server answers at the address, it ends the connection, or both sides cannot agree about TLS.",
        "Check with `psql` from the same machine that the server answers; correct the address.");

    public static DiagnosticDescriptor LoginRefused { get; } = new(
        "CAL7009",
        DiagnosticSeverity.Error,
        "The server of the history refuses the login",
        "The server of the history of jobs at '{0}' refuses the login: {1}. Correct the user, and the password in CALIBAN_DB_URL, PGPASSWORD or ~/.pgpass.",
        "User and password do not fit, a password is missing, or the server's `pg_hba.conf` does not let this user in from here.",
        "Correct them. The password belongs into `CALIBAN_DB_URL`, `PGPASSWORD` or `~/.pgpass`, never into a project file.");

    public static DiagnosticDescriptor NoDatabase { get; } = new(
        "CAL7010",
        DiagnosticSeverity.Error,
        "The database of the history does not exist",
        "The server of the history of jobs at '{0}' has no such database: {1}. Create it (createdb), or correct its name.",
        "The server is there, and the database that the address names is not. Databases are not created on their own: who may do that is for the server's administrator to say.",
        "Create it with `createdb`, or correct the name.");

    public static DiagnosticDescriptor InvalidUrl { get; } = new(
        "CAL7011",
        DiagnosticSeverity.Error,
        "The address of the history is invalid",
        "{0} does not name a history of jobs: {1}. Write a file, 'sqlite:///file', 'postgresql://user@host/database' or 'none'.",
        "The value of `CalibanHistoryUrl` or `CALIBAN_DB_URL` has a form that is not known, or a part that cannot be read. It is not printed, since it may hold a password.",
        "Write the path of a file, `sqlite:////absolute/file`, `postgresql://user@host:5432/database?sslmode=require`, or `none`. In user and password the characters `@ / ? # % :` are written as `%40 %2F %3F %23 %25 %3A`.");

    public static DiagnosticDescriptor PasswordInProperty { get; } = new(
        "CAL7012",
        DiagnosticSeverity.Error,
        "A password in a property",
        "CalibanHistoryUrl holds a password, and every binary log records properties. Put the whole address into the environment variable CALIBAN_DB_URL, or the password into PGPASSWORD or ~/.pgpass.",
        "Properties are written into binary logs, which are passed on to others.",
        "Remove the password from the property: use `CALIBAN_DB_URL`, `PGPASSWORD` or `~/.pgpass`. If a log was passed on already, change the password.");

    public static DiagnosticDescriptor StatementFailed { get; } = new(
        "CAL7013",
        DiagnosticSeverity.Error,
        "The history cannot be used",
        "The history of jobs in '{0}' reports: {1}. The step was not written, and nothing of it.",
        "The database refused something for a reason that has no code of its own, such as an error of the disk.",
        "Read what it says. Please report it when it is not about your machine.");

    public static DiagnosticDescriptor NoSqlite { get; } = new(
        "CAL7014",
        DiagnosticSeverity.Error,
        "There is no SQLite for this system",
        "There is no SQLite for '{0}' in this package, and none of version {1} or later in the system. Install the system's SQLite, or keep the history on a PostgreSQL server with CALIBAN_DB_URL.",
        "The package has SQLite for Linux, macOS and Windows on x64 and arm64. Elsewhere that of the operating system is needed.",
        "Install it (`libsqlite3-0`, `sqlite-libs`), or use PostgreSQL.");

    public static DiagnosticDescriptor NotAllowed { get; } = new(
        "CAL7015",
        DiagnosticSeverity.Error,
        "The server of the history does not allow it",
        "The server of the history of jobs at '{0}' does not allow this user what is needed: {1}. Let the user create tables in the schema, or have its owner run a build once and grant SELECT, INSERT, UPDATE and DELETE on the tables caliban_*.",
        "The first use creates tables, for which the user needs the right `CREATE` on the schema; every other use reads and writes them.",
        "`GRANT CREATE ON SCHEMA public TO user`, or let the owner of the schema use the history first and grant the rest.");

    public static DiagnosticDescriptor ConnectionLost { get; } = new(
        "CAL7016",
        DiagnosticSeverity.Error,
        "The connection to the history was lost",
        "The connection to the history of jobs at '{0}' was lost at the moment of writing: {1}. Whether this step was written is not known; nothing of it is written by half. Run it again: what is there is found again.",
        "The server ended, or the network failed, after the end of a step was sent and before its receipt came.",
        "Run the command again. It looks at what is there before it does anything.");
}
