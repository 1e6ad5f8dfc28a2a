using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Testing;

namespace Caliban.Core.Tests.History;

/// <summary>The history in a file.</summary>
public sealed class SqliteHistoryTests : HistoryContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override Task<IHistory> OpenAsync() =>
        HistoryStore.OpenAsync(Path.Combine(_folder.Path, "store", "caliban.db"), _ => null, SourceLocation.None, default);

    public void Dispose() => _folder.Dispose();
}
