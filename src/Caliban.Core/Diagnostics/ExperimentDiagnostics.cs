namespace Caliban.Core.Diagnostics;

/// <summary>CAL2xxx: experiment files, parameters and their expansion. Here: files, and what their JSON means.</summary>
public static partial class ExperimentDiagnostics
{
    public static DiagnosticDescriptor FileNotFound { get; } = new(
        "CAL2001",
        DiagnosticSeverity.Error,
        "An experiment file does not exist",
        "The experiment file '{0}' does not exist. ExperimentConfig paths are relative to the project folder; correct the path or create the file.",
        "An `ExperimentConfig` item names a file that is not there.",
        "Correct the path in the project (or on the command line, `-p:ExperimentConfig=...`), or create the file.");

    public static DiagnosticDescriptor FileUnreadable { get; } = new(
        "CAL2002",
        DiagnosticSeverity.Error,
        "An experiment file cannot be read",
        "{0} cannot be read: {1}. Name a file that your user may read.",
        "An `ExperimentConfig` item names a directory, or a file without read permission.",
        "Name a JSON file, or correct its permissions.");

    public static DiagnosticDescriptor FileTooLarge { get; } = new(
        "CAL2003",
        DiagnosticSeverity.Error,
        "An experiment file is too large",
        "{0} is larger than {1} MiB, the most that is read. Let axes describe the sweep ({{\"learning_rate\": [0.1, 0.01]}}) instead of listing every experiment.",
        "A configuration is larger than 256 MiB, or the standard input does not end.",
        "Use lists of values, which are multiplied out, instead of one object per experiment.");

    public static DiagnosticDescriptor NoStandardInput { get; } = new(
        "CAL2004",
        DiagnosticSeverity.Error,
        "There is no standard input to read",
        "The experiments are to come from 'stdin', and nothing arrives there: a terminal, a worker node of MSBuild and the MSBuild server have no standard input. Pipe the JSON into the build of a single project (cat experiment.json | dotnet build train.proj), or give a file name.",
        "`ExperimentConfig` is `stdin`, and the build has no standard input or an empty one. Builds of several projects run on worker nodes, which never have one.",
        "Pipe something in, build one project only, or write the JSON to a file and name that.");

    public static DiagnosticDescriptor StandardInputTwice { get; } = new(
        "CAL2005",
        DiagnosticSeverity.Error,
        "The standard input is named twice",
        "'stdin' is named twice, and the standard input can be read only once. Remove one of the two ExperimentConfig items.",
        "Two `ExperimentConfig` items are `stdin`.",
        "Remove one of them.");

    public static DiagnosticDescriptor EncodingUnsupported { get; } = new(
        "CAL2006",
        DiagnosticSeverity.Error,
        "An experiment file is not UTF-8",
        "'{0}' is {1} text, and experiment files are UTF-8. Save the file as UTF-8.",
        "The file was written in another encoding; `>` in old versions of PowerShell writes UTF-16.",
        "Save it as UTF-8, with or without a byte order mark.");

    public static DiagnosticDescriptor EncodingInvalid { get; } = new(
        "CAL2007",
        DiagnosticSeverity.Error,
        "An experiment file contains bytes that are not UTF-8",
        "'{0}' contains the byte 0x{1} here, which is not UTF-8 ({2} such bytes in all). Save the file as UTF-8.",
        "The file was written in another encoding, such as Latin-1 or Windows-1252, or is damaged.",
        "Save it as UTF-8.");

    public static DiagnosticDescriptor FileEmpty { get; } = new(
        "CAL2008",
        DiagnosticSeverity.Error,
        "An experiment file is empty",
        "There is nothing in this file except white space and comments. For one experiment without parameters write {{}}; for a sweep write lists of values, {{\"learning_rate\": [0.1, 0.01]}}.",
        "The file has no JSON in it.",
        "Write a configuration, or remove the `ExperimentConfig` item.");

