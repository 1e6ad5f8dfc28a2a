namespace Caliban.Benchmarks.Measuring;

/// <summary>A kind of database that can keep histories.</summary>
internal abstract class HistoryStorage
{
    /// <summary>As it is called in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Whether Python reads it without another package.</summary>
    public virtual bool HasPeer => false;

    /// <summary>Makes an empty one.</summary>
    /// <returns>Its address, for <c>CALIBAN_DB_URL</c>.</returns>
    public abstract Task<string> CreateAsync();

    public abstract Task ExecuteAsync(string address, string sql);

    /// <summary>One of the same content, which no other connection has open.</summary>
    /// <returns>Its address.</returns>
    public abstract Task<string> CopyAsync(string address);

    public abstract Task DeleteAsync(string address);
}
