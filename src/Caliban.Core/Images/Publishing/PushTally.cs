namespace Caliban.Core.Images.Publishing;

/// <summary>What a push moved. Safe to use from several threads.</summary>
public sealed class PushTally
{
    private long _uploadedBytes;
    private int _uploaded;
    private int _mounted;
    private int _present;

    /// <summary>Blobs and manifests that were sent.</summary>
    public long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    /// <summary>Blobs that were sent.</summary>
    public int Uploaded => _uploaded;

    /// <summary>Blobs that the registry took over from another of its repositories.</summary>
    public int Mounted => _mounted;

    /// <summary>Blobs that were there.</summary>
    public int Present => _present;

    internal void AddUploaded(long bytes)
    {
        Interlocked.Increment(ref _uploaded);
        Interlocked.Add(ref _uploadedBytes, bytes);
    }

    internal void AddManifest(long bytes) => Interlocked.Add(ref _uploadedBytes, bytes);

    internal void AddMounted() => Interlocked.Increment(ref _mounted);

    internal void AddPresent() => Interlocked.Increment(ref _present);
}