    public static DiagnosticDescriptor ConfigurationInvalid { get; } = new(
        "CAL2030",
        DiagnosticSeverity.Error,
        "A configuration is neither an object nor a list",
        "The configuration is {0}, and must be an object ({{\"learning_rate\": [0.1, 0.01]}}) or a list of objects.",
        "The file holds a single string, number, `true`, `false` or `null`.",
        "Write an object of parameters, or a list of them.");

    public static DiagnosticDescriptor ExperimentInvalid { get; } = new(
        "CAL2031",
        DiagnosticSeverity.Error,
        "An element of a list of experiments is not an object",
        "{0} stands where an experiment is expected. Write an object of parameters, {{\"learning_rate\": 0.1}}; a list of values belongs behind a key.",
        "A list of configurations contains a string, a number, `true`, `false` or `null`.",
        "Write an object for each element.");

    public static DiagnosticDescriptor KeyInvalid { get; } = new(
        "CAL2032",
        DiagnosticSeverity.Error,
        "A key cannot be used",
        "The key '{0}' cannot be used: {1}. A key is the name of a flag without spaces, commas and brackets (learning_rate), or several such names in brackets ([learning_rate,batch_size]).",
        "Keys become flags of the program, so they have no white space, commas or brackets, except that a compound key lists several names in brackets.",
        "Correct the key.");

    public static DiagnosticDescriptor KeyDuplicate { get; } = new(
        "CAL2033",
        DiagnosticSeverity.Error,
        "A parameter is given twice",
        "The parameter '{0}' of the key '{1}' is given {2}; only one of them could take effect. Remove one, or join their values in one list.",
        "An object has the same key twice, or a name occurs alone and in a compound key, or twice in a compound key.",
        "Remove one of them.");

    public static DiagnosticDescriptor ValueNull { get; } = new(
        "CAL2034",
        DiagnosticSeverity.Error,
        "A value is null",
        "The value of '{0}' contains null, and a flag cannot have no value. Leave the key out, or write a string, a number, true or false.",
        "`null` cannot be turned into an argument.",
        "Leave the key out of this experiment; put the experiments with and without it into two objects of a list.");

    public static DiagnosticDescriptor ValueObject { get; } = new(
        "CAL2035",
        DiagnosticSeverity.Error,
        "A value is an object",
        "The value of '{0}' contains an object, {{...}}, and a flag cannot hold one. Write a string, a number, true, false or a list of them; give the inner keys names of their own.",
        "Objects cannot be nested in values.",
        "Flatten the object: `{\"optimizer_name\": \"adam\", \"optimizer_beta\": 0.9}`.");

    public static DiagnosticDescriptor ValueTooDeep { get; } = new(
        "CAL2036",
        DiagnosticSeverity.Error,
        "A value has too many lists inside lists",
        "The value of '{0}' has more than {1} lists inside each other. A list of alternatives needs one level, a list as a value two.",
        "Brackets are nested beyond any use, probably by a program in a loop.",
        "Write the value with fewer brackets.");

    public static DiagnosticDescriptor TextInvalid { get; } = new(
        "CAL2037",
        DiagnosticSeverity.Error,
        "A string cannot be an argument",
        "The {0} {1} {2}. Remove it.",
        "A string holds a NUL character or an unpaired surrogate (`\\ud800`), which cannot be passed to a program.",
        "Remove or replace the character.");

    public static DiagnosticDescriptor CompoundValueNotList { get; } = new(
        "CAL2038",
        DiagnosticSeverity.Error,
        "A compound key has a value that is not a list",
        "The key '{0}' sets several parameters together, and its value {1} is not a list. Write one list per combination: {2}.",
        "A compound key needs a combination of values, or a list of combinations.",
        "Write a list with one value for each name, or a list of such lists.");

    public static DiagnosticDescriptor CompoundArity { get; } = new(
        "CAL2039",
        DiagnosticSeverity.Error,
        "A combination has the wrong number of values",
        "The key '{0}' sets {1} parameter(s), and {2} has {3} value(s). Each combination needs exactly one value for each name: {4}.",
        "A combination of a compound key is shorter or longer than the list of names.",
        "Give each combination one value for each name.");

