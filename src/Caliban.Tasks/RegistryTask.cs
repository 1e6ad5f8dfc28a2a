using Caliban.Core.Images.Publishing;

namespace Caliban.Tasks;

/// <summary>Parameters of the tasks that build an image and may speak with registries.</summary>
public abstract class RegistryTask : ImageTask
{
    /// <summary><c>CalibanImageBuilder</c></summary>
    public string ImageBuilder { get; set; } = "";

    /// <summary><c>CalibanRepository</c></summary>
    public string Repository { get; set; } = "";

    /// <summary><c>CalibanInsecureRegistries</c></summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary><c>CalibanProjectId</c></summary>
    public string ProjectId { get; set; } = "";

    /// <summary><c>CalibanRegion</c></summary>
    public string Region { get; set; } = "";

    /// <summary><c>CalibanCloudKey</c></summary>
    public string CloudKey { get; set; } = "";

    /// <summary><c>CalibanNoCache</c></summary>
    public string NoCache { get; set; } = "";

    private protected DeclaredPublishing Publishing => new()
    {
        Builder = ImageBuilder,
        Repository = Repository,
        InsecureRegistries = InsecureRegistries,
        ProjectId = ProjectId,
        Region = Region,
        CloudKey = CloudKey,
    };
}
