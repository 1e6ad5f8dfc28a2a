using Caliban.Emulator.Http;
using Caliban.Emulator.Tokens;

namespace Caliban.Emulator.Projects;

/// <summary>Whether a caller gets in: token, project, service, quota project, permission, region. In the order in which Google asks.</summary>
internal sealed class AccessCheck(EmulatorOptions options, ProjectTable projects, TokenMint tokens)
{
    /// <exception cref="ApiException">It does not.</exception>
    public void Run(Call call)
    {
        var route = call.Route;
        call.Principal = Authenticate(call);
        CheckConsumer(call);
        if (route.Project.Length == 0)
        {
            return;
        }

        call.Project = projects.Find(route.Project) ?? throw Refusals.Permission(route, route.Permission, Parent(route));
        CheckProject(route, call.Project);
        if (route.Location.Length > 0)
        {
            CheckLocation(call, route);
        }
    }

    /// <summary>Also for projects that a body names.</summary>
    public static void CheckProject(Route route, EmulatedProject project)
    {
        if (!project.HasEnabled(route.Service))
        {
            throw Refusals.ServiceDisabled(route, project.Number);
        }

        if (!project.Allows(route.Permission))
        {
            throw Refusals.Permission(route, route.Permission, Parent(route));
        }
    }

    private void CheckLocation(Call call, Route route)
    {
        if (!options.Regions.Contains(route.Location))
        {
            throw Refusals.Location(route, route.Location, call.Project!.Number);
        }

        // A client that is led here under a name of Google's is held to it.
        var host = call.Request.Host.Host;
        if (host.Contains("-aiplatform.", StringComparison.Ordinal) && !host.StartsWith($"{route.Location}-aiplatform.", StringComparison.Ordinal))
        {
            throw Refusals.Argument("name", $"The location ID {route.Location} does not match the endpoint {host}.");
        }
    }

    private Principal Authenticate(Call call)
    {
        var header = call.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw Refusals.NoToken(call.Route);
        }

        var principal = header.StartsWith("Bearer ", StringComparison.Ordinal) ? tokens.Read(header[7..], out var isExpired)
            : throw Refusals.BadToken(call.Route, "ACCESS_TOKEN_TYPE_UNSUPPORTED");
        return principal is null ? throw Refusals.BadToken(call.Route, isExpired ? "ACCESS_TOKEN_EXPIRED" : "ACCESS_TOKEN_TYPE_UNSUPPORTED")
            : !call.Route.Scopes.Any(principal.HasScope) ? throw Refusals.Scope(call.Route)
            : principal;
    }

    /// <summary>The project that the call is counted for, when the caller names one.</summary>
    private void CheckConsumer(Call call)
    {
        var named = call.Request.Headers["x-goog-user-project"].ToString();
        if (options.QuotaProject is { } expected && named != expected)
        {
            throw named.Length == 0 ? Refusals.NoQuotaProject(call.Route) : Refusals.QuotaProjectDenied(call.Route, named);
        }

        if (named.Length == 0)
        {
            return;
        }

        var project = projects.Find(named) ?? throw Refusals.UnknownConsumer(call.Route, named);
        if (!project.Allows("serviceusage.services.use"))
        {
            throw Refusals.QuotaProjectDenied(call.Route, named);
        }

        if (!project.HasEnabled(call.Route.Service))
        {
            throw Refusals.ServiceDisabled(call.Route, project.Number);
        }
    }

    private static string Parent(Route route) =>
        route.Location.Length > 0 ? $"projects/{route.Project}/locations/{route.Location}" : $"projects/{route.Project}";
}
