using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Testing;

namespace Caliban.Core.Tests.History;

/// <summary>The history in a file.</summary>
public sealed class SqliteHistoryTests : HistoryContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override Task<IHistory> OpenAsync() =>
        HistoryStore.OpenAsync(Path.Combine(_folder.Path, "store", "caliban.db"), _ => null, SourceLocation.None, default);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
