namespace Caliban.Core.Diagnostics;

/// <summary>CAL1xxx: what the project file declares.</summary>
public static class ProjectDiagnostics
{
    public static DiagnosticDescriptor ModuleMissing { get; } = new(
        "CAL1001",
        DiagnosticSeverity.Error,
        "The project does not say what to run",
        "CalibanModule is not set, so there is nothing to run. {0}",
        "The project has no `CalibanModule`, and a target needs the code to run.",
        "Set `<CalibanModule>` to a Python module (`trainer.train`), a Python script (`trainer/train.py`) or a shell script. The message lists what was found in the project folder.");

    public static DiagnosticDescriptor ModuleNotFound { get; } = new(
        "CAL1002",
        DiagnosticSeverity.Error,
        "The module or script does not exist",
        "CalibanModule '{0}' does not exist as a file or Python module in the project folder (looked for {1}). {2}",
        "`CalibanModule` names neither a file nor a Python module in the project folder. `trainer.train` and `trainer/train` mean the module in `trainer/train.py`; a name that ends in `.py` means a script; any other file is run by bash.",
        "Correct the name. Paths are relative to the project folder and use `/` or, in modules, `.`.");

    public static DiagnosticDescriptor ModuleOutsideProject { get; } = new(
        "CAL1003",
        DiagnosticSeverity.Error,
        "The module or script is outside the project folder",
        "CalibanModule '{0}' is {1}. The code must live inside the project folder, because only that folder is copied into the image; use a relative path without '..'.",
        "`CalibanModule` is an absolute path or leaves the project folder.",
        "Move the code into the project folder, or move the project file up.");

    public static DiagnosticDescriptor PackageWithoutMain { get; } = new(
        "CAL1004",
        DiagnosticSeverity.Error,
        "A Python package cannot be run without __main__.py",
        "CalibanModule '{0}' is a folder without '__main__.py', so Python cannot run it. Add '{0}/__main__.py', or name a module inside it. {1}",
        "`CalibanModule` names a folder, and the folder has no `__main__.py`.",
        "Add a `__main__.py`, or name the module to run, for example `trainer.train`.");

    public static DiagnosticDescriptor PropertyInvalid { get; } = new(
        "CAL1005",
        DiagnosticSeverity.Error,
        "A property has a value that is not allowed",
        "{0} is '{1}', which is not allowed. Use {2}.",
        "A Caliban property was set, in the project or on the command line, to a value outside its range.",
        "Use one of the values the message lists; `docs/properties.md` describes each property.");

    public static DiagnosticDescriptor QuotesUnbalanced { get; } = new(
        "CAL1006",
        DiagnosticSeverity.Error,
        "A property has an opening quote without its end",
        "{0} cannot be split into arguments: the {1} at character {2} has no end in '{3}'. Close the quote, or write \\{1} for a plain quote character.",
        "`CalibanDockerRunArgs` and `CalibanScriptArgs` are split into arguments the way a POSIX shell does it, quotes and backslashes included.",
        "Close the quote or escape it with a backslash.");

    public static DiagnosticDescriptor DirectoryNotFound { get; } = new(
        "CAL1007",
        DiagnosticSeverity.Error,
        "An extra directory does not exist",
        "ExtraDirectory '{0}' does not exist in the project folder. Correct the path or create the directory.",
        "An `ExtraDirectory` item names a directory that is not there (or a file).",
        "Correct the path. It is relative to the project folder.");

    public static DiagnosticDescriptor DirectoryOutsideProject { get; } = new(
        "CAL1008",
        DiagnosticSeverity.Error,
        "An extra directory is outside the project folder",
        "ExtraDirectory '{0}' is {1}. Only directories inside the project folder can be copied into the image; move it there, or mount it with CalibanDockerRunArgs '-v'.",
        "An `ExtraDirectory` item is an absolute path or leaves the project folder.",
        "Move the directory into the project folder, or mount it at run time: `-p:CalibanDockerRunArgs=\"-v /data:/data\"`.");

    public static DiagnosticDescriptor ItemInvalid { get; } = new(
        "CAL1009",
        DiagnosticSeverity.Error,
        "An item has a name that cannot be used",
        "{0} '{1}' cannot be used: {2}.",
        "An `AptPackage`, `PythonPackage`, `BaseImage` or similar item has a name that its tool would not accept, or that would be read as an option or a second command.",
        "Correct the item as the message says.");

    public static DiagnosticDescriptor UnexpectedError { get; } = new(
        "CAL1099",
        DiagnosticSeverity.Error,
        "An operation ended unexpectedly",
        "{0} could not be completed: {1}. This is not a mistake in your project that Caliban knows about; run again with -v:diag and report the text.",
        "Something failed that no other code describes, for example a folder that cannot be written.",
        "The message names the cause. If it is not about your machine, report it with the output of `-v:diag`.");
}