    public static DiagnosticDescriptor CompoundMixed { get; } = new(
        "CAL2040",
        DiagnosticSeverity.Error,
        "A compound key mixes combinations and plain values",
        "The value of the key '{0}' begins with a list, so every element must be a list (a combination), and {1} is not. Write {2}; for a single combination whose first value is a list, add one pair of brackets around it.",
        "The first element of a compound key's value is a list, and another one is not.",
        "Write a list of lists.");

    public static DiagnosticDescriptor SweepEmpty { get; } = new(
        "CAL2041",
        DiagnosticSeverity.Error,
        "There are no experiments",
        "There is no experiment to run, because {0} is empty. Add an element, or remove the list; {{}} is one experiment without parameters.",
        "An empty list multiplies everything by zero, and nothing else contributes an experiment.",
        "Put something into the list.");

    public static DiagnosticDescriptor ListEmpty { get; } = new(
        "CAL2042",
        DiagnosticSeverity.Warning,
        "A list contributes no experiment",
        "No experiment comes from here, because {0} is empty; the rest of the sweep is not affected. Add an element, or remove what is not meant.",
        "An empty list of values removes its whole object from the sweep.",
        "Put something into the list, or remove it.");

    public static DiagnosticDescriptor ProductTooLarge { get; } = new(
        "CAL2043",
        DiagnosticSeverity.Error,
        "An object has too many combinations",
        "This object has {0} combinations ({1}), and a sweep has at most {2} experiments. Shorten or remove some of the lists.",
        "The lists of an object are multiplied with each other and with all `ExperimentParameter` items.",
        "Sweep over fewer values at once, or let names change together with a compound key.");

    public static DiagnosticDescriptor SweepTooLarge { get; } = new(
        "CAL2044",
        DiagnosticSeverity.Error,
        "The sweep has too many experiments",
        "The sweep has {0} experiments in {1} objects, and may have at most {2}; here the limit is passed. Split the sweep.",
        "The objects of all files together have too many experiments.",
        "Split the sweep over several builds.");

    public static DiagnosticDescriptor AxisNameInvalid { get; } = new(
        "CAL2045",
        DiagnosticSeverity.Error,
        "An ExperimentParameter item has a name that cannot be used",
        "ExperimentParameter '{0}' cannot be used: {1}. Its name is the name of a flag without dashes, spaces, commas and brackets, such as learning_rate.",
        "The item's name becomes a flag.",
        "Correct the name. For names that change together, use a compound key in a file.");

    public static DiagnosticDescriptor AxisValueInvalid { get; } = new(
        "CAL2046",
        DiagnosticSeverity.Error,
        "A value of an ExperimentParameter item cannot be an argument",
        "ExperimentParameter '{0}': the value '{1}' {2}. Remove it.",
        "A value holds a character that cannot be passed to a program.",
        "Remove or replace the character.");

    public static DiagnosticDescriptor AxisWithoutValues { get; } = new(
        "CAL2047",
        DiagnosticSeverity.Error,
        "An ExperimentParameter item has no values",
        "ExperimentParameter '{0}' has no values, so there would be no experiment at all. Set its metadata: Values=\"0.1;0.01\".",
        "The `Values` metadata is missing or empty.",
        "Set `Values`, or remove the item.");

    public static DiagnosticDescriptor AxisDuplicate { get; } = new(
        "CAL2048",
        DiagnosticSeverity.Error,
        "Two ExperimentParameter items have the same name",
        "ExperimentParameter '{0}' is declared twice. Join the values of both in one item: Values=\"0.1;0.01\".",
        "Two `ExperimentParameter` items have the same name.",
        "Join their values in one item.");

    public static DiagnosticDescriptor AxisClash { get; } = new(
        "CAL2049",
        DiagnosticSeverity.Error,
        "A parameter is given by a file and by an item",
        "The parameter '{0}' is given here and by the ExperimentParameter item '{0}'{1}. Remove one of the two.",
        "A key of an experiment file and an `ExperimentParameter` item set the same flag.",
        "Remove the key or the item.");
}
