using System.Globalization;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary>Lengths of time as the JSON of protocol buffers has them: <c>604800s</c>.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan time) =>
        ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";
}
