using System.Text;
using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Local.Sessions;

/// <summary>
/// The files that give the caller a name inside an image: its own tables of users with one line more. The engine is asked
/// for them once for each image.
/// </summary>
/// <param name="folder">Where they are kept; absolute.</param>
internal sealed class UserFiles(string folder)
{
    // Whatever bytes the image has in them come back.
    private static readonly Encoding Bytes = Encoding.Latin1;

    public string Passwd => Path.Combine(folder, "passwd");

    public string Group => Path.Combine(folder, "group");

    /// <summary>The arguments of <c>docker run</c>.</summary>
    public IReadOnlyList<string> DockerArguments =>
        ["--mount", BindMount.ReadOnly(Passwd, "/etc/passwd"), "--mount", BindMount.ReadOnly(Group, "/etc/group")];

    /// <summary>Where those of an image are, whether they exist or not.</summary>
    /// <param name="reference">The name of the image.</param>
    public static UserFiles Of(SessionPlan plan, string reference) =>
        new(Path.Combine(plan.OutputFolder, "session", ImageIdentity.Tag(new StageInputs([new ImageInput(reference)], "", []))));

    /// <summary>Writes the files.</summary>
    /// <returns>The tables as the container is to have them, and whether they differ from those of the image.</returns>
    public async Task<(UserDatabase Users, bool Differ)> WriteAsync(
        DockerClient docker, LocalImage image, ContainerUser user, string shell, CancellationToken cancellationToken)
    {
        var ofImage = await ReadAsync(docker, image, cancellationToken).ConfigureAwait(false);
        var database = ofImage.With(user, shell);
        await WriteAsync(Passwd, database.Passwd, cancellationToken).ConfigureAwait(false);
        await WriteAsync(Group, database.Group, cancellationToken).ConfigureAwait(false);
        return (database, database != ofImage);
    }

    private async Task<UserDatabase> ReadAsync(DockerClient docker, LocalImage image, CancellationToken cancellationToken)
    {
        var (idFile, passwd, group) = (Path.Combine(folder, "image"), Path.Combine(folder, "image-passwd"), Path.Combine(folder, "image-group"));
        if (!File.Exists(idFile) || await File.ReadAllTextAsync(idFile, cancellationToken).ConfigureAwait(false) != image.Id)
        {
            Directory.CreateDirectory(folder);
            await CopyAsync(docker, image.Id, [("/etc/passwd", passwd), ("/etc/group", group)], cancellationToken).ConfigureAwait(false);
            await WriteAsync(idFile, image.Id, cancellationToken).ConfigureAwait(false);
        }

        return new UserDatabase(await ReadTextAsync(passwd, cancellationToken).ConfigureAwait(false), await ReadTextAsync(group, cancellationToken).ConfigureAwait(false));
    }

    // A container that is never started gives the files of an image that has not even a shell.
    private static async Task CopyAsync(DockerClient docker, string image, (string Inside, string Outside)[] files, CancellationToken cancellationToken)
    {
        var created = await docker.AskAsync(cancellationToken, "create", "--entrypoint", "/caliban-users", image).ConfigureAwait(false);
        var container = created.StandardOutput.Trim();
        try
        {
            foreach (var (inside, outside) in files)
            {
                File.Delete(outside);
                await docker.AskAsync(cancellationToken, "cp", "--follow-link", $"{container}:{inside}", outside).ConfigureAwait(false);
            }
        }
        finally
        {
            await docker.RemoveAsync([container], CancellationToken.None).ConfigureAwait(false);
        }
    }

    // An image may have no such table.
    private static async Task<string> ReadTextAsync(string file, CancellationToken cancellationToken) =>
        File.Exists(file) ? await File.ReadAllTextAsync(file, Bytes, cancellationToken).ConfigureAwait(false) : "";

    // A running session has the file mounted: it is written only when it differs.
    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        if (await ReadTextAsync(file, cancellationToken).ConfigureAwait(false) != text || !File.Exists(file))
        {
            await File.WriteAllTextAsync(file, text, Bytes, cancellationToken).ConfigureAwait(false);
        }
    }
}
