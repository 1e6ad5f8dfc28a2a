namespace Caliban.Core.Images.Dockerfiles;

/// <summary>
/// Programs that come as files of a server: Julia and the Cloud SQL proxy. Python downloads them, since a slim base image has
/// no other program for it. A build argument names another server, such as a mirror.
/// </summary>
internal static class DownloadSteps
{
    /// <summary>The build argument that replaces the server of Julia.</summary>
    private const string JuliaServer = "CALIBAN_JULIA_SERVER";

    /// <summary>The build argument that replaces the server of the proxy.</summary>
    private const string ProxyServer = "CALIBAN_CLOUD_SQL_PROXY_SERVER";

    private const string ProxyVersion = "2.14.0";

    public static IEnumerable<string> Write(EnvironmentDeclaration environment, RunStep run) =>
    [
        .. environment.JuliaVersion is { } version ? [Julia(environment, version, run)] : Array.Empty<string>(),
        .. environment.HasCloudSqlProxy ? [CloudSqlProxy(environment, run)] : Array.Empty<string>(),
    ];

    /// <seealso href="https://julialang.org/downloads/"/>
    private static string Julia(EnvironmentDeclaration environment, string version, RunStep run)
    {
        var isArm = IsArm(environment);
        var series = string.Join('.', version.Split('.').Take(2));
        var url = $"${{{JuliaServer}:-https://julialang-s3.julialang.org}}/bin/linux/{(isArm ? "aarch64" : "x64")}/{series}/julia-{version}-linux-{(isArm ? "aarch64" : "x86_64")}.tar.gz";
        return run.Write(
            cache: null,
            [
                "mkdir -p /opt",
                $"{environment.Python} -c 'import sys, tarfile, urllib.request; tarfile.open(fileobj=urllib.request.urlopen(sys.argv[1]), mode=\"r|gz\").extractall(\"/opt\")' \"{url}\"",
                $"chown -R 0:0 /opt/julia-{version}",
                $"ln -sf /opt/julia-{version}/bin/julia /usr/local/bin/julia",
            ]);
    }

    /// <seealso href="https://cloud.google.com/sql/docs/postgres/sql-proxy"/>
    private static string CloudSqlProxy(EnvironmentDeclaration environment, RunStep run)
    {
        var url = $"${{{ProxyServer}:-https://storage.googleapis.com}}/cloud-sql-connectors/cloud-sql-proxy/v{ProxyVersion}/cloud-sql-proxy.linux.{(IsArm(environment) ? "arm64" : "amd64")}";
        return run.Write(
            cache: null,
            [
                $"{environment.Python} -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' \"{url}\" {CloudSqlProxyStart.Program}",
                $"chmod 755 {CloudSqlProxyStart.Program}",
            ]);
    }

    private static bool IsArm(EnvironmentDeclaration environment) => environment.Platform.StartsWith("linux/arm64", StringComparison.Ordinal);
}
