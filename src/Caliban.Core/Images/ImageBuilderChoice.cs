namespace Caliban.Core.Images;

/// <summary>What puts the code on the environment: <c>CalibanImageBuilder</c>.</summary>
public enum ImageBuilderChoice
{
    /// <summary>Our layer when the environment is in the registry already, otherwise Docker.</summary>
    Auto,

    /// <summary>The Docker engine builds both stages.</summary>
    Docker,

    /// <summary>We write the layer; no engine is asked.</summary>
    Layer,
}
