using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Caliban.Testing.Registries;

/// <summary>Who may use an emulated registry, and the server that gives tokens for it.</summary>
public sealed class RegistryAuthority
{
    /// <summary>Tokens with the scopes they are for.</summary>
    private readonly ConcurrentDictionary<string, string[]> _tokens = [];
    private int _count;

    /// <summary>What is offered with a 401; empty when everybody may do all. <c>{realm}</c> is where tokens are given.</summary>
    public IList<string> Challenges { get; } = [];

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public string IdentityToken { get; set; } = "";

    /// <summary>Whether tokens are given without a login.</summary>
    public bool IsAnonymousAllowed { get; set; }

    /// <summary>Seconds; null to leave it out.</summary>
    public int? ExpiresIn { get; set; } = 300;

    public int TokensGiven => _count;

    /// <summary>Every token so far is refused from now on.</summary>
    public void ExpireTokens() => _tokens.Clear();

    public bool Allows(HttpRequest request, string scope)
    {
        if (Challenges.Count == 0)
        {
            return request.Headers.Authorization.Count == 0;
        }

        var header = request.Headers.Authorization.ToString();
        return header == Basic || (header.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.TryGetValue(header["Bearer ".Length..], out var scopes) && scopes.Any(has => Covers(has, scope)));
    }

    public Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        var realm = $"{context.Request.Scheme}://{context.Request.Host}/token";
        context.Response.Headers.WWWAuthenticate = Challenges.Select(challenge => challenge.Replace("{realm}", realm)).ToArray();
        return context.Response.WriteAsync("""{"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":null}]}""");
    }

    /// <summary>The token server.</summary>
    public async Task GiveAsync(HttpContext context)
    {
        var request = context.Request;
        var form = request.Method == "POST" ? await request.ReadFormAsync() : null;
        var isKnown = form is not null
            ? IdentityToken.Length > 0 && form["grant_type"] == "refresh_token" && form["refresh_token"] == IdentityToken && form["client_id"].Count == 1
            : request.Headers.Authorization.Count == 0 ? IsAnonymousAllowed : request.Headers.Authorization == Basic;
        if (!isKnown)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync($$"""{"errors":[{"code":"UNAUTHORIZED","message":"you sent {{request.Headers.Authorization}}{{form?["refresh_token"]}}"}]}""");
            return;
        }

        var scopes = form is not null ? form["scope"].ToString().Split(' ') : [.. request.Query["scope"].Select(scope => scope ?? "")];
        var token = $"secret-token-{Interlocked.Increment(ref _count)}";
        _tokens[token] = scopes;
        var life = ExpiresIn is { } seconds ? $",\"expires_in\":{seconds}" : "";
        await context.Response.WriteAsync($$"""{"{{(form is null ? "token" : "access_token")}}":"{{token}}"{{life}}}""");
    }

    private string Basic => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))}";

    private static bool Covers(string has, string wanted) => has == wanted || has == wanted.Replace(":pull", ":pull,push");
}
