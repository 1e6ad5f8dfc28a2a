using System.Runtime.CompilerServices;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Context;

/// <summary>One walk through the declared sources of a project folder.</summary>
internal sealed class ContextWalk(string projectFolder, IReadOnlyList<string> sources, string? dockerfile, IReadOnlyList<string> leftOut)
{
    private readonly IgnoreRules _rules = IgnoreFile.Read(projectFolder, leftOut);
    private readonly Dictionary<string, BuildContextEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _mistakes = [];

    public IReadOnlyList<BuildContextEntry> Run()
    {
        foreach (var source in sources)
        {
            var path = ProjectPath.Resolve(projectFolder, source);
            try
            {
                AddSource(source, path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A link that leads nowhere or to itself, or a file that has just gone.
                _mistakes.AddRange(BuildContextEntry.Unreadable(path, source, exception).Diagnostics);
            }
        }

        if (_mistakes.Count > 0)
        {
            throw new DiagnosticException(_mistakes);
        }

        var entries = _entries.Values.ToArray();
        Array.Sort(entries, (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return entries;
    }

    private void AddSource(string source, string path)
    {
        if (source == ".")
        {
            new SourceWalk(this, _rules, source).Add(new DirectoryInfo(path), "", _rules.NewResults());
            return;
        }

        var rules = _rules.For(source);
        var (results, ignoring) = rules.MatchFromRoot(source);
        var before = _entries.Count;
        var walk = new SourceWalk(this, rules, source);
        // What is declared and is itself a link is meant for what it leads to; links inside stay links.
        if (Directory.Exists(path))
        {
            var target = Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (ignoring is null || rules.MayBringBackBelow(source, results))
            {
                walk.Add(new DirectoryInfo(target), source, results);
            }
        }
        else if (File.Exists(path) && (ignoring is null || source == dockerfile))
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            walk.Add(new FileInfo(target), source);
            return;
        }

        if (ignoring is not null && _entries.Count == before && Path.Exists(path))
        {
            _mistakes.Add(Diagnostic.Create(ContextDiagnostics.SourceIgnored, ignoring.Location, source, ignoring.Text));
        }
    }

    /// <summary>The walk through one source.</summary>
    private sealed class SourceWalk(ContextWalk walk, IgnoreRules rules, string source)
    {
        private readonly bool[] _fileResults = rules.NewResults();

        // Twenty thousand files come by before a method would be compiled well by itself.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(DirectoryInfo folder, string path, bool[] results)
        {
            try
            {
                foreach (var child in folder.EnumerateFileSystemInfos())
                {
                    Add(child, path.Length == 0 ? child.Name : $"{path}/{child.Name}", results);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                walk._mistakes.AddRange(BuildContextEntry.Unreadable(folder.FullName, path, exception).Diagnostics);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(FileInfo file, string path)
        {
            if (file.Length > 0 || SpecialFile.IsRegular(file.FullName))
            {
                walk._entries.TryAdd(path, new BuildContextEntry(path, file.FullName, LinkTarget: null, IsExecutable(file))
                {
                    Length = file.Length,
                    LastWriteTime = file.LastWriteTimeUtc,
                    Source = source,
                });
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Add(FileSystemInfo info, string path, bool[] parent)
        {
            var target = (info.Attributes & FileAttributes.ReparsePoint) != 0 ? info.LinkTarget : null;
            var isFolder = target is null && info is DirectoryInfo;
            var results = isFolder ? rules.NewResults() : _fileResults;
            var isIgnored = rules.Match(path, parent, results) is not null;
            if (isFolder && (!isIgnored || rules.MayBringBackBelow(path, results)))
            {
                Add((DirectoryInfo)info, path, results);
            }
            else if (!isFolder && !isIgnored && target is null)
            {
                Add((FileInfo)info, path);
            }
            else if (!isFolder && !isIgnored && !walk.HoldsSource(path))
            {
                walk._entries.TryAdd(path, new BuildContextEntry(path, info.FullName, target!.Replace('\\', '/'), IsExecutable: false) { Source = source });
            }
        }

        // Windows has no execute bit; a shell script needs none, since an interpreter is named for it.
        private static bool IsExecutable(FileInfo file) =>
            !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
    }

    // A link cannot stand where a declared folder stands that is reached by it.
    private bool HoldsSource(string path) =>
        sources.Any(source => source == path || source.StartsWith($"{path}/", StringComparison.Ordinal));
}
