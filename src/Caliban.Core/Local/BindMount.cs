namespace Caliban.Core.Local;

/// <summary>
/// The value of <c>docker run --mount</c> that shows a file or folder of this machine to a container. Unlike <c>--volume</c>
/// it takes any character in a path and makes no folder where the path is wrong.
/// </summary>
/// <seealso href="https://docs.docker.com/engine/storage/bind-mounts/"/>
internal static class BindMount
{
    /// <param name="source">Absolute, as this machine writes it.</param>
    /// <param name="target">Absolute, inside the container.</param>
    public static string ReadWrite(string source, string target) => string.Join(',', "type=bind", Field("src", source), Field("dst", target));

    /// <inheritdoc cref="ReadWrite"/>
    public static string ReadOnly(string source, string target) => $"{ReadWrite(source, target)},readonly";

    // Docker reads the value as one record of CSV (RFC 4180).
    private static string Field(string name, string value)
    {
        var field = $"{name}={value}";
        return field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }
}
