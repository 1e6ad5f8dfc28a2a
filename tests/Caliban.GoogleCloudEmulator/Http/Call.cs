using System.Text.Json;
using Caliban.Emulator.Projects;
using Caliban.Emulator.Tokens;
using Microsoft.AspNetCore.Http;

namespace Caliban.Emulator.Http;

/// <summary>A request on its way through the checks to what carries it out.</summary>
internal sealed record Call(Route Route, HttpRequest Request, byte[] Body)
{
    /// <summary>Who sent it; set by the check of tokens.</summary>
    public Principal? Principal { get; set; }

    /// <summary>The project of the address; set by the check of projects.</summary>
    public EmulatedProject? Project { get; set; }

    /// <summary>A parameter of the query, or empty.</summary>
    public string Query(string name) => Request.Query[name].ToString();

    /// <exception cref="ApiException">There are others.</exception>
    public void AllowQuery(params ReadOnlySpan<string> names)
    {
        foreach (var parameter in Request.Query)
        {
            var isSystem = parameter.Key is "alt" or "$alt" && parameter.Value == "json" || parameter.Key == "prettyPrint";
            if (!isSystem && !names.Contains(parameter.Key))
            {
                throw Refusals.Argument(
                    parameter.Key,
                    $"Invalid JSON payload received. Unknown name \"{parameter.Key}\": Cannot bind query parameter. Field '{parameter.Key}' could not be found in request message.");
            }

            if (parameter.Value.Count > 1)
            {
                throw Refusals.Argument(
                    parameter.Key, $"Invalid JSON payload received. Unknown name \"{parameter.Key}\": Cannot bind query parameter. Multiple values for a singular field.");
            }
        }
    }

    /// <summary>The body as JSON; its content type has to say so.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public JsonDocument ReadJson()
    {
        var type = Request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(RpcCode.InvalidArgument, $"Invalid content type: '{type}'. Expected 'application/json'.");
        }

        try
        {
            return JsonDocument.Parse(Body, JsonOptions.Reader);
        }
        catch (JsonException exception)
        {
            throw new ApiException(RpcCode.InvalidArgument, $"Invalid JSON payload received. {exception.Message}");
        }
    }

    /// <summary>An integer of the query that is not negative, or 0.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public int QueryNumber(string name)
    {
        var text = Query(name);
        return text.Length == 0 ? 0
            : !int.TryParse(text, out var number) ? throw Refusals.Argument(name, $"Invalid value at '{name}' (TYPE_INT32), \"{text}\"")
            : number < 0 ? throw Refusals.Argument(name, $"Invalid value for {name}: {number}. It must not be negative.")
            : number;
    }
}
