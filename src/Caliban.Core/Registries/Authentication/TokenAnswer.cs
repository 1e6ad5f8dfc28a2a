using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Caliban.Core.Registries.Authentication;

/// <summary>What a token server answers. No record, so that nothing writes the token out.</summary>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/token/"/>
internal sealed partial class TokenAnswer
{
    /// <summary>What a token without a life time has.</summary>
    private const double DefaultSeconds = 60;

    [JsonPropertyName("token")]
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }

    /// <summary>The token, or null when there is none that could be sent.</summary>
    [JsonIgnore]
    public string? Value => (string.IsNullOrEmpty(Token) ? AccessToken : Token) is { } value && Sendable().IsMatch(value) ? value : null;

    [JsonIgnore]
    public TimeSpan Lifetime => TimeSpan.FromSeconds(ExpiresIn is > 0 and < 1e9 ? ExpiresIn.Value : DefaultSeconds);

    /// <returns>Null for what is not an answer.</returns>
    public static TokenAnswer? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TokenAnswerJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[\x21-\x7e]+\z")]
    private static partial Regex Sendable();
}

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenAnswerJson : JsonSerializerContext;
