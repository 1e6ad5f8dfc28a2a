using Caliban.Emulator.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Caliban.Emulator.Tokens;

/// <summary>A body as HTML forms send it.</summary>
internal sealed class FormBody
{
    private readonly Dictionary<string, StringValues> _fields;

    private FormBody(Dictionary<string, StringValues> fields) => _fields = fields;

    /// <summary>A field, or empty.</summary>
    public string this[string name] => _fields.GetValueOrDefault(name).ToString();

    /// <exception cref="OAuthException">It is no form.</exception>
    public static FormBody Read(Call call)
    {
        if (call.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new OAuthException("invalid_request", "The content type must be application/x-www-form-urlencoded.");
        }

        return new FormBody(QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(call.Body)));
    }
}
