using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary><c>CalibanReservation</c>: which reserved machines a job takes.</summary>
/// <seealso href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/machine-learning/training/use-reservations"/>
internal static partial class ReservationAffinity
{
    private const string Any = "any";

    public static bool IsValid(string text) => IsAny(text) || (Names(text) is { Length: > 0 } names && names.All(name => FullName().IsMatch(name)));

    public static void Write(Utf8JsonWriter writer, string text)
    {
        var names = Names(text);
        if (names.Length == 0)
        {
            return;
        }

        writer.WriteStartObject("reservationAffinity");
        writer.WriteString("reservationAffinityType", IsAny(text) ? "ANY_RESERVATION" : "SPECIFIC_RESERVATION");
        if (!IsAny(text))
        {
            writer.WriteString("key", "compute.googleapis.com/reservation-name");
            writer.WriteStartArray("values");
            foreach (var name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static bool IsAny(string text) => text.Trim().Equals(Any, StringComparison.OrdinalIgnoreCase);

    private static string[] Names(string text) => text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\Aprojects/[^/\s]+/zones/[^/\s]+/reservations/[^/\s]+\z")]
    private static partial Regex FullName();
}
